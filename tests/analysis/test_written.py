"""Texts of a run, from its journal."""

from lab.analysis.written import PARTS, written_by
from lab.engine.codec import ACTIONS, field_names
from tests.analysis.classes import step


def test_the_last_text_about_a_thing_is_kept_and_every_reply() -> None:
    steps = [
        step(0, "listing.save", "meridian/DE/lamp", title="Old", description="One.", bullets=None),
        step(1, "message.reply", "q1", text="First"),
        step(2, "listing.save", "meridian/DE/lamp", title="New", bullets=["a", "b"], description=None),
        step(3, "message.reply", "q1", text="Second"),
    ]
    assert [(one.seq, one.part, one.text) for one in written_by(steps)] == [
        (0, "description", "One."), (1, "text", "First"), (2, "title", "New"), (2, "bullets", "a\nb"), (3, "text", "Second"),
    ]  # fmt: skip


def test_refused_and_emptied_texts_are_left_out() -> None:
    steps = [
        step(0, "message.reply", "q1", text="Refused", ok=False),
        step(1, "reflection.submit", text="Written"),
        step(2, "listing.save", "x", description="There"),
        step(3, "listing.save", "x", description=""),
    ]
    assert [one.text for one in written_by(steps)] == ["Written"]


def test_languages_of_a_listing_are_texts_of_their_own() -> None:
    steps = [step(seq, "listing.translate", "x", language=language, title=language) for seq, language in enumerate(("fr", "nl", "fr"))]
    assert [(one.seq, one.text) for one in written_by(steps)] == [(1, "nl"), (2, "fr")]


def test_texts_are_tidied_as_the_world_keeps_them() -> None:
    assert written_by([step(0, "reflection.submit", text="  a\u200f  b \r\n c\n")])[0].text == "a b\nc"


def test_every_part_is_a_field_of_its_action() -> None:
    for name, parts in PARTS.items():
        assert set(parts) <= field_names(ACTIONS[name]), name
    assert {name for name, cls in ACTIONS.items() if cls.body and not name.startswith("staff.")} <= set(PARTS)
