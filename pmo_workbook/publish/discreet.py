"""Takes request ids, names of people and their addresses out of texts that people typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

import numpy as np

from pmo_workbook.framework import Framework

_TOKEN = re.compile(r"\w[\w.#/-]*\w|\w")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBERED = re.compile(r"\b(requests?|tickets?|cases?)\s+(?:no\.?\s*|number\s+|#\s*)?(\d+)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_LONGEST_NUMBER = 4
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "jan january feb february mar march apr april may jun june jul july aug august sep september oct october nov "
        "november dec december mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday "
        "will mark grace hope rose bill the all each every none nobody team desk office board service services "
        "request requests project projects pmo urgent high normal low",
    )
)
"""Words that are left although somebody may be called so."""

SOMEBODY = "a colleague"
A_REQUEST = "a request"
AN_ADDRESS = "an address"


class Discreet:
    """Cleans a text of what a reader outside the PMO must not see.

    A name is one that stands in Requests (Requester, Assigned to) or Roles (Holder) and begins and ends with a capital
    word: ``(each project)`` is none. A name of one word is taken out where it is written the same and is no other word
    of ours; of requesters it is left, as it may be a department. An id of digits alone is taken out only where it is
    called a request.
    """

    def __init__(self, framework: Framework, names_shown: bool, own: Collection[str] = ()) -> None:
        """Collect what must not be seen.

        Args:
            framework: What counts.
            names_shown: Settings allows names; then only request ids are taken out.
            own: Request ids that the reader may see.
        """
        log = framework.requests
        self._ids = {str(one) for one in log.request_id}.difference(own)
        self._numbers = {one for one in self._ids if one.isdecimal()}
        self._names: dict[str, set[tuple[str, ...]]] = {}
        self._alone: set[str] = set()
        self._addresses: set[str] = set()
        if names_shown:
            return
        staff = _distinct(log.assigned_to) | {role.holder for role in framework.roles if role.holder}
        public = {_words(text) for text in _public(framework)}
        common = {word for text in public for word in text} | _COMMON
        for name in staff | _distinct(log.requester):
            words, written = _words(name), _WORD.findall(name)
            if len(words) > 1 and words not in public and written[0][0].isupper() and written[-1][0].isupper():
                self._names.setdefault(words[0], set()).add(words)
            elif len(words) == 1 and name in staff and written[0][0].isupper() and words[0] not in common:
                self._alone.add(written[0])
        mailbox = framework.settings.pmo_mailbox.casefold()
        self._addresses = {
            one.casefold() for group in framework.stakeholders for one in group.email or () if one.casefold() != mailbox
        }

    def __call__(self, text: str | None) -> str:
        """Clean one text; None becomes empty, runs of blanks and line breaks become one blank."""
        if not text:
            return ""
        text = _BLANKS.sub(" ", text).strip()
        text = _NUMBERED.sub(self._numbered, text)
        text = _TOKEN.sub(lambda found: A_REQUEST if self._is_id(found.group()) else found.group(), text)
        if self._addresses:
            text = _ADDRESS.sub(
                lambda found: AN_ADDRESS if found.group().casefold() in self._addresses else found.group(), text
            )
        return self._nameless(text) if self._names or self._alone else text

    def _is_id(self, token: str) -> bool:
        return token in self._ids and (token not in self._numbers or len(token) > _LONGEST_NUMBER)

    def _numbered(self, found: re.Match[str]) -> str:
        return A_REQUEST if found.group(2) in self._numbers else found.group()

    def _nameless(self, text: str) -> str:
        found = list(_WORD.finditer(text))
        words = [word.group().casefold() for word in found]
        result, end, at = [], 0, 0
        while at < len(words):
            lengths = [
                len(name) for name in self._names.get(words[at], ()) if tuple(words[at : at + len(name)]) == name
            ]
            if found[at].group() in self._alone:
                lengths.append(1)
            if not lengths:
                at += 1
                continue
            longest = max(lengths)
            result += [text[end : found[at].start()], SOMEBODY]
            end = found[at + longest - 1].end()
            at += longest
        return "".join([*result, text[end:]])


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(text))


def _distinct(column: Iterable[object]) -> set[str]:
    return {str(one) for one in np.asarray(column, dtype=object) if one}


def _public(framework: Framework) -> Iterator[str]:
    """Words that look like names of people in a log but are the names of something public."""
    yield from (role.role for role in framework.roles)
    yield from (service.name for service in framework.services)
    for group in framework.stakeholders:
        yield group.group
        yield group.business_unit or ""
    yield framework.settings.organisation
    yield framework.settings.pmo_name
