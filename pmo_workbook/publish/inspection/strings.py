"""The shared strings of a workbook: the words that cells show, and the readings that they do not."""

from __future__ import annotations

import re

from pmo_workbook.publish.inspection.reader import MAIN, Element, Parts, pulled

_T, _RUN, _LOOK, _READING = f"{MAIN}t", f"{MAIN}r", f"{MAIN}rPr", f"{MAIN}rPh"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """All shared strings, and which of them a cell shows.

    Attributes:
        texts: The words, by index.
        readings: Phonetic readings, which show in no cell.
        runs: By index, the words that have a look of their own; see `runs_of`.
        used: Indexes that a cell was found to use.
    """

    def __init__(self, parts: Parts, part: str) -> None:
        """Read them.

        Args:
            parts: The file.
            part: Name of the part; empty for none.
        """
        self.texts: list[str] = []
        self.readings: list[str] = []
        self.runs: dict[int, list[tuple[str, Element]]] = {}
        self.used: set[int] = set()
        for item in pulled(parts.pieces(part), f"{MAIN}si") if part else ():
            self.texts.append(words_of(item))
            if len(item) > 1:
                self.readings += readings_of(item)
            if runs := runs_of(item):
                self.runs[len(self.texts) - 1] = runs

    def text(self, index: int) -> str:
        """The words that a cell with this index shows; the index counts as used."""
        self.used.add(index)
        return self.texts[index] if index < len(self.texts) else ""

    def orphans(self) -> list[str]:
        """The words that no cell shows."""
        return [text for index, text in enumerate(self.texts) if text and index not in self.used]


def words_of(item: Element) -> str:
    """The words of an ``si`` or ``is`` element, whatever their look."""
    if len(item) == 1 and item[0].tag == _T:
        return unescaped(item[0].text or "")
    found = [child for child in item if child.tag == _T]
    for run in item:
        if run.tag == _RUN:
            found += [child for child in run if child.tag == _T]
    return unescaped("".join(child.text or "" for child in found))


def runs_of(item: Element) -> list[tuple[str, Element]]:
    """The words of an ``si`` or ``is`` element that have a look of their own, each with its ``rPr`` element."""
    found = [(run.findtext(_T) or "", run.find(_LOOK)) for run in item if run.tag == _RUN]
    return [(unescaped(words), look) for words, look in found if look is not None]


def readings_of(item: Element) -> list[str]:
    """The phonetic readings of an ``si`` or ``is`` element."""
    return ["".join(reading.itertext()) for reading in item if reading.tag == _READING]


def unescaped(text: str) -> str:
    """A text with its ``_x000a_`` escapes resolved."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
