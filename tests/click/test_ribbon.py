"""The ribbon follows its schema, and its buttons, the macros and Python's steps name each other."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pmo_workbook.buttons import STEPS
from pmo_workbook.template.ribbon import PART, RELATIONSHIP, RIBBON
from pmo_workbook.template.tabs.start import _BUTTONS
from tests.conftest import ROOT, TEMPLATE

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
INSIDE = {"customUI": {"ribbon"}, "ribbon": {"tabs"}, "tabs": {"tab"}, "tab": {"group"}, "group": {"button"}}
ATTRIBUTES = {
    "tab": {"id", "label", "keytip"},
    "group": {"id", "label"},
    "button": {"id", "label", "size", "imageMso", "keytip", "onAction", "screentip", "supertip"},
}
LONGEST = {"id": 1024, "label": 1024, "screentip": 1024, "supertip": 1024, "onAction": 1024, "keytip": 3}
"""Lengths of the schema of Office 2010."""

WITHOUT_PYTHON = {"PmoStart", "PmoTick", "PmoShowAbout"}
BUTTONS = (ROOT / "macros" / "PmoButtons.bas").read_text(encoding="ascii")


@pytest.fixture(scope="module")
def tree() -> etree._Element:
    return etree.fromstring(RIBBON.read_bytes())


def named(element: etree._Element) -> str:
    return str(element.tag).removeprefix(NAMESPACE)


def elements(tree: etree._Element) -> list[etree._Element]:
    return [element for element in tree.iter() if isinstance(element.tag, str)]


def subs(pattern: str) -> dict[str, str]:
    """Public procedures of PmoButtons by name, with their bodies."""
    found = re.finditer(rf"^Public Sub ({pattern})\((.*?)\)\n(.*?)^End Sub", BUTTONS, re.MULTILINE | re.DOTALL)
    return {one[1]: one[3] for one in found}


def test_every_element_is_where_the_schema_allows_it(tree: etree._Element) -> None:
    assert named(tree) == "customUI"
    for element in elements(tree):
        assert {named(child) for child in element} <= INSIDE.get(named(element), set())
        assert set(element.attrib) <= ATTRIBUTES.get(named(element), set())


def test_ids_and_key_tips_are_unique_and_texts_not_too_long(tree: etree._Element) -> None:
    ids = [element.get("id") for element in elements(tree) if element.get("id")]
    tips = [button.get("keytip") for button in tree.iter(f"{NAMESPACE}button")]

    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z_][\w.]*", str(one)) for one in ids)
    assert len(set(tips)) == len(tips)
    # Office reads C before CA, so no key tip may begin another.
    assert not [(a, b) for a in tips for b in tips if a != b and str(b).startswith(str(a))]
    for element in elements(tree):
        for name, longest in LONGEST.items():
            assert len(element.get(name, "")) <= longest


def test_every_button_has_an_icon_and_says_what_it_does(tree: etree._Element) -> None:
    for button in tree.iter(f"{NAMESPACE}button"):
        assert ATTRIBUTES["button"] - set(button.attrib) <= {"size"}
        assert button.get("size", "large") in ("large", "normal")
        assert re.fullmatch(r"[A-Z]\w+", button.get("imageMso", ""))


def test_every_callback_is_a_public_procedure_and_every_one_is_used(tree: etree._Element) -> None:
    called = [button.get("onAction") for button in tree.iter(f"{NAMESPACE}button")]
    callbacks = re.findall(r"^Public Sub (Ribbon\w+)\(ByVal Control As Object\)$", BUTTONS, re.MULTILINE)

    assert sorted(map(str, called)) == sorted(callbacks)


def test_every_callback_presses_the_button_of_its_name() -> None:
    for name, body in subs(r"Ribbon\w+").items():
        assert body.strip().split(".")[-1] in {name.replace("Ribbon", "Pmo"), name.replace("Ribbon", "PmoShow")}


def test_every_button_names_a_step_of_python_and_every_step_has_its_button() -> None:
    bodies = subs(r"Pmo\w+")
    named_steps = {name: re.findall(r'RunStep "(\w+)"', body) for name, body in bodies.items()}

    assert {name for name, found in named_steps.items() if not found} == WITHOUT_PYTHON - {"PmoShowAbout"}
    assert sorted(step for found in named_steps.values() for step in found) == sorted(STEPS)


def test_the_buttons_of_start_call_macros_that_exist() -> None:
    macros = set(subs(r"Pmo\w+")) | {"PmoShowAbout"}

    assert {macro for _, macro, _ in _BUTTONS} <= macros
    with zipfile.ZipFile(TEMPLATE) as package:
        drawn = package.read("xl/drawings/vmlDrawing1.vml").decode()
    assert re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawn) == [macro for _, macro, _ in _BUTTONS]
    assert re.findall(r' alt="([^"]+)"', drawn) == [told for _, _, told in _BUTTONS]


def test_the_template_holds_the_ribbon_and_leads_to_it() -> None:
    with zipfile.ZipFile(TEMPLATE) as package:
        links = etree.fromstring(package.read("_rels/.rels"))
        found = [link for link in links if link.get("Type") == RELATIONSHIP]

        assert package.read(PART) == Path(RIBBON).read_bytes()
        assert [link.get("Target") for link in found] == [PART]
        assert b'Extension="xml" ContentType="application/xml"' in package.read("[Content_Types].xml")
