from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.publish.content import publication
from pmo_workbook.publish.discreet import Discreet
from pmo_workbook.publish.records import Publication
from pmo_workbook.publish.since.changes import Changes, DefinitionChange
from tests import small_framework
from tests.publish import reports
from tests.small_report import action, promise, review
from tests.small_report import report as laid_report


def everything(found: Publication) -> str:
    return repr(found)


def test_what_is_published_names_no_person_and_no_request() -> None:
    sla = small_framework.sla(escalate_to="Dana Whitfield, then Chidi", request_handling="As in REQ-204 by R. Kowalski")
    log = [
        reports.request(
            0,
            "2026-03-02 09:00",
            "2026-03-02 10:00",
            request_id="REQ-204",
            requester="R. Kowalski",
            assigned_to="Chidi",
            title="Laptop for Ms Secret",
        )
    ]
    service = small_framework.service(how_to_request="Ask dana whitfield or her.own@example.org")
    stakeholders = (reports.stakeholder("STK-01", email=("her.own@example.org",)),)
    framework = reports.framework(
        log,
        slas=(sla,),
        services=(service,),
        stakeholders=stakeholders,
        activities=(reports.activity("Answer REQ-204 with Chidi"),),
    )
    told = everything(publication(reports.report(framework)))
    for secret in ("REQ-204", "Kowalski", "Chidi", "hitfield", "her.own", "Secret"):
        assert secret not in told
    assert "Answer a request with a colleague" in told


def test_names_are_shown_where_the_settings_allow_them_but_never_request_ids() -> None:
    log = [reports.request(0, "2026-03-02 09:00", request_id="REQ-204")]
    sla = small_framework.sla(escalate_to="Dana Whitfield about REQ-204")
    found = publication(reports.report(reports.framework(log, slas=(sla,), show_names="Yes")))
    assert found.promises[0].escalation == "Dana Whitfield about a request"
    assert found.services[0].holder == "Dana Whitfield"
    assert found.names_shown


def test_words_that_only_look_like_a_name_are_left() -> None:
    log = [
        reports.request(0, "2026-03-02 09:00", requester="Finance", assigned_to="May"),
        reports.request(0, "2026-03-02 09:00", requester="Service Manager", assigned_to="Service Manager"),
    ]
    roles = (small_role("PSM", "Service Manager", "(each project)"),)
    clean = Discreet(reports.framework(log, roles=roles), names_shown=False)
    said = "In May 2026 each project asks Finance or the Service Manager."
    assert clean(said) == said


def test_of_two_names_that_begin_alike_the_longer_one_is_taken_out_whole() -> None:
    log = [reports.request(0, "2026-03-02 09:00", requester="Mary Ann Weber", assigned_to="Mary Ann")]
    clean = Discreet(reports.framework(log), names_shown=False)
    assert clean("Ask Mary Ann Weber, then Mary Ann.") == "Ask a colleague, then a colleague."


def small_role(role_id: str, name: str, holder: str):  # type: ignore[no-untyped-def]
    from pmo_workbook.models import Role

    return Role(role_id=role_id, role=name, holder=holder)


def test_a_request_id_that_is_a_small_number_is_taken_out_only_where_it_is_called_a_request() -> None:
    clean = Discreet(reports.framework([reports.request(0, "2026-03-02 09:00", request_id="5")]), names_shown=False)
    assert clean("Within 5 days, see request no. 5 and ticket #5") == "Within 5 days, see a request and a request"


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_long_id_is_gone_from_any_text(before: str, after: str) -> None:
    clean = Discreet(reports.framework([reports.request(0, "2026-03-02 09:00", request_id="REQ-204")]), False)
    assert "REQ-204" not in clean(f"{before} REQ-204 {after}")


def test_blanks_that_do_not_break_are_kept() -> None:
    clean = Discreet(reports.framework(), names_shown=False)
    assert clean(" 71.6\u00a0% \n of ") == "71.6\u00a0% of"


def test_promises_carry_result_goal_misses_and_verdict_in_words() -> None:
    missed = promise("L1", n=100, met=80, main_reason="Approver", main_reason_n=4, actions=(action(),))
    few = promise("L2", n=3, met=2)
    found = publication(laid_report(promises=(few, missed)))
    assert [line.verdict for line in found.promises] == ["Not judged", "Missed"]
    assert found.promises[0].result_words == "2 of 3"
    line = found.missed[0]
    assert (line.result_words, line.goal_words, line.misses_words) == ("80 %", "90 %", "20 of 10 allowed")
    assert (line.reason, line.action, line.action_due) == ("Approver (4)", "Fill both vacancies", dt.date(2026, 6, 30))


def test_tiles_say_what_the_cells_of_summary_show() -> None:
    found = publication(laid_report(promises=(promise(),)))
    assert [tile.label for tile in found.tiles][:2] == ["Promises kept", "Compliance, pooled"]
    assert (found.tiles[0].figure, found.tiles[1].figure) == ("1 of 1", "90 %")


def test_a_share_without_a_goal_is_rounded_as_its_cell_is() -> None:
    log = [
        reports.request(0, f"2026-03-{day:02} 09:00", f"2026-03-{day:02} {10 if day < 5 else 12}:00")
        for day in (2, 3, 4, 5, 6, 9)
    ]
    sla = small_framework.sla(target=2.0)
    found = publication(reports.report(reports.framework(log, slas=(sla,))))
    march = next(month for month in found.months if month.label == "Mar 2026")
    assert march.words == "50 % of 6"
    few = [*log[:2], log[3]]
    found = publication(reports.report(reports.framework(few, slas=(sla,), smallest_sample=1)))
    assert next(month for month in found.months if month.label == "Mar 2026").words == "66.7 % of 3"


def test_reviews_overdue_are_decisions_and_the_others_come_next() -> None:
    from dataclasses import replace

    framework = reports.framework(services=(small_framework.service(last_reviewed=dt.date(2026, 1, 5)),))
    framework = replace(
        framework,
        reviews=(
            review("REV-01", subject="Late one", last_held=dt.date(2026, 5, 1)),
            review("REV-02", subject="Never"),
            review("REV-03", subject="Soon", last_held=dt.date(2026, 7, 1)),
        ),
    )
    found = publication(reports.report(framework))
    assert [(item.what, item.words) for item in found.decisions] == [
        ("Late one", "was due 1 Jun 2026"),
        ("Never", "never held"),
    ]
    assert [(item.what, item.words) for item in found.next_reviews] == [
        ("Soon", "due 1 Aug 2026"),
        ("Service S1", "due 5 Jan 2027"),
    ]
    assert found.asks[0] == "Decide on the 2 reviews and actions overdue, listed here."


def test_a_review_that_is_due_on_the_day_of_the_report_comes_next() -> None:
    found = publication(
        reports.report(reports.framework(services=(small_framework.service(last_reviewed=dt.date(2025, 7, 9)),)))
    )
    assert found.decisions == ()
    assert [(item.what, item.words) for item in found.next_reviews] == [("Service S1", "due 9 Jul 2026")]


def test_rows_with_errors_are_told_without_naming_a_tab_that_is_not_published() -> None:
    assert publication(laid_report(left_out_rows=2)).banner == "2 rows with errors are in no figure."
    assert publication(laid_report(left_out_rows=1)).banner == "1 row with errors is in no figure."
    assert publication(laid_report()).banner == ""


def test_changes_are_handed_on_and_none_is_not_the_same_as_nothing_changed() -> None:
    changes = Changes("31 May 2026", (DefinitionChange("SLA", "L1", "Target", "5", "8"),), ())
    assert publication(laid_report(), changes).changes is changes
    assert publication(laid_report()).changes is None
    assert not Changes("31 May 2026", (), ())


def test_an_empty_framework_is_published_without_a_fault() -> None:
    found = publication(reports.report(reports.framework(slas=(), stakeholders=())))
    assert found.promises == ()
    assert found.live_services[0].promises == ()


def test_every_service_is_published_with_its_status_and_those_with_requests_with_their_result() -> None:
    live, retired, planned = (
        small_framework.service(f"S{number}", status=status)
        for number, status in enumerate(("Live", "Retired", "Draft"), 1)
    )
    log = [reports.request(0, "2026-06-01 09:00", "2026-06-01 10:00", service="S2")]
    found = publication(reports.report(reports.framework(log, services=(live, retired, planned))))
    assert [(one.service_id, one.status, one.result and one.result.submitted) for one in found.services] == [
        ("S1", "Live", 0),
        ("S2", "Retired", 1),
        ("S3", "Draft", None),
    ]
