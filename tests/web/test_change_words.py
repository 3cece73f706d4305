"""Every kind of change has its words; a text of a student stays a text."""

import ast
import re

from flask import Flask

from lab.school.changes import PARTS, Change
from lab.values.money import Money
from lab.values.places import ROOT
from lab.web.change_words import FIELDS, MAX_SHOWN, PART_NAMES, SUMS, VALUES, WHAT, change_lines
from tests.builders import DE_LAMP, make_listing, make_world


def codes() -> set[str]:
    """Every kind that `lab.school.changes` tells: the first two words of each change are its part and its code."""
    tree = ast.parse((ROOT / "lab" / "school" / "changes.py").read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Change", "_one", "_mapped") and len(node.args) > 1:
            choices = [node.args[1].body, node.args[1].orelse] if isinstance(node.args[1], ast.IfExp) else [node.args[1]]
            found |= {str(one.value) for one in choices if isinstance(one, ast.Constant)}
    return found


def lines(app: Flask, *changes: Change) -> list[tuple[str, str, str]]:
    world = make_world(make_listing())
    with app.test_request_context("/"):
        return [(line.what, line.was, line.now) for _part, own in change_lines(changes, world) for line in own]


def test_every_part_and_every_kind_of_change_has_its_words() -> None:
    assert tuple(PART_NAMES) == PARTS
    assert codes() - {"sum"} <= set(WHAT)
    assert set(WHAT) - codes() == {"message_of_buyer", "message_of_shop"}  # made from who wrote


def test_no_sentence_has_a_place_that_nobody_fills(app: Flask) -> None:
    with app.test_request_context("/"):
        for code, words in WHAT.items():
            assert set(re.findall(r"%\((\w+)\)s", str(words))) <= {"about", "field", "state", "line", "platform", "country"}, code


def test_changes_are_told_in_words(app: Flask) -> None:
    assert lines(
        app,
        Change("money", "sum", "cash", Money(500, "EUR"), Money(450, "EUR")),
        Change("orders", "order_state", "306-1", "unshipped", "shipped"),
        Change("threads", "thread_came", "Frage", None, "de"),
        Change("listings", "listing_field", DE_LAMP, "on_sale", "off_sale", "state"),
        Change("listings", "listing_field", DE_LAMP, "", "Lampe", "text.fr.title"),
        Change("listings", "listing_field", DE_LAMP, "", "pink", "attribute.colour"),
        Change("stock", "pieces_abroad", "lamp", 0, 3, "KZ"),
        Change("shipping", "shipping_field", "meridian/DE", 24, 48, "handling_hours"),
        Change("pricing", "pricing_field", "meridian/DE", 0, 1_250_000, "rate_micro"),
        Change("health", "standing", "meridian", "unknown", "warned"),
        Change("papers", "worksheet", "revenue", None, Money(900, "EUR")),
    ) == [
        ("Cash", "€5.00", "€4.50"),
        ("Order 306-1: state", "To ship", "On the way"),
        ("New conversation “Frage”", "", "German"),
        (f"{DE_LAMP}: state", "on sale", "not on sale"),
        (f"{DE_LAMP}: French, title", "", "Lampe"),
        (f"{DE_LAMP}: attribute colour", "", "pink"),
        ("lamp: pieces in the warehouse in Kazakhstan", "0", "3"),
        ("meridian/DE: hours to hand over", "1 d", "2 d"),
        ("meridian/DE: fixed exchange rate", "", "1.25"),
        ("Standing with Meridian", "unknown", "warned"),
        ("Worksheet: Revenue", "", "€9.00"),
    ]


def test_what_a_student_wrote_is_never_taken_for_a_code_and_long_texts_are_cut(app: Flask) -> None:
    (title,) = lines(app, Change("listings", "listing_field", DE_LAMP, "good", "x" * 1000, "title"))
    assert title[1] == "good" and len(title[2]) <= MAX_SHOWN + 1
    (message,) = lines(app, Change("threads", "message_of_shop", "100 % (sicher)", None, "%(about)s"))
    assert message == ("“100 % (sicher)”: the shop wrote", "", "%(about)s")


def test_parts_stand_in_their_order_and_empty_ones_are_left_out(app: Flask) -> None:
    world = make_world()
    changes = [Change("staff", "staff_note", "hint", None, "Look."), Change("money", "sum", "cash", Money(1, "EUR"), Money(2, "EUR"))]
    with app.test_request_context("/"):
        assert [part for part, _ in change_lines(changes, world)] == ["Money", "From the instructor"]
    assert change_lines([], world) == []


def test_fields_sums_and_values_are_words(app: Flask) -> None:
    with app.test_request_context("/"):
        assert all(str(word).strip() for table in (FIELDS, SUMS, VALUES) for word in table.values())
