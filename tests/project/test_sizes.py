"""Small files, small functions, few parameters."""

from __future__ import annotations

import ast

from tests.project.source import Function, modules

MOST_LINES = 400
"""Of a module."""
MOST_CODE = 50
"""Lines of a function, its docstring not counted."""
MOST_PARAMETERS = 7
"""Of a function, `self` not counted."""


def length(function: Function) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    said = function.body[0] if body is not function.body else None
    lines_said = (said.end_lineno or 0) - said.lineno + 1 if said else 0
    return (function.end_lineno or 0) - function.lineno + 1 - lines_said


def parameters(function: Function) -> int:
    given = function.args
    found = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in found if name not in ("self", "cls")])


def test_no_module_is_too_long() -> None:
    lines = {module.name: len(module.path.read_text(encoding="utf-8").splitlines()) for module in modules()}

    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}


def test_no_function_is_too_long() -> None:
    lines = {(module.name, one.name): length(one) for module in modules() for one in module.functions()}

    assert {name: n for name, n in lines.items() if n > MOST_CODE} == {}


def test_no_function_has_too_many_parameters() -> None:
    found = {(module.name, one.name): parameters(one) for module in modules() for one in module.functions()}

    assert {name: n for name, n in found.items() if n > MOST_PARAMETERS} == {}


def test_nothing_is_caught_for_good_without_a_name() -> None:
    broad = {
        (module.name, node.lineno)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) == "BaseException")
        # cleaning up and raising again is another matter
        and ast.unparse(node.body[-1]) != "raise"
    }

    assert broad == set()
