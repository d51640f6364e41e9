"""Macros and ribbon tab of the template, put in place of those of an earlier one; what the user changed is left."""

from __future__ import annotations

from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.released import released
from pmo_workbook.upgrade.macros import (
    VBA_PROJECT,
    UnreadableMacrosError,
    module_sources,
    module_texts,
    ribbon_part,
    signed_macros,
    with_modules,
)
from pmo_workbook.upgrade.prints import canonical, fingerprint
from pmo_workbook.upgrade.work import Work, child

_NO_MACROS = (
    "The file holds no macros, so buttons on its sheets do nothing. Delete them and use the commands; to have buttons "
    "that work, make a workbook with the command new and copy your rows into it."
)
_UNREADABLE = (
    "The macros were left as they are: they are protected by a password, or damaged. Take the password off in the "
    "macro editor (Alt+F11), or let Excel repair and save the workbook, then upgrade again."
)


def bring_macros(work: Work) -> bool:
    """Bring the macros up to date, if they are only ours and nobody has changed them.

    Args:
        work: The upgrade.

    Returns:
        Whether the workbook has all macros of the template now.
    """
    part = work.workbook.related(VBA_PROJECT)
    if not part:
        work.note("look", "", _NO_MACROS)
        return False
    try:
        found = {name: fingerprint(text) for name, text in module_texts(work.workbook).items()}
        current = work.after.modules.items() <= found.items()
        if found == work.after.modules and not work.grafted:
            return True
        why = _not_ours(work, found)
        if why:
            if not current:
                work.note("look", "", f"The macros were left as they are: {why}, then upgrade again.")
            return current
        standard, of_sheets = module_sources(work.look)
        wanted = {name: text for name, text in standard.items() if found.get(name) != work.after.modules.get(name)}
        new = _new_sheets(work)
        sheets = {
            name: of_sheets[was].replace(f'"{was}"', f'"{name}"')
            for name, (key, _) in new.items()
            if (was := work.keys[key].code_name) in of_sheets
        }
        gone = found.keys() - work.after.modules.keys()
        work.workbook.package.replace(part, with_modules(work.workbook, wanted, sheets, gone))
    except UnreadableMacrosError:
        work.note("look", "", _UNREADABLE)
        return False
    for name in sheets:
        _name_sheet(work, new[name][1], name)
    if wanted or gone:
        work.note("changed", "", "Macros of the buttons.")
    return True


def bring_ribbon(work: Work, *, macros: bool) -> None:
    """Bring the ribbon tab up to date, if nobody has changed it and the macros that it calls are there.

    Args:
        work: The upgrade.
        macros: Whether the workbook has all macros of the template.
    """
    package, mine, theirs = work.workbook.package, ribbon_part(work.workbook.package), ribbon_part(work.look.package)
    if not mine or not theirs:
        if theirs and work.before.ribbon:
            work.note("look", "", "The ribbon tab PMO was taken out of the workbook and was left out.")
        return
    found = fingerprint(canonical(parse_xml(package.read(mine))))
    if found == work.after.ribbon:
        return
    if found not in {released(version).ribbon for version in range(1, work.after.version + 1)}:
        work.note("look", "", "The ribbon was changed by somebody and was left as it is.")
        return
    if not macros:
        work.note("look", "", "The ribbon tab PMO was left as it is, because its new buttons need the new macros.")
        return
    package.replace(mine, work.look.package.read(theirs))
    work.note("changed", "", "Ribbon tab PMO.")


def _new_sheets(work: Work) -> dict[str, tuple[str, str]]:
    """Key and part of each sheet that was added, by the name that macros are to know it by."""
    taken = {sheet.code_name.casefold() for sheet in work.workbook.sheets}
    found = {}
    for key, sheet in work.grafted.items():
        name, number = work.keys[key].code_name, 2
        while name.casefold() in taken:
            name, number = f"{work.keys[key].code_name}{number}", number + 1
        taken.add(name.casefold())
        found[name] = key, sheet.part
    return found


def _name_sheet(work: Work, part: str, name: str) -> None:
    package = work.workbook.package
    root = parse_xml(package.read(part))
    properties = child(root, "sheetPr", ())
    properties.set("codeName", name)
    package.replace(part, to_bytes(root))


def _not_ours(work: Work, found: dict[str, str]) -> str:
    """Why the macros are not replaced and what to do; empty when they are ours as they were released."""
    known: dict[str, set[str]] = {name: {text} for name, text in work.after.modules.items()}
    for version in range(1, work.after.version + 1):
        for name, text in released(version).modules.items():
            known.setdefault(name, set()).add(text)
    foreign = sorted(found.keys() - known.keys())
    if foreign:
        return (
            f"they hold code of yours ({', '.join(foreign)}). Move it to another workbook, such as your personal macro "
            "workbook"
        )
    changed = sorted(name for name, text in found.items() if text not in known[name])
    if changed:
        return (
            f"{', '.join(changed)} was changed by somebody. In the macro editor (Alt+F11) export what you want to keep "
            "and remove it"
        )
    if signed_macros(work.workbook):
        return "they are signed. Remove the signature in the macro editor (Tools, Digital Signature)"
    return ""
