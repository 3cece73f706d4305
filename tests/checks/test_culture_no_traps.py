"""Check: nothing in listings, letters and posts goes against a culture card."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from lab.checks.culture_no_traps import CultureNoTraps
from lab.social.networks import load_networks
from lab.values.moment import DAY
from lab.world.post import Post
from lab.world.world import World
from tests.builders import (
    DE,
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    evidence_of,
    examine,
    make_listing,
    make_thread,
    make_world,
    survives_hostile_text,
)
from tests.checks.journal import Journal, reads_alike

GOOD = "Guten Tag Frau Vogel,\n\ndas Kabel ist 180 cm lang. Wir antworten gern wieder.\n\nMit freundlichen Grüßen\nKontorlicht"
SUNDAY = "Guten Tag Frau Vogel,\n\nIhr Paket wird am Sonntag zugestellt.\n\nMit freundlichen Grüßen\nKontorlicht"


def answered(world: World, text: str = GOOD, **changes: Any) -> World:
    """A world in which the shop has answered one buyer in Germany."""
    make_thread(world, "q1", (60, text), **changes)
    return world


def test_good_listings_and_letters_lose_nothing() -> None:
    world = answered(make_world(make_listing(DE_LAMP), make_listing(KZ_LAMP)))
    finding = examine(CultureNoTraps, world, on=(DE_LAMP, KZ_LAMP, "q1", DE))
    assert (finding.fraction, finding.message, finding.evidence) == (1, "no_traps", ())


def test_every_place_loses_its_share() -> None:
    listing = make_listing(DE_LAMP, description="Umweltfreundlich, klimaneutral und noch einmal umweltfreundlich.")
    world = make_world(listing)
    world.now = 20 * DAY
    world.setting = replace(world.setting, start=world.setting.start.replace(year=2027))
    found = examine(CultureNoTraps, world, on=(DE_LAMP,), per="1/4", topics=("claims",))
    assert (found.fraction, found.message, found.args) == (Fraction(1, 2), "traps_found", {"found": 2})
    assert [row["found"] for row in found.evidence] == ["Umweltfreundlich", "klimaneutral"]
    assert found.evidence[0]["object"] == f"{DE_LAMP}:description"
    assert found.evidence[0]["card"] == "eu_green_words"
    assert examine(CultureNoTraps, world, on=(DE_LAMP,), topics=("claims",)).fraction == 0
    assert examine(CultureNoTraps, world, on=(DE_LAMP,), topics=("weekends",)).fraction == 1
    assert examine(CultureNoTraps, world, on=(DE_LAMP,), fields=("title",)).fraction == 1


def test_a_letter_is_read_in_its_language_for_the_country_of_its_buyer() -> None:
    world = answered(make_world(), SUNDAY)
    finding = examine(CultureNoTraps, world, on="q1")
    assert finding.fraction == 0
    (row,) = finding.evidence
    assert (row["card"], row["found"], row["thread"], row["at"]) == ("germany_quiet_sunday", "Sonntag", "q1", "+1h")
    assert SUNDAY[slice(*row["span"])] == "Sonntag"
    buyer = replace(world.threads["q1"].buyer, country="FR")
    world.threads["q1"].buyer = buyer
    assert examine(CultureNoTraps, world, on="q1").fraction == 1


def test_the_name_on_the_order_is_known() -> None:
    world = answered(make_world(), "Hallo {given},\n\ndas Kabel ist 180 cm lang.\n\nMit freundlichen Grüßen\nKontorlicht")
    thread = world.threads["q1"]
    given = thread.buyer.name.split()[0]
    thread.messages[-1] = replace(thread.messages[-1], text=thread.messages[-1].text.format(given=given))
    finding = examine(CultureNoTraps, world, on="q1", topics=("names",))
    assert [(row["card"], row["found"]) for row in finding.evidence] == [("de_herr_frau", given)]


def test_posts_are_read_for_the_country_that_they_are_for() -> None:
    world = make_world()
    network = next(iter(load_networks()))
    world.posts["p1"] = Post("p1", network, "DE", "Nur heute: alle Lampen!", "", "", "", 500, 0, 0)
    world.now = DAY
    finding = examine(CultureNoTraps, world, on=DE)
    assert [(row["card"], row["found"]) for row in finding.evidence] == [("gb_de_only_today", "Nur heute")]


def test_it_can_only_lose_and_an_empty_shop_earns_nothing() -> None:
    assert CultureNoTraps.only_loses
    assert earns_nothing(CultureNoTraps, on=(DE_LAMP,))


def test_the_evidence_stays_short_and_the_same_twice() -> None:
    text = " ".join(f"Schwein{number % 7} 🐷" for number in range(500))
    journal = Journal(answered(make_world(make_listing(DE_LAMP, description=text)), SUNDAY))
    assert survives_hostile_text(CultureNoTraps, on=(DE_LAMP, "q1", DE))
    assert reads_alike(evidence_of(journal.world), CultureNoTraps, on=(DE_LAMP, "q1", DE))
