"""Texts kept for answers: saving, writing anew, dropping, and their limits."""

import pytest

from lab.engine.pack import pack, unpack, world_hash
from lab.messages.template_actions import MAX_NAME, MAX_TEMPLATES, MAX_TEXT, template_languages
from lab.world.reply_template import ReplyTemplate
from tests.builders import HOSTILE, act, make_world


def test_a_text_is_kept_under_its_tidied_name_and_comes_back_from_a_packed_world() -> None:
    world = make_world()
    assert act(world, "message.template.save", template="  Thank  you ", language="de", text="Guten Tag {name},\r\n\r\nvielen Dank! \n").ok
    assert world.reply_templates == {"Thank you": ReplyTemplate("Thank you", "de", "Guten Tag {name},\n\nvielen Dank!")}
    assert unpack(pack(world), world.setting).reply_templates == world.reply_templates


def test_a_world_without_templates_keeps_the_hash_that_it_had_before_there_were_any() -> None:
    world = make_world()
    before = world_hash(world)
    assert act(world, "message.template.save", template="a", language="de", text="Hallo").ok
    assert world_hash(world) != before
    assert act(world, "message.template.drop", template="a").ok
    assert world_hash(world) == before


def test_saving_again_changes_the_text_and_leaves_the_place_in_the_list() -> None:
    world = make_world()
    for name in ("a", "b"):
        assert act(world, "message.template.save", template=name, language="de", text="Hallo").ok
    assert act(world, "message.template.save", template="a", language="ar", text="مرحبًا {name}").ok
    assert list(world.reply_templates.values()) == [ReplyTemplate("a", "ar", "مرحبًا {name}"), ReplyTemplate("b", "de", "Hallo")]


@pytest.mark.parametrize(
    ("name", "language", "text", "code", "field"),
    [
        (" \u200b", "de", "Hallo", "text_empty", "template"),
        ("a" * (MAX_NAME + 1), "de", "Hallo", "too_long", "template"),
        ("a", "de", " \n ", "text_empty", "text"),
        ("a", "de", "x" * (MAX_TEXT + 1), "too_long", "text"),
        ("a", "xx", "Hallo", "reply_template_language", "language"),
        ("a", "", "Hallo", "reply_template_language", "language"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(name: str, language: str, text: str, code: str, field: str) -> None:
    world = make_world()
    before = world_hash(world)
    outcome = act(world, "message.template.save", template=name, language=language, text=text)
    assert (outcome.code, outcome.args["field"]) == (code, field)
    assert world_hash(world) == before


def test_the_longest_name_and_text_are_kept() -> None:
    world = make_world()
    assert act(world, "message.template.save", template="a" * MAX_NAME, language="zh", text="谢" * MAX_TEXT).ok


def test_the_fifty_first_template_is_refused_but_one_of_fifty_can_be_written_anew() -> None:
    world = make_world()
    for number in range(MAX_TEMPLATES):
        assert act(world, "message.template.save", template=f"n{number}", language="de", text="Hallo").ok
    assert act(world, "message.template.save", template="one more", language="de", text="Hallo").code == "too_many_reply_templates"
    assert act(world, "message.template.save", template="n7", language="de", text="Guten Tag").ok
    assert len(world.reply_templates) == MAX_TEMPLATES == 50


def test_an_unknown_name_cannot_be_dropped() -> None:
    assert act(make_world(), "message.template.drop", template="a").code == "no_such_reply_template"


def test_a_template_can_be_in_every_language_of_letters() -> None:
    assert {"de", "ru", "ar", "zh", "kk", "en"} <= set(template_languages())
    assert list(template_languages()) == sorted(template_languages())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_text_or_refused(text: str) -> None:
    outcome = act(make_world(), "message.template.save", template=text, language="de", text=text)
    assert outcome.ok or outcome.code in ("text_empty", "too_long")
