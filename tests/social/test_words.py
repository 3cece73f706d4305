"""The words behind the rules: every country has a rule, every language its lists."""

from lab.social.segments import languages_in, load_segments
from lab.social.words import (
    banned_tags,
    discount_book,
    forbidden_book,
    general_tags,
    load_rules,
    mark_book,
    mark_rule,
    marks_in,
    plain_tag,
)


def test_every_country_with_followers_has_a_rule_and_a_source() -> None:
    for country in load_segments():
        rule = mark_rule(country)
        assert rule is not None and rule.source.text
        assert rule.source.confidence == ("general" if rule.asked else "set")
    assert mark_rule("FR") is None


def test_every_language_that_followers_read_has_its_lists() -> None:
    read = {language for country in load_segments() for language in languages_in(country)}
    assert read <= set(load_rules().languages)


def test_tags_are_compared_without_sign_case_and_underscore() -> None:
    assert plain_tag("#Neu_Heit") == plain_tag("neuheit")
    assert plain_tag("FollowBack") in banned_tags()
    assert plain_tag("#Zuhause") in general_tags(("de",)) and plain_tag("#zuhause") not in general_tags(("en",))


def test_words_are_those_of_the_languages_asked_for() -> None:
    assert discount_book(("de",)).is_in("heute 10 % rabatt")
    assert not discount_book(("ru",)).is_in("heute 10 % rabatt")
    assert not discount_book(("en",)).is_in("now for sale in our shop")
    assert mark_book(("ru",)).is_in("реклама. скидки до мая")
    assert forbidden_book(("en",)).is_in("the world's best lamp")
    assert "werbung" in marks_in(("de",)) and "werbung" not in marks_in(("es",))
