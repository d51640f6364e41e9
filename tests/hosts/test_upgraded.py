"""Older and upgraded workbooks hold the same after a refresh, whether they are open or closed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pmo_workbook.hosts.live import LiveHost
from pmo_workbook.upgrade import upgrade
from pmo_workbook.workflow import refresh, refresh_host
from tests.hosts.kinds import ClosedFile, OpenInLibreOffice
from tests.rules_on_files.clean import NOW
from tests.upgrade.newer import build_newer, go_ahead
from tests.upgrade.own import OLD_TEMPLATE, made_from

AREAS = {"Watchlist": "B4:O20", "SLA Report": "B4:U20", "RACI": "B4:G12", "Catalogue": "B4:M12", "Lesson list": "B4:D9"}


@pytest.mark.parametrize("upgraded", [False, True])
def test_an_open_workbook_holds_the_same_as_a_closed_one(
    upgraded: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_live: Callable[[Path], OpenInLibreOffice],
) -> None:
    closed = made_from(OLD_TEMPLATE, tmp_path / "closed.xlsm")
    go_ahead(monkeypatch)
    template = build_newer(tmp_path / "newer.xlsm", monkeypatch)
    if upgraded:
        upgrade(closed, template=template)
    live = open_live(Path(shutil.copyfile(closed, tmp_path / "open.xlsm")))

    done = refresh(closed, NOW)
    for _ in range(2):
        with LiveHost(live.book) as host:
            again = refresh_host(host, NOW)

    assert done.upgrade_due == again.upgrade_due == (not upgraded)
    assert done.skipped == again.skipped == ()
    areas = {title: area for title, area in AREAS.items() if upgraded or title != "Lesson list"}
    file = ClosedFile(closed)
    for title, area in areas.items():
        assert live.values(area, title) == file.values(area, title), title
