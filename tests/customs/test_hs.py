"""The table of six-digit codes. Codes and headings: HS 2022."""

import re
from pathlib import Path

import pytest

from lab.customs.hs import FILE, HANDLING_FLAGS, dotted, load_codes, lookup, same_chapter, same_heading, search
from lab.values.errors import BadFile
from lab.values.places import SEED

SCENARIOS = SEED.parent / "scenarios"
CODE_FIELD = re.compile(r"^\s*(?:hs6|hs_code|hs_accept):(.*)$", re.MULTILINE)


def test_a_code_is_found_with_and_without_dots() -> None:
    lamp = lookup("940529")
    assert lamp is not None
    assert "desk" in lamp.description
    assert (lamp.heading, lamp.chapter) == ("9405", "94")
    assert lookup("9405.29") == lamp == lookup("94 05 29")


def test_codes_that_are_not_in_the_table_are_none() -> None:
    for code in ("853950", "9405", "", "lamp", "9405290"):
        assert lookup(code) is None


def test_every_lamp_has_its_row_and_every_row_a_source() -> None:
    codes = load_codes()
    assert {"940511", "940519", "940521", "940529", "853951", "853952"} <= set(codes)
    assert all(code.source and code.confidence for code in codes.values())


def test_every_code_of_the_catalogue_of_shops_and_of_scenarios_is_in_the_table() -> None:
    folders = (SEED / "catalogue" / "types", SEED / "shops", SCENARIOS)
    files = [file for folder in folders for file in folder.rglob("*.yaml")]
    used = {
        code
        for file in files
        for field in CODE_FIELD.findall(file.read_text(encoding="utf-8"))
        for code in re.findall(r"\d{6}", field)
    }
    assert {"940529", "853952", "961700"} <= used
    assert used - set(load_codes()) == set()


def test_flags_come_from_one_set_and_every_one_of_it_is_used() -> None:
    assert {flag for code in load_codes().values() for flag in code.handling_flags} == set(HANDLING_FLAGS)


def test_codes_are_printed_with_a_dot() -> None:
    assert [dotted(code) for code in ("940529", "94 05.2", "9405", "94")] == ["9405.29", "9405.2", "9405", "94"]


def test_codes_keep_their_leading_nought() -> None:
    assert "080620" in load_codes()


def test_flags_are_single_words() -> None:
    power_bank = lookup("850760")
    assert power_bank is not None
    assert power_bank.handling_flags == ("lithium",)
    drums = lookup("851821")
    assert drums is not None
    assert drums.handling_flags == ("lithium", "magnet")


def test_search_takes_words_in_either_number_and_digits() -> None:
    assert [code.code for code in search("desk lamps")] == ["940521", "940529"]
    assert [code.code for code in search("Silk scarf")] == ["621410"]
    assert {code.heading for code in search("9405")} == {"9405"}
    assert search("  ") == []
    assert search("unobtainium") == []


def test_words_of_the_description_come_before_those_of_the_examples() -> None:
    found = [code.code for code in search("headphones")]
    assert found[0] == "851830"


def test_heading_and_chapter_are_the_first_four_and_two_digits() -> None:
    assert same_heading("940521", "9405.29")
    assert not same_heading("940521", "940320")
    assert same_chapter("940521", "940320")
    assert not same_chapter("853952", "940521")
    assert not same_heading("", "")
    assert not same_chapter("9", "9")


def test_a_code_that_stands_twice_is_named_with_its_line(tmp_path: Path) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "hs6.csv"
    path.write_text("\n".join([*lines, lines[1], "94,x,y"]), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        load_codes(path)
    places = [(fault.line, fault.where) for fault in caught.value.faults]
    assert places == [(len(lines) + 1, "code"), (len(lines) + 2, "")]


def test_an_unknown_handling_flag_is_named_with_its_code(tmp_path: Path) -> None:
    path = tmp_path / "hs6.csv"
    text = FILE.read_text(encoding="utf-8")
    path.write_text(text.replace(",lithium,", ",litium,", 1), encoding="utf-8")
    with pytest.raises(BadFile, match="unknown handling flag: litium"):
        load_codes(path)
