"""The macros and the ribbon tab: ours are brought up to date, unless somebody made them theirs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook

VBA_PROJECT = "vbaProject"
RIBBON = "extensibility"


class UnreadableMacrosError(Exception):
    """The macros cannot be read or written."""


def ribbon_part(package: Package) -> str:
    """Name of the part with the ribbon tab, empty when there is none."""
    found = (relation for relation in package.relations("") if relation.kind == RIBBON)
    return next((relation.target_part for relation in found if package.has(relation.target_part)), "")


def signed_macros(workbook: Workbook) -> bool:
    """Whether the macros carry a signature, which any change would break."""
    part = workbook.related(VBA_PROJECT)
    return bool(part) and any("Signature" in relation.kind for relation in workbook.package.relations(part))


def module_texts(workbook: Workbook) -> dict[str, str]:
    """What the modules say, by name; those of sheets and of the workbook only where somebody put code into them.

    Args:
        workbook: The workbook.

    Returns:
        The texts in a form that does not depend on case and blanks, which the macro editor changes by itself.

    Raises:
        UnreadableMacrosError: The macros are damaged.
    """
    part = workbook.related(VBA_PROJECT)
    if not part:
        return {}
    from pyopenvba.cfb import CFB
    from pyopenvba.exceptions import PyOpenVBAError
    from pyopenvba.vba import VBAModuleKind, parse_vba_project

    try:
        project = parse_vba_project(CFB.from_bytes(workbook.package.read(part)))
        return {
            module.name: _plain(module.source)
            for module in project.modules
            if module.kind == VBAModuleKind.standard or module.body.strip()
        }
    except (PyOpenVBAError, KeyError, ValueError) as error:
        raise UnreadableMacrosError(str(error)) from error


def module_sources(workbook: Workbook) -> tuple[dict[str, str], dict[str, str]]:
    """Full text of every standard module, and of those of the sheets and the workbook."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import VBAModuleKind, parse_vba_project

    project = parse_vba_project(CFB.from_bytes(workbook.package.read(workbook.related(VBA_PROJECT))))
    standard = {module.name: module.source for module in project.modules if module.kind == VBAModuleKind.standard}
    return standard, {module.name: module.source for module in project.modules if module.name not in standard}


def with_modules(
    workbook: Workbook, wanted: Mapping[str, str], sheets: Mapping[str, str], gone: Iterable[str]
) -> bytes:
    """The macros of a workbook with some modules replaced, added or taken out.

    Args:
        workbook: The workbook; it is not changed.
        wanted: Text by name of the module.
        sheets: The same of modules that belong to new sheets.
        gone: Names of modules to take out.

    Returns:
        The bytes of the macros' part.

    Raises:
        UnreadableMacrosError: They are protected, or cannot be written.
    """
    from pyopenvba import ExcelFile
    from pyopenvba.exceptions import PyOpenVBAError
    from pyopenvba.vba import VBAModuleKind

    part = workbook.related(VBA_PROJECT)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "carrier.xlsm"
        path.write_bytes(workbook.package.path.read_bytes())
        try:
            with ExcelFile(path) as carrier:
                project = carrier.vba_project()
                for name in gone:
                    project.delete_module(name)
                there = {name.casefold() for name in project.module_names()}
                for name, source in wanted.items():
                    if name.casefold() in there:
                        carrier.set_module(name, source)
                    else:
                        project.add_module(name, source)
                for name, source in sheets.items():
                    project.add_module(name, source, kind=VBAModuleKind.other)
                carrier.save()
        except (PyOpenVBAError, KeyError, ValueError) as error:
            raise UnreadableMacrosError(str(error)) from error
        with Package.open(path) as saved:
            return _of_sheets(saved.read(part), sheets)


def _of_sheets(macros: bytes, names: Iterable[str]) -> bytes:
    """Declare modules as those of sheets; as they are added they count as classes."""
    from pyopenvba.cfb import CFB

    file = CFB.from_bytes(macros)
    declared = file.get_stream("PROJECT")
    for name in names:
        declared = declared.replace(f"\r\nClass={name}\r\n".encode(), f"\r\nDocument={name}/&H00000000\r\n".encode())
    file.write_stream("PROJECT", declared)
    return bytes(file.to_bytes())


def _plain(source: str) -> str:
    lines = (" ".join(line.split()).casefold() for line in source.splitlines())
    return "\n".join(line for line in lines if line)
