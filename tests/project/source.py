"""The package's source, parsed once: modules, what they import, their functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "pmo_workbook"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of the package.

    Attributes:
        name: Dotted name without `pmo_workbook.`; ``pmo_workbook`` itself for the package.
        path: The file.
        tree: Its syntax tree.
    """

    name: str
    path: Path
    tree: ast.Module

    def functions(self) -> Iterator[Function]:
        """All functions and methods, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def imports(self, *, at_import: bool = False, for_types: bool = False) -> Iterator[str]:
        """Full names of what is imported.

        Args:
            at_import: Only what is imported when the module is, not what a function imports when it is called.
            for_types: What only type checkers import too.
        """
        for node in _statements(self.tree, at_import=at_import, for_types=for_types):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from self._from(node)

    def _from(self, node: ast.ImportFrom) -> Iterator[str]:
        source = node.module or ""
        if node.level:
            package = ("pmo_workbook." + self.name).split(".")
            package = package if self.path.name == "__init__.py" else package[:-1]
            source = ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])
        for alias in node.names:
            inner = f"{source}.{alias.name}"
            yield inner if inner.removeprefix("pmo_workbook.") in names() else source


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the package."""
    return tuple(
        Module(_name(path), path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(PACKAGE.rglob("*.py"))
    )


@cache
def names() -> frozenset[str]:
    """Names of all modules."""
    return frozenset(_name(path) for path in PACKAGE.rglob("*.py"))


def inside(module: Module, *, at_import: bool = False, for_types: bool = False) -> set[str]:
    """Names of the package's own modules that a module imports, itself left out; see `Module.imports`."""
    imported = module.imports(at_import=at_import, for_types=for_types)
    found = {name.removeprefix("pmo_workbook.") for name in imported if _is_own(name)}
    return (found & names()) - {module.name}


def _is_own(name: str) -> bool:
    return name.split(".")[0] == "pmo_workbook"


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts).removesuffix("__init__").removesuffix(".") or "pmo_workbook"


def _statements(tree: ast.AST, *, at_import: bool, for_types: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if not for_types and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if at_import and isinstance(node, Function):
            continue
        yield node
        yield from _statements(node, at_import=at_import, for_types=for_types)
