"""What the engine does not do it says; what it is it stays: a package that stands on its own."""

from __future__ import annotations

import ast
import asyncio
import inspect
from pathlib import Path

import pytest
from xlwings import base_classes

from pmo_workbook.hosts.libreoffice import app, book, engine, look, names, ranges, sheet, table

PACKAGE = Path(engine.__file__).parent
CLASSES = [
    engine.Apps,
    app.App,
    app.Books,
    book.Book,
    sheet.Sheets,
    sheet.Sheet,
    sheet.PageSetup,
    ranges.Range,
    look.Font,
    names.Names,
    names.Name,
    table.Tables,
    table.Table,
    table.TableColumns,
    table.TableColumn,
    table.TableRows,
    table.TableRow,
]


def _members():
    """Every member of xlwings' base classes that the engine's class of the same name can be asked for."""
    for cls in CLASSES:
        for base in cls.__mro__:
            if base.__module__ == base_classes.__name__:
                for name, member in vars(base).items():
                    if isinstance(member, property) or inspect.isfunction(getattr(member, "__func__", member)):
                        yield pytest.param(cls, name, member, id=f"{cls.__name__}.{name}")


def _functions(cls, name):
    found = inspect.getattr_static(cls, name)
    if isinstance(found, property):
        return [function for function in (found.fget, found.fset) if function is not None]
    return [getattr(found, "__func__", found)]


@pytest.mark.parametrize(("cls", "name", "member"), list(_members()))
def test_no_member_is_left_with_a_bare_refusal(cls, name, member):
    for function in _functions(cls, name):
        if function.__module__ == base_classes.__name__:
            assert "NotImplementedError" not in function.__code__.co_names


@pytest.mark.parametrize(("cls", "name", "member"), list(_members()))
def test_a_property_that_xlwings_sets_has_a_setter(cls, name, member):
    if isinstance(member, property) and member.fset is not None:
        assert inspect.getattr_static(cls, name).fset is not None


@pytest.mark.parametrize(
    ("call", "label"),
    [
        (lambda sheet: sheet["A1"].add_hyperlink("x"), "Range.add_hyperlink()"),
        (lambda sheet: sheet["A1"].borders.clear(), "Range.borders"),
        (lambda sheet: sheet.charts[0], "Sheet.charts"),
        (lambda sheet: sheet["A1:B2"].sort(1), "Range.sort()"),
        (lambda sheet: sheet.to_html("x.html"), "Sheet.to_html()"),
        (lambda sheet: setattr(sheet.book.app, "interactive", False), "App.interactive"),
        (lambda sheet: sheet["A1"].copy(), "to a destination"),
        (lambda sheet: sheet.book.app.books.open(__file__, converter=1), "read_only and password only"),
        (lambda sheet: sheet.tables.add(sheet["A1:A2"], has_headers=False), "without a header row"),
        (lambda sheet: asyncio.run(sheet["A1"].get_value()), "get_"),
    ],
)
def test_what_is_not_supported_is_named(sheet, call, label):
    with pytest.raises(NotImplementedError) as refused:
        call(sheet)

    assert label in str(refused.value)
    assert "LibreOffice" in str(refused.value) or "xlwings Lite" in str(refused.value)


def test_the_engine_imports_nothing_of_the_package_around_it_and_nothing_commercial():
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level <= 1, path.name
                assert not (node.module or "").startswith(("pmo_workbook", "xlwings.pro")), path.name
            if isinstance(node, ast.Import):
                assert not any(alias.name.startswith(("pmo_workbook", "xlwings.pro")) for alias in node.names)


def test_the_readme_names_every_class():
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")

    missing = [cls.__name__ for cls in CLASSES if f"`{cls.__name__}`" not in text]
    assert missing == []
