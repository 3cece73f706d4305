"""What an offer must say about who stands behind the goods."""

from lab.customs.label_data import Label
from lab.listings.product_label import LabelGap, asks_for_label, demand_at, fields_demanded, label_gaps
from tests.builders import make_listing, make_product, make_setting
from tests.listings.test_label_actions import ON_GOODS


def test_the_responsible_person_stands_before_the_warnings() -> None:
    setting = make_setting()
    assert fields_demanded(setting, make_listing()) == (
        "manufacturer", "address", "contact", "responsible", "responsible_address", "responsible_contact", "warnings",
    )  # fmt: skip
    assert fields_demanded(setting, make_listing("caravan/KZ/lamp")) == ()
    assert demand_at(setting, "KZ") is None and demand_at(setting, "DE") is not None


def test_a_label_is_asked_for_where_there_is_something_to_copy_or_something_was_said() -> None:
    plain, labelled = make_setting(), make_setting(products={"lamp": make_product(label=ON_GOODS)})
    assert not asks_for_label(plain, make_listing()) and asks_for_label(labelled, make_listing())
    assert asks_for_label(plain, make_listing(label=Label("Qinglu")))


def test_gaps_are_named_with_the_language_of_the_warnings() -> None:
    label = Label("Qinglu", warnings=(("de", "Use this lamp in dry rooms only, and never near water."),))
    assert label_gaps(label, ("manufacturer", "contact", "warnings"), ("de", "en")) == [
        LabelGap("contact", "missing"), LabelGap("warnings", "language", "de"), LabelGap("warnings", "missing", "en"),
    ]  # fmt: skip
