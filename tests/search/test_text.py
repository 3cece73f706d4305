import pytest

from lab.market.appeal import MATCH
from lab.search.text import hits, keyword_searches, listing_text, readable, score_text, stuffing, vocabulary, wording_of
from lab.world.listing import Translation
from tests.shoppers.worlds import ENGLISH, GERMAN, make_world, put_on_sale


@pytest.fixture
def world():
    return make_world()


def words(world, **changes):
    place = changes.pop("place", "meridian/DE")
    listing = put_on_sale(world, place=place, words=GERMAN | changes)
    return wording_of(world.setting, listing)


def score(world, wording, query, language="de"):
    from lab.languages.search_tokens import search_tokens

    market = world.setting.market
    return score_text(market, listing_text(market, wording, language), search_tokens(query, language))


def test_words_of_the_title_are_found(world):
    assert score(world, words(world), "schreibtischlampe e27") > 600_000


def test_a_word_that_stands_nowhere_is_not_found(world):
    assert score(world, words(world), "fahrradhelm") == 0


def test_a_word_in_the_title_counts_more_than_in_the_description(world):
    lampe = {"bullets": [], "description": "", "search_terms": "", "attributes": {}}
    in_title = score(world, words(world, **lampe | {"title": "Nachttischlampe Arc 2"}), "nachttischlampe")
    in_text = score(world, words(world, **lampe | {"title": "Arc 2", "description": "Nachttischlampe"}), "nachttischlampe")
    assert in_title > in_text > 0


def test_search_terms_are_read_only_where_the_platform_has_them(world):
    german = words(world, search_terms="zauberlicht")
    caravan = words(world, search_terms="zauberlicht", place="caravan/DE")
    assert score(world, german, "zauberlicht") > 0
    assert score(world, caravan, "zauberlicht") == 0


def test_product_data_is_found_in_the_language_of_the_shopper(world):
    wording = words(world, title="", bullets=[], description="", search_terms="")
    assert score(world, wording, "schwarz", "de") > 0
    assert score(world, wording, "чёрный", "ru") > 0
    assert score(world, wording, "schwarz", "ru") == 0


def test_product_data_at_fault_is_not_read(world):
    wording = words(world, title="", bullets=[], description="", search_terms="", attributes={"cord_length": "E27", "colour": "E27"})
    assert score(world, wording, "e27") == 0


def test_an_english_page_without_product_data_is_not_found_by_german_words(world):
    wording = words(world, **ENGLISH)
    found = {world.setting.market.keywords[hit.query].text for hit in hits(world.setting.market, wording, "de")}
    assert not {text for text in found if "schreibtisch" in text}


def test_hits_are_exact_only_where_the_true_lamp_has_what_is_wanted(world):
    market = world.setting.market
    found = {market.keywords[hit.query].text: hit for hit in hits(market, words(world), "de")}
    assert found["schreibtischlampe"].match == MATCH["exact"]
    assert found["schreibtischlampe e27"].match == MATCH["exact"]
    assert found["schreibtischlampe led"].match == MATCH["substitute"]


def test_a_false_claim_finds_more_but_fits_no_better(world):
    market = world.setting.market
    wording = words(world, title="Schreibtischlampe LED dimmbar", attributes={"socket": "LED"})
    hit = next(h for h in hits(market, wording, "de") if market.keywords[h.query].text == "schreibtischlampe led")
    assert hit.match == MATCH["substitute"]


def test_hits_and_the_typed_query_have_the_same_score(world):
    market, wording = world.setting.market, words(world)
    for hit in hits(market, wording, "de"):
        assert score(world, wording, market.keywords[hit.query].text) == hit.rel


def test_a_language_without_statistics_finds_nothing(world):
    assert hits(world.setting.market, words(world), "kk") == ()
    assert score(world, words(world), "lampe", "kk") == 0


def test_an_honest_title_is_hardly_called_stuffed(world):
    assert stuffing(world.setting.market, words(world), "de") <= 150


def test_repeating_a_word_costs_a_quarter_each(world):
    plain = stuffing(world.setting.market, words(world, title="Schreibtischlampe"), "de")
    twice = stuffing(world.setting.market, words(world, title="Schreibtischlampe " * 2), "de")
    often = stuffing(world.setting.market, words(world, title="Schreibtischlampe " * 3), "de")
    assert (twice, often) == (plain, plain + 250)


def test_words_of_other_goods_cost_their_share_and_new_words_nothing(world):
    market = world.setting.market
    own = vocabulary(market, "desk-lamp", "de")
    strange = sorted(token for token in market.index["de"].row if token not in own and token.isalpha())
    assert strange
    terms = {"search_terms": ""}
    assert stuffing(market, words(world, title="Xyrkvanda Qwolmpf", **terms), "de") == 0
    searches = keyword_searches(market, "de")
    mats = next(tokens for keyword, tokens in zip(searches.keywords, searches.tokens, strict=True) if keyword.text == "yogamatte")
    assert len(mats) == 1 and mats[0] in strange
    assert stuffing(market, words(world, title="Schreibtischlampe Yogamatte", **terms), "de") == 500


def test_stuffing_has_an_upper_end(world):
    assert stuffing(world.setting.market, words(world, title="Lampe " * 60), "de") == 1500


def test_a_page_is_readable_by_the_halves_in_a_readers_language(world):
    assert readable(words(world), "de") == 1000
    assert readable(words(world), "ru") == 0
    assert readable(words(world, title=ENGLISH["title"]), "de") == 500


ARC = Translation("Arched floor lamp Arc 2", (), "", "reading light")


def test_a_language_finds_its_translation_and_no_longer_the_main_title(world):
    market, plain = world.setting.market, words(world)
    both = words(world, translations={"en": ARC})
    assert score(world, plain, "floor lamp", "en") == 0 < score(world, both, "floor lamp", "en")
    assert hits(market, both, "en") != hits(market, plain, "en")
    assert score(world, both, "schreibtischlampe", "en") < score(world, plain, "schreibtischlampe", "en")


def test_other_languages_read_the_main_text_as_if_there_were_no_translation(world):
    market, plain = world.setting.market, words(world)
    both = words(world, translations={"en": ARC})
    for language in ("de", "ru"):
        assert hits(market, both, language) == hits(market, plain, language)
        assert stuffing(market, both, language) == stuffing(market, plain, language)
        assert readable(both, language) == readable(plain, language)
    assert both.read_in("de") == plain == plain.read_in("en")


def test_what_is_not_translated_is_read_from_the_main_text(world):
    both = words(world, translations={"en": Translation(description="It shines.")})
    assert both.read_in("en").title == both.title and both.read_in("en").description == "It shines."


def test_each_translated_half_of_a_page_can_be_read(world):
    title = "A calm desk lamp for reading and working at night"
    text = "The lamp stands firmly on the table and throws its light where you read and work."
    assert readable(words(world), "en") == 0
    assert readable(words(world, translations={"en": Translation(title)}), "en") == 500
    assert readable(words(world, translations={"en": Translation(title, (text,), text)}), "en") == 1000


def test_a_crammed_translation_costs_its_own_language_only(world):
    market = world.setting.market
    crammed = words(world, translations={"en": Translation("lamp lamp lamp lamp light light light light")})
    assert stuffing(market, crammed, "en") >= 500 > stuffing(market, crammed, "de")


def test_fields_that_a_platform_does_not_use_are_left_out_of_translations_too(world):
    caravan = words(world, place="caravan/DE", translations={"en": Translation("Lamp", ("Bright",), "", "zauberlicht")})
    assert dict(caravan.translations)["en"] == Translation("Lamp")
