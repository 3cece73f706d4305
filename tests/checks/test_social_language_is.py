"""Check: posts are written in the followers' language."""

from fractions import Fraction

from lab.checks.social_language_is import SocialLanguageIs as Language
from lab.world.post import Post
from lab.world.world import World
from tests.builders import (
    DE,
    HOSTILE,
    earns_nothing,
    evidence_of,
    examine,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

GERMAN = "Welche Lampe steht auf eurem Schreibtisch? Unsere blendet abends nicht."
RUSSIAN = "Какая лампа стоит у вас на столе? Наша не слепит по вечерам."
ENGLISH = "Which lamp stands on your desk? Ours does not dazzle in the evening."
BOTH = {"DE": ["de"], "KZ": ["ru", "kk"]}


def shop(*posts: tuple[str, str]) -> World:
    world = make_world()
    for number, (country, text) in enumerate(posts):
        world.posts[f"p{number}"] = Post(f"p{number}", "quillet", country, text, "", "", "", 0, 0, 0)
    return world


def test_each_country_in_its_language_earns_everything() -> None:
    finding = examine(Language, shop(("DE", GERMAN), ("KZ", RUSSIAN)), accept=BOTH)
    assert (finding.fraction, finding.message) == (1, "post_language_right")
    assert (finding.evidence[1]["found"], finding.evidence[1]["expected"]) == ("ru", "ru / kk")


def test_another_language_earns_nothing_and_half_earns_half() -> None:
    finding = examine(Language, shop(("DE", GERMAN), ("KZ", ENGLISH)), accept=BOTH)
    assert (finding.fraction, finding.message) == (Fraction(1, 2), "post_language_partly_right")
    assert share_of(Language, shop(("DE", RUSSIAN)), accept={"DE": ["de"]}) == 0


def test_a_country_without_a_post_counts_as_wrong() -> None:
    finding = examine(Language, shop(("DE", GERMAN)), accept=BOTH)
    assert finding.fraction == Fraction(1, 2)
    assert finding.evidence[1]["found"] == "no post"


def test_tags_and_addresses_are_not_read() -> None:
    text = f"{GERMAN} #ledlamp #newinourshop #bestoftheday https://meridian.example/DE/lamp"
    assert share_of(Language, shop(("DE", text)), accept={"DE": ["de"]}) == 1
    assert share_of(Language, shop(("DE", "#schreibtischlampe")), accept={"DE": ["de"]}) == 0


def test_what_the_identifier_is_unsure_about_is_not_held_against_anybody() -> None:
    finding = examine(Language, shop(("DE", "Sale!")), accept={"DE": ["de"]})
    assert (finding.evidence[0]["verdict"], finding.fraction) == ("unsure", 1)


def test_other_places_do_not_count() -> None:
    assert share_of(Language, shop(("KZ", RUSSIAN)), on=DE, accept={"KZ": ["ru"]}) == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Language, accept=BOTH)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Language, accept=BOTH)
    for text in HOSTILE:
        assert 0 <= share_of(Language, shop(("DE", text)), accept=BOTH) <= 1


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(shop(("DE", GERMAN), ("KZ", ENGLISH))), Language, accept=BOTH)
