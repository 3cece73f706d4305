"""Finding codes with reasons. Which code is right: HS 2022 and the General Interpretative Rules."""

import re

import pytest

from lab.customs.classify import SEARCHED, Candidate, compare, find_codes, load_notes, path_of, rules, tree
from lab.customs.hs import load_codes
from lab.values.errors import NotFound
from lab.values.places import SEED
from lab.values.yamlfile import read_yaml

LANGUAGES = ("en", "zh", "ar", "ru", "de")
TYPES = sorted((SEED / "catalogue" / "types").glob("*.yaml"))


def codes(text: str, language: str = "en") -> list[str]:
    return [candidate.row.code for candidate in find_codes(text, language)]


def first(text: str, language: str = "en") -> Candidate:
    return find_codes(text, language)[0]


def test_the_names_of_every_product_type_find_its_code_in_every_language() -> None:
    missing = []
    for file in TYPES:
        lines = file.read_text(encoding="utf-8").splitlines()
        head = "\n".join(line for line in lines if line.startswith(("names:", "hs6:")))
        read, _ = read_yaml(head, file.name)
        missing += [
            (file.stem, language, name) for language, name in read["names"].items() if read["hs6"] not in codes(name)
        ]
    assert len(TYPES) >= 320
    assert missing == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("台灯", "940529"), ("настольная лампа", "940529"), ("Schreibtischlampen", "940529"), ("مصباح مكتب", "940529"),
        ("手机壳", "392690"), ("Powerbank", "850760"), ("充电宝", "850760"), ("شاحن لاسلكي", "850440"),
        ("LED灯泡", "853952"), ("термос", "961700"), ("perfume", "330300"), ("электронная сигарета", "854340"),
    ],
)  # fmt: skip
def test_a_name_in_any_language_comes_first(text: str, code: str) -> None:
    assert codes(text)[0] == code


def test_the_lamp_with_a_socket_and_the_led_lamp_are_both_offered_with_the_question_that_decides() -> None:
    found = {candidate.row.code: candidate for candidate in find_codes("desk lamp", "en")}
    assert {"940521", "940529"} <= set(found)
    for code in ("940521", "940529"):
        note = found[code].notes[0]
        assert (note.key, note.kind, note.rule) == ("lamp_led_or_socket", "question", "6")


def test_a_phone_case_is_warned_of_but_a_cable_holder_under_the_same_code_is_not() -> None:
    case, holder = first("phone case"), first("cable organizer")
    assert case.row.code == holder.row.code == "392690"
    assert "phone_case" in [note.key for note in case.notes]
    assert "phone_case" not in [note.key for note in holder.notes]
    assert "851713" not in codes("phone case")[:1]


def test_a_candidate_says_which_words_hit_and_where_it_stands() -> None:
    lamp = first("台灯", "de")
    assert (lamp.hits[0].where, lamp.hits[0].text, lamp.hits[0].language) == ("names", "台灯", "zh")
    assert [(step.level, step.code) for step in lamp.path] == [
        ("section", "XX"), ("chapter", "94"), ("heading", "9405"), ("subheading", "940529"),
    ]  # fmt: skip
    assert lamp.path[2].title == "Leuchten und Beleuchtungskörper"


def test_more_words_found_stand_before_fewer_and_equals_stand_by_code() -> None:
    found = codes("LED light bulb with E27 cap")
    assert found[0] == "853952"
    parts = codes("lamp shades")
    assert parts[:3] == ["940591", "940592", "940599"]


def test_a_part_of_a_german_compound_finds_it() -> None:
    assert {"940521", "940529"} <= set(codes("Tischlampe", "de"))


def test_digits_search_by_prefix() -> None:
    assert {code[:4] for code in codes("9405")} == {"9405"}
    assert codes("9405.29") == ["940529"]
    assert first("9405.29").hits[0].text == "9405.29"
    assert codes("0102") == []


@pytest.mark.parametrize("text", ["", "   ", "unobtainium", "!!!", "的", "x" * 5000])
def test_nothing_is_found_for_nothing(text: str) -> None:
    assert find_codes(text, "en") == ()


def test_no_more_than_asked_for() -> None:
    assert len(find_codes("lamp", "en", most=3)) == 3


def test_unknown_interface_languages_read_english() -> None:
    assert first("desk lamp", "kk").path == first("desk lamp", "en").path


def test_a_tree_holds_the_neighbours_of_a_code() -> None:
    lamps = tree("9405.29", "ru")
    assert [step.code for step in lamps.headings] == ["9401", "9403", "9404", "9405"]
    assert {row.heading for row in lamps.codes} == {"9405"}
    assert lamps.path[-1].code == "940529"
    assert tree("94").codes == ()
    assert tree("9405").path[-1].title == "Lamps and lighting fittings"


@pytest.mark.parametrize(
    ("a", "b", "level", "rule", "note"),
    [
        ("940529", "853952", "chapter", "1", "lamp_or_bulb"),
        ("940529", "9405.21", "subheading", "6", "lamp_led_or_socket"),
        ("850760", "850440", "heading", "1", "power_bank"),
        ("610910", "620520", "chapter", "1", "shirt_men"),
        ("851762", "910212", "chapter", "3", "smartwatch"),
    ],
)
def test_two_codes_part_at_a_level_and_a_note_decides(a: str, b: str, level: str, rule: str, note: str) -> None:
    parting = compare(a, b)
    assert (parting.level, parting.rule.number, parting.notes[0].key) == (level, rule, note)
    assert compare(b, a).notes == parting.notes


def test_where_no_note_stands_the_usual_rule_decides() -> None:
    assert (compare("920290", "950440").rule.number, compare("920290", "950440").notes) == ("1", ())
    assert compare("830110", "830140").rule.number == "6"
    assert compare("940529", "9405.29").level == "same"
    assert compare("9405", "940529").level == "same"


@pytest.mark.parametrize("code", ["", "9", "77", "940", "9499", "940500", "94052900", "lamp"])
def test_codes_outside_the_table_are_not_found(code: str) -> None:
    for ask in (lambda: path_of(code, "en"), lambda: tree(code), lambda: compare(code, "940529")):
        with pytest.raises(NotFound, match="no_such_hs_code"):
            ask()


def test_every_code_has_a_path_with_titles_in_every_language() -> None:
    for code in load_codes():
        for language in LANGUAGES:
            steps = path_of(code, language)
            assert len(steps) == 4 and all(step.title for step in steps)


def test_there_are_six_rules_in_every_language() -> None:
    for language in LANGUAGES:
        assert [rule.number for rule in rules(language)] == ["1", "2", "3", "4", "5", "6"]
    assert len({rule.words for language in LANGUAGES for rule in rules(language)}) == 30


def test_notes_and_words_name_what_is_in_the_table() -> None:
    file, table = load_notes(), load_codes()
    for key, note in file.notes.value.items():
        for digits in note.between:
            assert any(code.startswith(digits) for code in table), (key, digits)
    assert set(file.words.value) <= set(table)
    assert {language for words in file.words.value.values() for language in words} <= set(SEARCHED)


def test_codes_named_in_a_note_agree_in_every_language() -> None:
    for key, note in load_notes().notes.value.items():
        named = {language: sorted(re.findall(r"\d{4}(?:\.\d{1,2})?", text)) for language, text in note.text.items()}
        assert all(found == named["en"] for found in named.values()), (key, named)
