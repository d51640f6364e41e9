"""What the recipes of the docs add is added in the places that they name, and in no other."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from pathlib import Path

import pytest

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

COST_CENTRE = """    cost_centre: str | None = column(
        "Cost centre", "Where its work is booked.", example="CC-100", width=16, optional=True
    )
"""
COLUMN_OF_SERVICES = (Place("models.py", '    category: Category = column("Category"', COST_CENTRE),)
COLUMN_OF_REQUESTS = (Place("logs.py", '    title: str | None = column("Title"', COST_CENTRE),)

PEOPLE = (
    Place(
        "layout/people.py",
        "",
        '''"""People: roles by name."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Tab
from pmo_workbook.layout.spec import NAME, WRAPPED, Column, TableTab
from pmo_workbook.models import Role
from pmo_workbook.report import Report

TAB: Final[TableTab[Role]] = TableTab(
    "people",
    "People",
    "Roles and what they do.",
    private=True,
    heading="People",
    subtitle="Who does what.",
    table="People",
    columns=(
        Column("role", "Role", lambda role: role.role, NAME, 30, "Name of the role."),
        Column("summary", "Summary", lambda role: role.summary, WRAPPED, 60, "What it does."),
    ),
)


def lay_out(report: Report) -> Tab:
    """Lay the roles out."""
    return TAB.tab(("All roles.",), report.framework.roles)
''',
    ),
    Place("layout/__init__.py", "raci, raci_load, sla_report,", "people, "),
    Place("layout/__init__.py", "    issues,\n)", "    people,\n"),
)

COLUMN_OF_LOAD = (
    Place(
        "layout/raci_load.py",
        '        Column("finding"',
        '        Column("parts", "Parts", lambda load: load.r + load.a, _COUNT, 14, "R and A together."),\n',
    ),
)

ROLES_TILE = (
    Place(
        "layout/tiles.py",
        """COUNT, 11, 13, "Requests open at the report's moment."),\n""",
        """COUNT, 11, 12, "Requests open at the report's moment."),
    Tile("roles", "Roles", lambda r: len(r.framework.roles), lambda r: "on the sheet", COUNT, 13, 13, "All roles."),
""",
        instead=True,
    ),
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


@pytest.mark.parametrize(
    ("places", "key", "title"),
    [(COLUMN_OF_SERVICES, "services", "Services"), (COLUMN_OF_REQUESTS, "requests", "Requests")],
    ids=["definition", "log"],
)
def test_a_column_takes_the_place_of_its_recipe(
    tmp_path: Path, places: tuple[Place, ...], key: str, title: str
) -> None:
    assert [one.file for one in places] == (places_of("a column") if key == "services" else ["logs.py"])

    found = found_in(follow(places, tmp_path), "cost_centre", key, title)

    assert found["header"] == ["Cost centre"]
    assert found["cell"] == "CC-7"
    assert found["read"] == "CC-7"
    assert found["issues"] == []
    assert found["dictionary"] == ["| Cost centre |  | text | Where its work is booked. | `CC-100` |"]


def test_a_tab_takes_the_places_of_its_recipe(tmp_path: Path) -> None:
    assert fit(PEOPLE, "a tab")

    found = found_in(follow(PEOPLE, tmp_path), "people")

    assert found["rows"][0] == ["Role", "Summary"]
    assert [row[0] for row in found["rows"][1:]] == found["roles"]
    assert found["skipped"] == []
    assert (
        found["publish"]
        == "The sheet People is for the PMO only and is never published; take it off Sheets to publish."
    )
    assert found["dictionary"] == ["### People", "| Summary | What it does. |"]


def test_a_column_of_a_tab_takes_the_place_of_its_recipe(tmp_path: Path) -> None:
    assert fit(COLUMN_OF_LOAD, "a column of a tab")

    found = found_in(follow(COLUMN_OF_LOAD, tmp_path), "parts")

    head, *rows = found["rows"]
    assert head == ["Role", "R", "A", "C", "I", "Share of A", "Parts", "Finding"]
    assert rows
    assert all(row[6] == row[1] + row[2] for row in rows)
    assert found["dictionary"] == ["| Parts | R and A together. |"]


def test_a_published_figure_takes_the_place_of_its_recipe(tmp_path: Path) -> None:
    assert fit(ROLES_TILE, "a published figure")

    found = found_in(follow(ROLES_TILE, tmp_path), "roles_tile")

    assert found["Summary"] == ["Roles", found["roles"], "on the sheet"]
    assert all(found[medium] for medium in ("page", "mail", "slides"))
    assert found["dictionary"] == ["| Headline figures | Roles | All roles. |"]


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
