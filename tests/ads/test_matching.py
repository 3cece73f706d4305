import pytest

from lab.ads.matching import holds, searches_entered
from lab.search.text import hits, wording_of
from lab.values.money import Money
from lab.world.campaign import Negative, Target
from tests.shoppers.worlds import make_world, put_on_sale

QUERY = ("lamp", "desk", "e27")


@pytest.mark.parametrize(
    ("words", "exact", "phrase", "broad"),
    [
        (("lamp", "desk", "e27"), True, True, True),
        (("lamp", "desk"), False, True, True),
        (("desk", "e27"), False, True, True),
        (("lamp", "e27"), False, False, True),
        (("e27", "lamp"), False, False, True),
        (("lamp", "floor"), False, False, False),
        ((), False, False, False),
    ],
)
def test_match_types_grow_wider(words, exact, phrase, broad):
    assert [holds(QUERY, words, match) for match in ("exact", "phrase", "broad")] == [exact, phrase, broad]


@pytest.fixture(scope="module")
def lamp():
    world = make_world()
    listing = put_on_sale(world)
    return world.setting.market, wording_of(world.setting, listing)


def entered(lamp, *targets, negatives=()):
    market, wording = lamp
    rows = searches_entered(market, wording, "de", targets, negatives)
    return {market.keywords[entry.query].text: entry.target for entry in rows}


def target(match, text="", bid=30):
    return Target(match, "de", Money(bid, "EUR"), text)


def test_an_exact_target_enters_its_search_in_any_case(lamp):
    assert entered(lamp, target("exact", "SCHREIBTISCHLAMPE")) == {"schreibtischlampe": 0}


def test_a_broad_target_enters_every_search_with_its_words(lamp):
    found = entered(lamp, target("broad", "schreibtischlampe"))
    assert {"schreibtischlampe", "schreibtischlampe e27", "schreibtischlampe schwarz"} <= set(found)
    assert all("schreibtischlampe" in text for text in found)


def test_an_automatic_target_enters_what_the_listing_is_found_by(lamp):
    market, wording = lamp
    assert set(entered(lamp, target("auto"))) == {market.keywords[hit.query].text for hit in hits(market, wording, "de")}


def test_of_two_targets_the_higher_bid_counts_and_of_equals_the_first(lamp):
    low, high = target("broad", "schreibtischlampe", 20), target("exact", "schreibtischlampe", 50)
    found = entered(lamp, low, high)
    assert (found["schreibtischlampe"], found["schreibtischlampe e27"]) == (1, 0)
    assert entered(lamp, low, target("exact", "schreibtischlampe", 20))["schreibtischlampe"] == 0


def test_negative_words_take_searches_out_again(lamp):
    wide = target("broad", "schreibtischlampe")
    phrase = entered(lamp, wide, negatives=(Negative("phrase", "de", "e27"),))
    assert "schreibtischlampe" in phrase and "schreibtischlampe e27" not in phrase
    exact = entered(lamp, wide, negatives=(Negative("exact", "de", "schreibtischlampe"),))
    assert "schreibtischlampe" not in exact and "schreibtischlampe e27" in exact
    other = entered(lamp, wide, negatives=(Negative("phrase", "en", "e27"),))
    assert "schreibtischlampe e27" in other


def test_targets_of_another_language_and_unknown_words_enter_nothing(lamp):
    assert entered(lamp, Target("broad", "en", Money(30, "EUR"), "desk lamp")) == {}
    assert entered(lamp, target("broad", "qwolmpf")) == {}
