"""Purposes, needs and delivery models against services."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_workbook.coverage import coverage
from pmo_workbook.framework import Framework
from pmo_workbook.rules import definitions
from tests import build
from tests.sample_framework import needs_sample, sample, sample_framework


def lines(framework: Framework, kind: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(line.item, line.services, line.finding) for line in coverage(framework) if line.kind == kind]


def test_a_purpose_is_set_against_the_services_that_serve_it() -> None:
    framework = build.framework(
        purposes=[build.purpose("P1"), build.purpose("P2"), build.purpose("P3")],
        services=[
            build.service("S1", purposes=("P1", "P2")),
            build.service("S2", purposes=("P2",), status="Pilot"),
            build.service("S3", purposes=("P3",), status="Draft"),
            build.service("S4", purposes=("P3",), status="Retired"),
        ],
    )

    assert lines(framework, "Purpose") == [
        ("P1 Governance", ("Service S1",), ""),
        ("P2 Governance", ("Service S1", "Service S2 (Pilot)"), ""),
        ("P3 Governance", ("Service S3 (Draft)",), "No live service serves this purpose."),
    ]


@pytest.mark.parametrize(
    ("facts", "services", "finding"),
    [
        ({}, ("Service S1",), ""),
        ({"met": "Yes", "gap_today": "None"}, ("Service S1",), ""),
        ({"services": None, "met": "No"}, (), "No service answers this need."),
        ({"services": ("OLD",)}, (), "Only retired services answer it: Service OLD."),
        ({"services": ("OLD", "S1")}, ("Service S1",), ""),
        ({"met": "No", "gap_today": "The report is late."}, ("Service S1",), "Not met: The report is late."),
        ({"met": "Partly"}, ("Service S1",), "Partly met."),
    ],
)
def test_a_need_is_set_against_the_services_that_answer_it(
    facts: dict[str, Any], services: tuple[str, ...], finding: str
) -> None:
    framework = build.framework(
        services=[build.service("S1"), build.service("OLD", status="Retired")],
        needs=[build.need(**{"services": ("S1",), **facts})],
    )

    assert lines(framework, "Need") == [("N-01 See trouble early", services, finding)]


def test_live_services_that_no_need_asks_for_are_named() -> None:
    framework = build.framework(
        services=[build.service("S1"), build.service("S2"), build.service("S3", status="Draft")],
        needs=[build.need(services=("S1",))],
    )

    assert lines(framework, "Service") == [("S2 Service S2", (), "No need asks for this service.")]


def test_delivery_models_come_by_frequency_whatever_their_spelling() -> None:
    framework = build.framework(
        services=[
            build.service("S1", delivery_model=("Online",)),
            build.service("S2", delivery_model=("In person", "In person")),
            build.service("S3", delivery_model=("in-person", "Automated tool")),
            build.service("S4", delivery_model=("Online",), status="Retired"),
        ]
    )

    assert lines(framework, "Delivery model") == [
        ("In person", ("Service S2", "Service S3"), ""),
        ("Online", ("Service S1",), ""),
        ("Automated tool", ("Service S3",), ""),
    ]


def test_the_lines_come_kind_by_kind() -> None:
    framework = build.framework(
        purposes=[build.purpose()], services=[build.service()], needs=[build.need(services=None)]
    )

    assert [line.kind for line in coverage(framework)] == ["Purpose", "Need", "Service", "Delivery model"]


@needs_sample
def test_the_sample_has_the_gaps_expected() -> None:
    framework, expected = sample_framework(), sample()["expected"]

    unasked = [item.split()[0] for item, _, _ in lines(framework, "Service")]
    idle = [issue.value for issue in definitions.service_no_activity(framework, build.AS_OF)]

    assert unasked == expected["services_without_need"]
    assert idle == expected["services_without_raci"]
    assert [issue.value for issue in definitions.service_no_need(framework, build.AS_OF)] == unasked
    assert all(finding == "" for _, _, finding in lines(framework, "Need"))


@needs_sample
def test_the_delivery_models_of_the_sample_are_used_as_it_says() -> None:
    names = {service["service_id"]: service["name"] for service in sample()["services"]}
    expected = {m["model"]: {names[s] for s in m["used_by"]} for m in sample()["delivery_models"]}

    assert {item: set(services) for item, services, _ in lines(sample_framework(), "Delivery model")} == expected
