"""What in a post moves people, and how well it reads."""

from typing import Any

import pytest

from lab.social.networks import load_networks
from lab.social.rules import Draft
from lab.social.writing import GOOD_PICTURE, NEWS_DAYS, flaws_in, moves_in, quality, understood
from lab.values.moment import DAY
from lab.world.post import Post
from lab.world.promotion import Promotion
from lab.world.world import World
from tests.builders import DE_LAMP, make_listing, make_world

LATER = (NEWS_DAYS + 1) * DAY
STORY = "Abends am Tisch liest meine Tochter gern ein Buch. Früher hat das Licht sie immer geblendet. Dann kam diese Lampe mit dem festen Arm ins Haus. Seitdem ist Ruhe, und das Buch ist bald zu Ende."


def shop() -> World:
    return make_world(make_listing())


def draft(text: str, **changes: Any) -> Draft:
    return Draft(load_networks()["commonroom"], "DE", text, **{"listing": DE_LAMP, **changes})


def moves(text: str, *, points: int = 0, at: int = LATER, earlier: tuple[Post, ...] = (), **changes: Any) -> set[str]:
    return set(moves_in(shop(), draft(text, **changes), points, at, earlier))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Unsere Lampe blendet nicht.", set()),
        ("Unsere Lampe kostet 39,90 €.", {"price"}),
        ("Heute mit Rabatt.", {"price"}),
        ("Das Kabel ist 180 cm lang.", set()),
        ("Welche Lampe habt ihr?", {"question"}),
        ("أي مصباح عندكم؟", {"question"}),
        (STORY, {"story"}),
        (STORY.replace(".", ","), set()),
    ],
)
def test_what_moves_is_counted_in_the_text(text: str, found: set[str]) -> None:
    assert moves(text) == found


def test_a_running_reduction_is_a_good_price_without_a_word_about_it() -> None:
    world = shop()
    world.promotions["p"] = Promotion("p", "discount", "p", [DE_LAMP], 10, 0, 5 * DAY, 0)
    assert "price" in moves_in(world, draft("Unsere Lampe."), 0, DAY)
    assert "price" not in moves_in(world, draft("Unsere Lampe."), 0, 6 * DAY)


def test_a_picture_draws_when_it_is_good_enough() -> None:
    assert moves("Licht.", points=GOOD_PICTURE, picture="a" * 64) == {"picture"}
    assert moves("Licht.", points=GOOD_PICTURE - 1, picture="a" * 64) == set()


def test_goods_are_news_for_two_weeks_and_on_a_network_once() -> None:
    assert moves("Licht.", at=NEWS_DAYS * DAY) == {"news"}
    assert moves("Licht.", at=NEWS_DAYS * DAY + 1) == set()
    told = Post("p", "commonroom", "DE", "Neu!", DE_LAMP, "", "", 0, 0, 0)
    assert moves("Licht.", at=DAY, earlier=(told,)) == set()
    elsewhere = Post("p", "quillet", "DE", "Neu!", DE_LAMP, "", "", 0, 0, 0)
    assert moves("Licht.", at=DAY, earlier=(elsewhere,)) == {"news"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Unsere Lampe blendet abends am Tisch nicht.", []),
        ("Neu!", ["thin"]),
        ("我们的新台灯让晚上读书更舒服。", []),
        ("KAUFT JETZT UNSERE NEUE LAMPE FÜRS BÜRO", ["shouted"]),
        ("Unsere Lampe blendet abends am Tisch nicht!!!", ["exclaimed"]),
        ("Unsere Lampe blendet abends am Tisch nicht 💡💡💡💡", ["emoji"]),
    ],
)
def test_what_is_hard_to_read_is_named(text: str, names: list[str]) -> None:
    assert [flaw.name for flaw in flaws_in(shop(), draft(text))] == names


def test_a_text_that_was_there_already_is_a_copy_whatever_its_tags() -> None:
    text = "Unsere Lampe blendet abends am Tisch nicht."
    before = Post("p", "commonroom", "DE", f"{text} #neu", DE_LAMP, "", "", 0, 0, 0)
    assert [flaw.name for flaw in flaws_in(shop(), draft(text), [before])] == ["copied"]
    before.network = "quillet"
    assert flaws_in(shop(), draft(text), [before]) == ()


def test_quality_is_what_flaws_leave() -> None:
    assert quality(()) == 1000
    assert quality(flaws_in(shop(), draft("NEUE GROSSE LAMPE!!!"))) == 1000 - 250 - 200 - 150


def test_a_group_understands_what_it_reads() -> None:
    world = shop()
    assert understood(world, STORY, ("de",)) == "yes"
    assert understood(world, STORY, ("ru", "kk")) == "no"
