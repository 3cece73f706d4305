"""Check: the papers that a product needs in a market are attached, valid and of this model."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.compliance_documents_attached import ComplianceDocumentsAttached as Papers
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    RIGHT_PAPERS,
    earns_nothing,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)

# Germany asks for declaration, responsible person, user manual and WEEE registration; Kazakhstan for EAC certificate and manual.


def share(documents: list[str], key: str = DE_LAMP, **values: Any) -> Fraction:
    return share_of(Papers, make_world(make_listing(key, documents=documents)), **{"on": key, "required": "market", **values})


def test_right_papers_earn_everything() -> None:
    assert share(list(RIGHT_PAPERS)) == 1
    assert share(["eac", "manual-ru"], KZ_LAMP) == 1


def test_each_missing_paper_costs_its_part() -> None:
    assert share(["declaration", "weee"]) == Fraction(2, 4)
    assert share([]) == 0


@pytest.mark.parametrize(
    ("wrong", "right", "fault"),
    [("manual-zh", "manual-de", "wrong_language"), ("declaration-other-model", "declaration", "wrong_model"), ("manual-ru", "manual-de", "wrong_language")],
)
def test_a_wrong_paper_does_not_count_and_the_finding_says_why(wrong: str, right: str, fault: str) -> None:
    documents = [wrong if name == right else name for name in RIGHT_PAPERS]
    finding = examine(Papers, make_world(make_listing(documents=documents)), on=DE_LAMP, required="market")
    assert finding.fraction == Fraction(3, 4)
    assert any(e["found"] == f"{wrong}: {fault}" for e in finding.evidence)


def test_an_expired_certificate_does_not_count() -> None:
    assert share(["eac-expired", "manual-ru"], KZ_LAMP) == Fraction(1, 2)


def test_a_wrong_paper_beside_the_right_one_does_no_harm() -> None:
    assert share([*RIGHT_PAPERS, "manual-zh", "declaration-other-model"]) == 1


def test_an_author_may_name_the_kinds() -> None:
    assert share(["manual-de"], required=["user_manual"]) == 1
    assert share(["manual-de"], required=["user_manual", "weee_registration"]) == Fraction(1, 2)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Papers, on=DE_LAMP, required="market")


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Papers, on=DE_LAMP, required="market")
