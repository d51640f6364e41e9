"""A rule and a setting are added in the places that their recipes name, and in no other."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from pathlib import Path

from pmo_workbook.issues import RULES
from tests.project.recipes import Place, follow, found_in, places_of
from tests.project.source import Module, modules

NEED_IN_FUTURE = (
    Place(
        "issues.py",
        '    Rule("purpose-no-service"',
        """    Rule("need-in-future", "error", "A need was asked for by now.", "Correct the date."),
""",
    ),
    Place(
        "rules/definitions.py",
        '@raises("purpose-no-service")',
        """@raises("need-in-future")
def need_in_future(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    \"\"\"A need was asked for by the report's moment.\"\"\"
    for need in framework.needs:
        if need.date is not None and need.date > as_of.date():
            problem = f"{need.need_id} was asked for in the future."
            yield issue(framework, "need-in-future", Cell("needs", need.row, "date"), day_words(need.date), problem)


""",
    ),
    Place("rules/__init__.py", "        definitions.purpose_no_service,", "        definitions.need_in_future,\n"),
)

MOST_OPEN = (
    Place(
        "settings.py",
        "    sheets_to_publish: tuple[str, ...] | None",
        """    most_open: int | None = column(
        "Most open requests", "More than this many are named on the Summary.", example="50", optional=True, ge=1
    )
""",
    ),
    Place("settings.py", "    sheets_to_publish: tuple[str, ...] = (", "    most_open: int = 50\n"),
)


def fit(places: tuple[Place, ...], recipe: str) -> bool:
    """Whether additions are those that a recipe names, in order."""
    named = places_of(recipe)
    return len(places) == len(named) and all(fnmatch(one.file, name) for one, name in zip(places, named, strict=True))


def test_a_rule_takes_the_places_of_its_recipe(tmp_path: Path) -> None:
    assert fit(NEED_IN_FUTURE, "a rule")

    found = found_in(follow(NEED_IN_FUTURE, tmp_path), "need_in_future")

    problem = "N-1 was asked for in the future."
    assert found["issues"][0] == ["error", "need-in-future", "Needs!E5", f"Needs!E5: {problem} Correct the date."]
    # the need is out, so nobody asks for the services
    assert [one[1] for one in found["issues"][1:]] == ["service-no-need", "service-no-need"]
    assert found["needs"] == [1, 1, 0]
    assert found["issues tab"] == [problem]
    assert found["dictionary"] == ["| `need-in-future` | error | A need was asked for by now. | Correct the date. |"]


def test_a_setting_takes_the_places_of_its_recipe(tmp_path: Path) -> None:
    assert fit(MOST_OPEN, "a setting")

    found = found_in(follow(MOST_OPEN, tmp_path), "most_open")

    assert found["sheet"] == [["Most open requests", 50, "More than this many are named on the Summary."]]
    assert found["read"] == [
        [12, []], [12, ["number-as-text"]], [50, []], [50, ["out-of-range"]], [50, ["not-a-number"]],
    ]  # fmt: skip
    (line,) = found["dictionary"]
    assert line.startswith("| Most open requests |")


def test_a_module_of_rules_names_no_code_that_none_of_them_declares() -> None:
    of_rules = [module for module in modules() if module.name.startswith("rules.")]
    undeclared = {
        (module.name, node.value)
        for module in of_rules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and node.value in RULES and node.value not in declared(module)
    }

    assert sum(len(declared(module)) for module in of_rules) > 30
    assert undeclared == set()


def declared(module: Module) -> set[str]:
    """The codes that the rules of a module declare."""
    calls = [one for function in module.functions() for one in function.decorator_list if isinstance(one, ast.Call)]
    codes = [call.args for call in calls if ast.unparse(call.func) == "raises"]
    return {str(code.value) for given in codes for code in given if isinstance(code, ast.Constant)}
