"""Every public thing says what it is; a record says what each of its fields is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.project.source import Function, modules

DEFINITIONS = (*Function.__args__, ast.ClassDef)


def public(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Public classes and functions of a module, and the public methods of these classes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, DEFINITIONS) and not child.name.startswith("_"):
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{child.name}.")


def is_record(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(one) for one in node.decorator_list)


def test_every_module_says_what_it_is() -> None:
    assert [module.name for module in modules() if not ast.get_docstring(module.tree)] == []


def test_every_public_thing_says_what_it_is() -> None:
    # the methods of an engine are those of the interface that it implements
    own = [module for module in modules() if not module.name.startswith("hosts.libreoffice")]
    named = {f"{module.name}.{name}": node for module in own for name, node in public(module.tree)}

    assert [name for name, node in named.items() if not ast.get_docstring(node)] == []  # type: ignore[arg-type]


def test_every_public_function_is_typed() -> None:
    functions = {f"{module.name}.{one.name}": one for module in modules() for one in module.functions()}

    assert [name for name, one in functions.items() if one.returns is None] == []


def test_a_record_documents_each_of_its_fields() -> None:
    silent = {
        f"{module.name}.{name}.{field}"
        for module in modules()
        for name, node in public(module.tree)
        if isinstance(node, ast.ClassDef) and is_record(node)
        for field in fields(node)
        if f"{field}:" not in (ast.get_docstring(node) or "")
    }

    assert silent == set()


def fields(record: ast.ClassDef) -> list[str]:
    """Public fields that the record itself declares."""
    declared = [one.target for one in record.body if isinstance(one, ast.AnnAssign)]
    return [target.id for target in declared if isinstance(target, ast.Name) and not target.id.startswith("_")]
