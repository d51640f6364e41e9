"""Nothing of what there was is missing, unless it is said why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import made_once
from tests.inventory.lists import GONE, KINDS, VERSIONS, gone, kept, missing
from tests.inventory.present import present
from tests.witness.tools import need

Lists = dict[str, list[str]]
ALL = [(version, kind) for version in VERSIONS for kind in KINDS]


@pytest.fixture(scope="session")
def found(shared_folder: Path, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """What there is now, looked at once for all workers."""
    for tool in ("soffice", "pdftoppm"):  # of the PDF and of the picture in the mail
        need(tool)

    def look(path: Path) -> None:
        path.write_text(json.dumps(present(sample, tmp_path_factory.mktemp("inventory"))), encoding="utf-8")

    lists: Lists = json.loads(made_once(shared_folder / "inventory.json", look).read_text(encoding="utf-8"))
    return lists


@pytest.mark.parametrize(("version", "kind"), ALL)
def test_what_there_was_is_there(version: str, kind: str, found: Lists) -> None:
    dropped = gone(GONE.read_text(encoding="utf-8"))

    assert [item for item in missing(kept(version, kind), found[kind]) if item not in dropped] == []


def test_what_is_said_to_be_gone_was_there_is_not_there_now_and_has_a_reason(found: Lists) -> None:
    dropped = gone(GONE.read_text(encoding="utf-8"))
    was = {item for version, kind in ALL for item in kept(version, kind)}
    now = [item for items in found.values() for item in items]

    assert dropped.keys() - was == set()
    assert sorted(dropped.keys() - set(missing(dropped, now))) == []
    assert [item for item, why in dropped.items() if not why] == []


@pytest.mark.parametrize(("version", "kind"), ALL)
def test_a_list_is_in_order_and_says_each_thing_once(version: str, kind: str) -> None:
    items = kept(version, kind)

    assert items == sorted(set(items))


def test_a_thing_that_is_dropped_is_missed_and_one_that_is_added_is_not() -> None:
    assert missing(["command check", "command diff"], ["command check", "command new"]) == ["command diff"]


def test_a_block_may_grow_and_not_shrink() -> None:
    assert missing(["block tiles 2x14"], ["block tiles 3x14"]) == []
    assert missing(["block tiles 2x14"], ["block tiles 2x12"]) == ["block tiles 2x14"]
    assert missing(["block tiles 2x14"], ["block others 9x99"]) == ["block tiles 2x14"]


def test_a_line_of_what_is_gone_has_the_thing_and_the_reason() -> None:
    text = '# dropped since\n\nbutton start "Check" PmoCheck — issue 12: Refresh all does it\ncommand demo\n'

    assert gone(text) == {'button start "Check" PmoCheck': "issue 12: Refresh all does it", "command demo": ""}
