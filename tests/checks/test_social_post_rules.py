"""Check: posts keep the rules of their network and of the country."""

from fractions import Fraction
from typing import Any

from lab.checks.social_post_rules import SocialPostRules as Rules
from lab.social.rules import RULES
from lab.world.post import Post
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    HOSTILE,
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

GOOD = "Welche Lampe steht auf eurem Schreibtisch? Unsere blendet abends nicht. #schreibtischlampe"


def shop(*texts: str, **changes: Any) -> World:
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    for number, text in enumerate(texts):
        values = {"network": "commonroom", "country": "DE", "listing": DE_LAMP, **changes}
        assert act(world, "social.post", post=f"p{number}", text=text, **values).ok
    return world


def test_a_post_that_keeps_every_rule_earns_everything() -> None:
    finding = examine(Rules, shop(GOOD), on=DE_LAMP)
    assert (finding.fraction, finding.message, finding.args) == (1, "posts_keep_rules", {"right": len(RULES), "of": len(RULES)})
    assert finding.evidence[0]["object"] == "commonroom/DE/p0"


def test_each_broken_rule_costs_its_part_however_often_it_is_broken() -> None:
    finding = examine(Rules, shop(f"{GOOD} #fussball #f4f"), on=DE_LAMP)
    assert (finding.fraction, finding.message) == (Fraction(6, 7), "posts_partly_keep_rules")
    [broken] = [row for row in finding.evidence if row["share"] == "0"]
    assert (broken["rule"], broken["verdict"], broken["text"]) == ("tags", "tag_unrelated, tag_banned", "#fussball")
    assert broken["span"] == [len(GOOD) + 1, len(GOOD) + 10]
    assert share_of(Rules, shop(f"{GOOD} #f4f -20 % https://other-shop.com", picture="a" * 64), on=DE_LAMP) == Fraction(3, 7)


def test_only_the_rules_named_are_asked_for() -> None:
    world = shop(f"{GOOD} Heute 20 % Rabatt.")
    assert share_of(Rules, world, on=DE_LAMP, rules=["ad_mark"]) == 0
    assert share_of(Rules, world, on=DE_LAMP, rules=["tags", "link"]) == 1
    assert examine(Rules, world, on=DE_LAMP, rules=["ad_mark"]).message == "posts_break_rules"


def test_posts_that_are_missing_count_as_broken() -> None:
    assert share_of(Rules, shop(GOOD), on=DE_LAMP, posts=2) == Fraction(1, 2)
    assert share_of(Rules, shop(GOOD, f"{GOOD} Teil 2."), on=DE_LAMP, posts=2) == 1


def test_other_listings_other_networks_and_posts_taken_back_do_not_count() -> None:
    world = shop(GOOD)
    assert share_of(Rules, world, on=KZ_LAMP) == 0
    assert share_of(Rules, world, on=DE_LAMP, network="quillet") == 0
    assert act(world, "social.remove", post="p0").ok
    world.now += 1
    assert share_of(Rules, world, on=DE_LAMP) == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Rules, on=DE_LAMP)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Rules, on=DE_LAMP)
    for text in HOSTILE:
        world = shop()
        world.posts["p"] = Post("p", "quillet", "DE", text, DE_LAMP, "", text, 0, 0, 0)
        assert 0 <= share_of(Rules, world, on=DE_LAMP) <= 1


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(shop(GOOD, f"{GOOD} #f4f")), Rules, on=DE_LAMP)
