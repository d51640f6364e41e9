"""A new workbook: the template, empty or with the sample."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pmo_workbook.errors import InputError, WriteError

TEMPLATE_NAME = "workbook_template.xlsm"


def template_path() -> Path:
    """Where the template lies: in the installed package, or at the top of a checkout.

    Raises:
        WriteError: The installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    for folder in (here, here.parent):
        if (folder / TEMPLATE_NAME).exists():
            return folder / TEMPLATE_NAME
    raise WriteError("The template is missing from this installation; install pmo-workbook again.")


def new_workbook(path: Path, sample: bool = False, replace: bool = False) -> None:
    """Make a workbook from the template.

    Args:
        path: The file to make; must end in ``.xlsm``.
        sample: Fill it with the sample.
        replace: Take the place of a file of that name.

    Raises:
        InputError: The name is taken or does not end in ``.xlsm``, or its folder does not exist.
        WriteError: The file cannot be written.
    """
    if path.suffix.lower() != ".xlsm":
        raise InputError(f"{path.name} must end in .xlsm: the workbook carries macros for its buttons.")
    if path.exists() and not replace:
        raise InputError(f"{path} is there already; choose another name.")
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {path.parent}.")
    if sample:
        from pmo_workbook.sample import sample_rows

        fill_template(path, sample_rows())
        return
    try:
        shutil.copyfile(template_path(), path)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror}.") from error


def fill_template(path: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Fill the input tables of the template and save it elsewhere.

    Args:
        path: The file to make; one of that name is replaced.
        rows: Rows by sheet key, values by field name; role columns of Activities as ``role:ID``.

    Raises:
        WriteError: The file cannot be written.
    """
    from pmo_workbook.fill import Filler
    from pmo_workbook.ooxml.package import Package
    from pmo_workbook.ooxml.workbook import Workbook
    from pmo_workbook.read import read_tables
    from pmo_workbook.settings import SETTINGS
    from pmo_workbook.sheets import ROLE_PREFIX

    with Package.open(template_path()) as package:
        workbook = Workbook(package)
        filler = Filler(workbook, read_tables(workbook))
        settings = filler.table("settings")
        places = {column.header: settings.part.ref.first_row + 1 + at for at, column in enumerate(SETTINGS)}
        for key, content in rows.items():
            if key == "settings":
                for row in content:
                    filler.update(key, places[row["name"]], {"value": row["value"]})
                continue
            if key == "activities":
                roles = [row["role_id"] for row in rows["roles"]]
                filler.table(key).add_columns({ROLE_PREFIX + role: role for role in roles})
            filler.append(key, content)
        filler.save(path)
