"""The texts of a listing by language, and how complete they are."""

from dataclasses import replace

from lab.listings.translations import (
    Completeness,
    Gap,
    completeness,
    first_language,
    further_languages,
    further_of,
    shown_in,
    with_text,
    written_in,
)
from lab.world.listing import Translation
from tests.builders import (
    DE_BULLETS,
    DE_DESCRIPTION,
    DE_LAMP,
    DE_TITLE,
    KZ_LAMP,
    make_image,
    make_listing,
    make_setting,
)

SETTING = make_setting()
TITLE = "Desk lamp QL-A430 with an E27 socket, arched metal, sage green"
BULLETS = tuple(f"A calm light for the desk and for reading in the evening, number {n} of several" for n in range(1, 6))
DESCRIPTION = "This lamp stands firmly and throws its light where you read and work. " * 8


def of(key: str, language: str, **changes: object) -> Completeness:
    found = completeness(SETTING, make_listing(key, **changes))
    return next(one for one in found if one.language == language)


def test_the_first_language_is_that_of_the_place_and_english_is_always_one_of_the_others() -> None:
    assert first_language(SETTING, make_listing()) == "de" and further_languages(SETTING, make_listing()) == ("en",)
    assert further_languages(SETTING, make_listing(KZ_LAMP)) == ("kk", "en")
    assert further_of(("en",)) == () and further_of(("en", "es")) == ("es",) and further_of(("ar", "en")) == ("en",)


def test_a_reader_is_shown_the_translation_part_by_part_and_the_main_text_elsewhere() -> None:
    listing = make_listing(translations={"en": Translation(TITLE)})
    shown = shown_in(SETTING, listing, "en")
    assert shown.text == Translation(TITLE, DE_BULLETS, DE_DESCRIPTION, listing.search_terms)
    assert (shown.title_language, shown.bullets_language, shown.description_language) == ("en", "de", "de")
    assert shown.languages == {"en", "de"}
    assert shown_in(SETTING, listing, "fa").languages == {"de"} == shown_in(SETTING, listing, "de").languages


def test_what_is_written_in_a_language_is_only_that() -> None:
    listing = make_listing(translations={"en": Translation(TITLE)})
    assert written_in(SETTING, listing, "en") == Translation(TITLE)
    assert written_in(SETTING, listing, "de").title == DE_TITLE
    assert written_in(SETTING, listing, "fa").is_empty
    assert with_text(listing, Translation(TITLE)).bullets == []
    assert listing.bullets == list(DE_BULLETS)


def test_a_language_without_a_word_is_at_nothing_and_says_what_is_missing() -> None:
    found = of(DE_LAMP, "en")
    assert found == Completeness(
        "en", 0, (Gap("title", "missing"), Gap("bullets", "missing"), Gap("description", "missing"), Gap("search_terms", "missing")), asked=False
    )


def test_every_part_counts_the_same() -> None:
    text = Translation(TITLE, BULLETS, DESCRIPTION, "reading light")
    assert of(DE_LAMP, "en", translations={"en": text}).permille == 1000
    assert of(DE_LAMP, "en", translations={"en": replace(text, search_terms="")}) == Completeness("en", 750, (Gap("search_terms", "missing"),), False)
    half = replace(text, bullets=BULLETS[: SETTING.platforms["meridian"].bullets_min - 1])
    found = of(DE_LAMP, "en", translations={"en": half})
    assert 750 < found.permille < 1000 and found.gaps == (Gap("bullets", "short"),)


def test_the_main_text_is_measured_too_and_pictures_count_in_the_languages_of_the_place() -> None:
    assert of(DE_LAMP, "de", images=[make_image("a")]).gaps == ()
    assert of(DE_LAMP, "de", images=[make_image("a"), make_image("b", alt="")]).gaps == (Gap("alt", "short"),)
    kazakh = of(KZ_LAMP, "kk")
    assert kazakh.asked and [gap.part for gap in kazakh.gaps] == ["title", "description", "alt"]


def test_a_text_in_another_language_counts_nothing() -> None:
    found = of(DE_LAMP, "en", translations={"en": Translation(TITLE, DE_BULLETS, DE_DESCRIPTION)})
    assert found.gaps == (Gap("bullets", "language"), Gap("description", "language"), Gap("search_terms", "missing"))
    assert found.permille == 250


def test_only_a_complete_language_is_at_a_hundred_per_cent() -> None:
    assert Completeness("en", 999, (), True).percent == 99
