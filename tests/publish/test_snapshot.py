"""What publishing keeps of the published version, and what it must not keep."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pmo_workbook import workflow
from pmo_workbook.epochs import NULL
from pmo_workbook.errors import InputError, UnsupportedError, WriteError
from pmo_workbook.models import Role
from pmo_workbook.publish.since.seen import Seen, when_texts
from pmo_workbook.publish.since.snapshot import FORMAT, Snapshot, Told, keep, last_published, load, place, take, to_json
from tests import small_framework
from tests.publish import reports

NOW = dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC)
HELD = (0, "Requester", "2026-05-04 10:00", "2026-05-05")
REQUESTS = (
    {
        "request_id": "REQ-204",
        "stakeholder": 0,
        "submitted": "2026-05-04 09:00",
        "first_response": "2026-05-04 09:30",
        "closed": "2026-05-06 12:00",
        "title": "Secret title",
        "requester": "Ruth Requester",
        "assigned_to": "Anna Assigned",
    },
    {"request_id": "REQ-205", "stakeholder": 0, "submitted": "2026-05-04", "left_out_because": "Ask Ruth Requester"},
    {"request_id": "REQ-206", "stakeholder": 0, "submitted": "2026-07-10 09:00"},
    {
        "request_id": "REQ-207",
        "stakeholder": 0,
        "submitted": "2026-07-08 09:00",
        "first_response": "2026-07-10 08:00",
        "closed": "2026-07-10 09:00",
    },
)


@pytest.fixture
def kept() -> Snapshot:
    service = small_framework.service(objective="Ask Ruth Requester at ruth@example.org about REQ-204.")
    promise = small_framework.sla(
        agreed_with="Bob Agreed", stops_while_waiting_for=("Requester",), escalate_to="Anna Assigned at breach"
    )
    group = reports.stakeholder("STK-01", email=("ruth@example.org",))
    roles = (Role(role_id="PSM", role="Service Manager", holder="Dana"),)
    return take(
        reports.report(
            reports.framework(
                REQUESTS, [HELD], services=(service,), slas=(promise,), stakeholders=(group,), roles=roles
            )
        )
    )


def test_the_evidence_is_kept_by_request_as_it_stood_at_the_moment_of_the_report(kept: Snapshot) -> None:
    assert kept.requests == {
        "REQ-204": Seen(
            service="S1",
            priority="Normal",
            start="2026-05-04T09:00",
            response="2026-05-04T09:30",
            closed="2026-05-06T12:00",
            holds=("Requester 2026-05-04T10:00 to 2026-05-05",),
            decided={"L1": "2026-05 met"},
        ),
        "REQ-205": Seen(service="S1", priority="Normal", start="2026-05-04", out="Left out"),
        "REQ-207": Seen(service="S1", priority="Normal", start="2026-07-08T09:00"),
    }


def test_a_request_closed_for_now_is_kept_as_closed_with_the_hold_that_says_so() -> None:
    log = [{"request_id": "REQ-1", "stakeholder": 0, "submitted": "2026-07-06 09:00", "closed": "2026-07-20 09:00"}]
    holds = [(0, "Closed", "2026-07-07 10:00", "2026-07-15 09:00")]

    seen = (take(reports.report(reports.framework(log, holds))).requests or {})["REQ-1"]

    assert (seen.closed, seen.holds) == ("2026-07-07T10:00", ("Closed 2026-07-07T10:00 to now",))


def test_figures_are_kept_as_they_were_told(kept: Snapshot) -> None:
    assert kept.figures == {"L1": {"2026-05": Told("1 of 1", 1, 1)}}
    assert kept.pooled == {"2026-05": Told("1 of 1", 1, 1)}
    assert kept.months == tuple(f"{2025 + (6 + at) // 12}-{(6 + at) % 12 + 1:02}" for at in range(12))
    assert kept.words == "9 Jul 2026, framework version 1.4"


def test_no_name_of_a_person_no_address_and_no_comment_is_kept(kept: Snapshot) -> None:
    text = to_json(kept)
    for gone in ("Ruth", "Anna", "Dana", "Bob", "ruth@", "Secret", "Ask Ruth"):
        assert gone not in text, gone
    assert '"Holder"' not in text
    assert '"Agreed with"' not in text
    assert "about a request" in text


def test_decisions_agree_with_the_figures_of_the_report(sample_before: Path) -> None:
    told = take(workflow.look(sample_before, NOW))
    counted: dict[tuple[str, str], list[int]] = {}
    for seen in (told.requests or {}).values():
        for sla, text in seen.decided.items():
            month, verdict = text.split()
            n_met = counted.setdefault((sla, month), [0, 0])
            n_met[0] += 1
            n_met[1] += verdict == "met"
    figures = {(sla, month): [one.n, one.met] for sla, of in told.figures.items() for month, one in of.items()}
    satisfaction = {key for key, value in figures.items() if value[1] is None}
    assert satisfaction
    assert counted == {key: value for key, value in figures.items() if key not in satisfaction}


def test_the_file_stands_beside_the_workbook_and_reads_back_the_same(sample_before: Path, tmp_path: Path) -> None:
    workbook = tmp_path / "Our PMO.xlsm"
    told = take(workflow.look(sample_before, NOW))
    assert last_published(workbook) is None
    assert keep(told, workbook) == place(workbook) == tmp_path / "Our PMO.published.json"
    assert last_published(workbook) == told
    keep(replace(told, framework_version="1.5"), workbook)
    found = last_published(workbook)
    assert found is not None
    assert found.framework_version == "1.5"
    assert [file.name for file in tmp_path.iterdir()] == ["Our PMO.published.json"]


def test_the_file_can_be_read_by_a_person(kept: Snapshot) -> None:
    lines = to_json(kept).splitlines()
    assert lines[1].startswith(' "about": "What the PMO published last')
    assert '  "REQ-205": ["S1", "Normal", "2026-05-04", "", "", "", "Left out", 0, [], {}],' in lines
    assert '   "S1": {' in lines


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x"}', '{"format": null}', "\x00", '{"format": 1}'])
def test_a_file_that_is_no_record_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "Our PMO.published.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"^Our PMO.published.json is (no record of a publication|damaged): delete it"):
        load(path)


def test_a_damaged_record_is_refused(kept: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "x.published.json"
    often = ["S1", "Normal", "", "", "", "", "", "often", [], {}]
    for key, value in (("months", 5), ("requests", {"A": often}), ("requests", {"A": 3}), ("definitions", None)):
        path.write_text(json.dumps({**json.loads(to_json(kept)), key: value}))
        with pytest.raises(InputError, match="is damaged"):
            load(path)


def test_odd_ids_and_seconds_read_back_the_same(tmp_path: Path) -> None:
    service = small_framework.service('S"1\\')
    odd = {
        "request_id": 'R"],\n\t\\',
        "stakeholder": 0,
        "submitted": "2026-05-04 09:00:07",
        "closed": "2026-05-04 09:30",
    }
    slas = (small_framework.sla('L"1', service_id='S"1\\'),)
    told = take(reports.report(reports.framework([odd], services=(service,), slas=slas)))
    assert told.requests == {
        'R"],\n\t\\': Seen(
            'S"1\\', "Normal", "2026-05-04T09:00:07", closed="2026-05-04T09:30", decided={'L"1': "2026-05 met"}
        )
    }
    assert load(keep(told, tmp_path / "x.xlsm")) == told


def test_a_time_reads_the_same_whether_or_not_others_have_seconds() -> None:
    times = np.array([small_framework.seconds("2026-05-04 09:00"), small_framework.seconds("2026-05-04"), NULL])
    assert when_texts(times) == ["2026-05-04T09:00", "2026-05-04", ""]
    assert when_texts(np.append(times, times[0] + 1))[:3] == when_texts(times)


def test_a_record_of_a_newer_version_is_refused(kept: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "x.published.json"
    path.write_text(json.dumps({**json.loads(to_json(kept)), "format": FORMAT + 1}))
    with pytest.raises(UnsupportedError, match="newer"):
        load(path)


def test_a_record_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.json", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            load(path)


def test_a_record_that_cannot_be_written_leaves_the_last_one(kept: Snapshot, tmp_path: Path) -> None:
    workbook = tmp_path / "nowhere" / "Our PMO.xlsm"
    with pytest.raises(WriteError):
        keep(kept, workbook)
