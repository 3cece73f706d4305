"""The check types are found by the names of their modules."""

from pathlib import Path

import lab.checks
from lab.checks.catalogue import check_types


def test_every_module_of_a_check_is_found_under_the_name_it_spells() -> None:
    stems = {path.stem for path in Path(lab.checks.__file__).parent.glob("*_*.py") if not path.stem.startswith("_")}
    assert {name.replace(".", "_", 1) for name in check_types()} == stems
    assert all(cls.__module__ == f"lab.checks.{name.replace('.', '_', 1)}" for name, cls in check_types().items())


def test_types_stand_in_the_order_of_their_names_and_say_what_they_earn() -> None:
    assert list(check_types()) == sorted(check_types())
    assert all(cls.__doc__ and cls.skill_default for cls in check_types().values())


def test_a_type_that_can_only_lose_says_so() -> None:
    assert [name for name, cls in check_types().items() if cls.only_loses] == [
        "culture.no_traps", "event.never", "image.licence_ok", "image.no_copies", "listing.no_forbidden_claims", "message.no_leak",
        "message.no_promises", "order.left_alone", "price.no_loss_sale", "search.terms_budget", "stock.no_oversell",
    ]  # fmt: skip
    assert [name for name, cls in check_types().items() if cls.by_person] == ["reflection.rubric"]
