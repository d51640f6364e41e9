from __future__ import annotations

import email
import sys
import types
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.errors import PmoError
from pmo_workbook.publish import mail_draft
from pmo_workbook.publish.content import publication
from pmo_workbook.publish.mail import (
    NOBODY,
    Recipients,
    change_lines,
    recipients,
    stakeholder_mail,
    team_mail,
    three_sentences,
)
from pmo_workbook.publish.mail_draft import PICTURE, MailDraft, address, one_line, to_eml, to_outlook
from pmo_workbook.publish.since.changes import Changes, DefinitionChange, Restatement
from tests import small_framework
from tests.publish import reports
from tests.small_report import promise
from tests.small_report import report as laid_report

TO = Recipients(("a@example.org", "b@example.org"), (), ())
PNG = b"\x89PNG\r\n\x1a\nnot really"
CHANGES = Changes(
    "31 May 2026",
    (DefinitionChange("SLA", "L1 Answered", "Target", "5", "8"), DefinitionChange("Role", "X Analyst", "", "X", "")),
    (Restatement("Compliance", "May 2026", "94.1 %", "93.6 %", "One request was reopened."),),
)


def parsed(draft: MailDraft) -> EmailMessage:
    return email.message_from_bytes(to_eml(draft), policy=default)  # type: ignore[return-value]


def draft(**given: Any) -> MailDraft:
    return replace(MailDraft("Report", ("pmo@example.org",), ("a@example.org",), "Words", "<p>Words</p>"), **given)


def sample_draft(picture: bytes | None = None, attachments: tuple[Path, ...] = ()) -> MailDraft:
    return stakeholder_mail(publication(laid_report(promises=(promise(met=80),)), CHANGES), TO, attachments, picture)


def test_the_file_opens_as_a_draft_and_addresses_are_hidden_from_each_other() -> None:
    message = parsed(sample_draft())
    assert message["X-Unsent"] == "1"
    assert message["Bcc"] == "a@example.org, b@example.org"
    assert message["Cc"] is None
    assert message["From"] is None
    assert "a@example.org" not in (message["To"] or "")


def test_the_subject_carries_the_headline() -> None:
    found = publication(reports.report(reports.framework()))
    told = replace(found, headline="7 of 10 promises were kept over a year. One slips.")
    assert (
        parsed(stakeholder_mail(told, TO))["Subject"]
        == "Group PMO service report: 7 of 10 promises were kept over a year"
    )


def test_the_body_says_figures_changes_and_asks_in_words_and_as_tables() -> None:
    message = parsed(sample_draft(PNG))
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for said in (
        "0 of 1 promise",
        "Promise L1",
        "80 %",
        "Compliance, May 2026: 94.1 % → 93.6 %. One request was reopened.",
        "SLA L1 Answered, Target: 5 → 8",
        "Role X Analyst: removed",
        "What we ask of you",
    ):
        assert said.replace("\u00a0", " ") in text.replace("\u00a0", " "), said
        assert said.replace("\u00a0", " ") in html.replace("\u00a0", " "), said
    assert html.count("<table") == 2
    assert 'scope="col"' in html
    assert 'scope="row"' in html
    assert 'lang="en"' in html


def test_the_picture_is_inside_the_mail_and_has_a_text() -> None:
    message = parsed(sample_draft(PNG))
    html = message.get_body(("html",))
    assert f'src="cid:{PICTURE}"' in html.get_content()  # type: ignore[union-attr]
    assert 'alt="The Summary' in html.get_content()  # type: ignore[union-attr]
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert [(part["Content-ID"], part.get_content()) for part in pictures] == [(f"<{PICTURE}>", PNG)]
    without = parsed(sample_draft())
    assert "cid:" not in to_eml(sample_draft()).decode()
    assert [part for part in without.walk() if part.get_content_maintype() == "image"] == []


def test_files_are_attached_whole_under_their_names(tmp_path: Path) -> None:
    copy, pdf = tmp_path / "Bericht Größe.xlsx", tmp_path / "report.pdf"
    copy.write_bytes(b"PK\x00\xff")
    pdf.write_bytes(b"%PDF")
    message = parsed(sample_draft(PNG, (copy, pdf)))
    found = [(part.get_filename(), part.get_content_type(), part.get_content()) for part in message.iter_attachments()]
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert found == [("Bericht Größe.xlsx", sheet, b"PK\x00\xff"), ("report.pdf", "application/pdf", b"%PDF")]


@given(st.text(max_size=60))
def test_no_text_of_a_cell_makes_a_header(text: str) -> None:
    message = parsed(draft(subject=f"Report {text}\r\nBcc: evil@example.org\n\nBody", bcc=("a@example.org", text)))
    assert set(message.keys()) == {"X-Unsent", "Subject", "To", "Bcc", "MIME-Version", "Content-Type"}
    assert "evil@example.org" not in message["Bcc"]
    assert message["Bcc"].addresses[0].addr_spec == "a@example.org"


@pytest.mark.parametrize(
    "text",
    [
        "a@example.org\r\nBcc: evil@example.org",
        "a@example.org, evil@example.org",
        "Name <a@example.org>",
        "a b@example.org",
        "a@example",
        "@example.org",
        "a@",
        ".a@example.org",
        "a..b@example.org",
        "a@-example.org",
        "a@exa mple.org",
        "a@example..org",
        "ä@example.org",
        "a@" + "b" * 70 + ".org",
        "",
    ],
)
def test_what_is_no_plain_address_is_refused(text: str) -> None:
    assert address(text) is None


def test_a_foreign_domain_is_written_in_its_plain_form() -> None:
    assert address(" pmo@Bücher.example ") == "pmo@xn--bcher-kva.example"


def test_only_groups_that_receive_the_report_get_it_each_address_once() -> None:
    stakeholders = (
        reports.stakeholder("A", receives_report="Yes", email=("one@example.org", "ONE@example.org", "no address")),
        reports.stakeholder("B", receives_report="No", email=("two@example.org",)),
        reports.stakeholder("C", email=("three@example.org",)),
        reports.stakeholder("D", receives_report="Yes"),
        reports.stakeholder("E", receives_report="Yes", email=("four@example.org",)),
    )
    found = recipients(reports.framework(stakeholders=stakeholders))
    assert found == Recipients(("one@example.org", "four@example.org"), ("no address",), ("Group D",))


def test_the_mail_to_stakeholders_names_no_person_and_no_request() -> None:
    log = [reports.request(0, "2026-03-02 09:00", request_id="REQ-204", assigned_to="Chidi", requester="R. Kowalski")]
    sla = small_framework.sla(name="As with REQ-204 by Chidi and R. Kowalski")
    told = stakeholder_mail(publication(reports.report(reports.framework(log, slas=(sla,)))), TO)
    for secret in ("REQ-204", "Chidi", "Kowalski"):
        assert secret not in f"{told.subject}{told.text}{told.html}"


def test_a_body_says_nothing_that_looks_like_markup_but_is_a_text() -> None:
    sla = small_framework.sla(name="<script>alert(1)</script>")
    told = stakeholder_mail(publication(reports.report(reports.framework(slas=(sla,)))), TO)
    assert "<script" not in told.html
    assert "&lt;script&gt;" in told.html


def test_the_report_is_told_in_three_sentences_at_most() -> None:
    said = three_sentences(publication(laid_report(promises=(promise(met=80),))))
    assert len(said) == 3
    assert all(sentence.endswith(".") for sentence in said)
    assert len(three_sentences(publication(laid_report(promises=(promise(),))))) == 2


def test_nothing_changed_has_no_lines() -> None:
    assert change_lines(None) == ()
    assert change_lines(Changes("31 May 2026", (), ())) == ()


def test_the_watchlist_is_grouped_by_whom_requests_are_assigned_to() -> None:
    log = [
        reports.request(0, "2026-07-08 09:00", request_id="R1", assigned_to="Zoe", title="One"),
        reports.request(0, "2026-07-01 09:00", request_id="R2", assigned_to=None),
        reports.request(0, "2026-07-09 09:00", request_id="R3", assigned_to="Amir"),
        reports.request(0, "2026-07-08 10:00", request_id="R4", assigned_to="Zoe", title="Two\r\nBcc: x@example.org"),
    ]
    told = team_mail(reports.report(reports.framework(log)))
    places = [told.text.index(words) for words in ("Amir (1)", "R3", "Zoe (2)", "R1", "R4", f"{NOBODY} (1)", "R2")]
    assert places == sorted(places)
    assert "For the PMO team only." in told.text
    assert "Two Bcc: x@example.org" in told.text
    assert (told.to, told.bcc) == (("pmo@example.org",), ())
    assert told.subject == "Group PMO watchlist: 3 breached, 0 at risk"


def test_an_empty_watchlist_is_a_mail_too() -> None:
    assert "no open clocks and requests" in team_mail(reports.report(reports.framework())).text


def test_one_line_keeps_words_and_drops_what_breaks_a_line() -> None:
    assert one_line(" a\r\nb\x00c\u2028d\u202ee ") == "a b c d e"


def test_without_windows_the_file_is_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert to_outlook(draft()) is False


class Item:
    """What Outlook gives to be filled."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.named: list[tuple[str, str]] = []
        self.shown = False
        self.Attachments = types.SimpleNamespace(Add=self._add)

    def _add(self, path: str) -> Any:
        self.added.append(Path(path).name)
        assert Path(path).exists()
        return types.SimpleNamespace(
            PropertyAccessor=types.SimpleNamespace(SetProperty=lambda *given: self.named.append(given))
        )

    def Display(self, modal: bool) -> None:  # noqa: N802
        self.shown = not modal


def outlook(monkeypatch: pytest.MonkeyPatch, dispatch: Any) -> None:
    monkeypatch.setattr(mail_draft, "import_module", lambda name: types.SimpleNamespace(Dispatch=dispatch))
    monkeypatch.setattr(sys, "platform", "win32")


def test_outlook_shows_the_draft_and_sends_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    item, pdf = Item(), tmp_path / "report.pdf"
    pdf.write_bytes(b"%PDF")
    outlook(monkeypatch, lambda name: types.SimpleNamespace(CreateItem=lambda kind: item))
    assert to_outlook(draft(bcc=("a@example.org", "b@example.org"), picture=PNG, attachments=(pdf,))) is True
    assert item.BCC == "a@example.org; b@example.org"  # type: ignore[attr-defined]
    assert item.added == ["report.pdf", "summary.png"]
    assert item.named[0][1] == PICTURE
    assert item.shown


def test_without_outlook_the_file_is_the_way_and_a_refusal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise OSError("Invalid class string")

    def refuse(kind: int) -> Any:
        raise OSError("Call was rejected")

    outlook(monkeypatch, absent)
    assert to_outlook(draft()) is False
    outlook(monkeypatch, lambda name: types.SimpleNamespace(CreateItem=refuse))
    with pytest.raises(PmoError, match="Call was rejected"):
        to_outlook(draft())
