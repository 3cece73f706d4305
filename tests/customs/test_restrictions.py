"""What may be sold where. Which rule stands in a country: the sources named in `seed/customs/restrictions.yaml`."""

from datetime import date
from pathlib import Path

import pytest

from lab.customs.documents import load_kinds
from lab.customs.hs import load_codes
from lab.customs.restrictions import FILE, Basis, is_banned, load_restrictions, restrictions
from lab.values.errors import BadFile
from lab.values.places import SEED

TODAY = date(2026, 11, 1)
DESTINATIONS = ("DE", "US", "GB", "ES", "MX", "BR", "CL", "KZ", "UZ", "SA", "AE", "EG")


def keys(country: str, hs_code: str = "", on: date = TODAY, **goods: object) -> list[str]:
    return [rule.key for rule in restrictions(country, on, hs_code=hs_code, **goods)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("country", "hs_code", "key", "kind"),
    [
        ("BR", "854340", "vapes_br", "banned"), ("DE", "854340", "vapes_eu", "registration"),
        ("GB", "821110", "knives_gb", "age_check"), ("EG", "880622", "drones_eg", "banned"),
        ("SA", "220421", "alcohol_sa", "banned"), ("US", "950300", "toys_us", "papers"),
        ("SA", "330300", "cosmetics_sa", "registration"), ("KZ", "330499", "cosmetics_kz", "papers"),
        ("SA", "611241", "modest_pictures", "cultural"), ("ES", "850511", "loose_magnets", "lane"),
        ("CL", "330720", "aerosols", "lane"), ("BR", "851762", "radio_br", "papers"),
    ],
)  # fmt: skip
def test_goods_meet_the_rule_of_the_country(country: str, hs_code: str, key: str, kind: str) -> None:
    assert {rule.key: rule.kind for rule in restrictions(country, TODAY, hs_code=hs_code)}.get(key) == kind


def test_a_desk_lamp_meets_no_rule_anywhere() -> None:
    for country in DESTINATIONS:
        assert keys(country, "9405.29", category="home/lighting/desk-lamps") == []


def test_a_knife_to_germany_needs_no_age_check() -> None:
    assert "knives_gb" not in keys("DE", "821110")


def test_a_ban_begins_on_its_day() -> None:
    first_day = date(2024, 6, 20)
    assert not is_banned("KZ", date(2024, 6, 19), hs_code="854340")
    assert is_banned("KZ", first_day, hs_code="854340")
    rule = next(rule for rule in restrictions("KZ", TODAY, hs_code="854340") if rule.kind == "banned")
    assert (rule.since, rule.source.confidence) == (first_day, "general")


def test_a_lane_that_refuses_goods_does_not_ban_them() -> None:
    held = {rule.key: rule for rule in restrictions("DE", TODAY, hs_code="850760")}
    assert held["lithium_alone_post"].not_by == ("post", "air")
    assert not is_banned("DE", TODAY, hs_code="850760")


@pytest.mark.parametrize(
    ("watt_hours", "over"), [(99, False), ("100", False), ("100.5", True), (111, True), ("many", False)]
)
def test_the_limit_of_100_watt_hours_is_kept_exactly(watt_hours: str | int, over: bool) -> None:
    found = keys("DE", "850760", attributes={"battery_wh": watt_hours})
    assert ("lithium_over_100_wh" in found) is over


def test_an_attribute_that_is_not_known_breaks_no_rule() -> None:
    assert "lithium_over_100_wh" not in keys("DE", "850760")
    assert "counterfeit" not in keys("DE", "420222")
    assert is_banned("DE", TODAY, hs_code="420222", attributes={"replica": "Yes "})


def test_a_condition_on_an_attribute_holds_only_with_the_goods_it_speaks_of() -> None:
    assert is_banned("GB", TODAY, hs_code="901320", attributes={"laser_mw": 5})
    assert not is_banned("GB", TODAY, hs_code="901530", attributes={"laser_mw": 5})
    assert not is_banned("US", TODAY, hs_code="901320", attributes={"laser_mw": 5})


def test_flags_come_from_the_code_unless_they_are_given() -> None:
    assert "lithium_summary" in keys("DE", "850760")
    assert "lithium_summary" not in keys("DE", "850760", flags=())
    assert "lithium_summary" in keys("DE", "851830", flags=("lithium",))


def test_a_rule_says_what_it_rests_on() -> None:
    toys = next(rule for rule in restrictions("US", TODAY, hs_code="9503.00") if rule.key == "toys_us")
    assert toys.rests_on == (Basis("hs", "9503"), Basis("flag", "toy-safety"))
    assert toys.documents == ("children_product_certificate",)
    earbuds = next(rule for rule in restrictions("BR", TODAY, hs_code="851830", category="electronics/audio/earbuds"))
    assert (earbuds.key, earbuds.rests_on) == ("radio_br", (Basis("category", "electronics/audio/earbuds"),))


def test_a_category_fits_by_whole_steps_of_its_path() -> None:
    assert "radio_br" not in keys("BR", category="electronics/audio/earbuds-cases")
    assert "radio_br" in keys("BR", category="electronics/audio/earbuds/sport")


def test_other_countries_know_only_the_rules_for_all() -> None:
    assert keys("FR", "854340") == ["lithium_summary"]


def test_papers_are_kinds_of_documents_categories_are_those_of_the_market_and_codes_are_in_the_table() -> None:
    file, kinds = load_restrictions(), load_kinds()
    types = "\n".join(path.read_text(encoding="utf-8") for path in (SEED / "catalogue" / "types").glob("*.yaml"))
    rules = {key: figure.value for key, figures in file.rules.items() for figure in figures if figure.value}
    for key, rule in rules.items():
        assert set(rule.documents) <= set(kinds), key
        assert all(f"category: {category}" in types for category in rule.categories), key
        assert set(rule.countries) <= {"ALL", *DESTINATIONS}, key
    unknown = {hs for rule in rules.values() for hs in rule.hs if not any(code.startswith(hs) for code in load_codes())}
    # wider than the table on purpose: kinds of alcohol, swimwear, ivory
    assert unknown == {"2203", "2205", "2206", "2207", "9601", "611231", "621111", "621112"}


def _file_with(tmp_path: Path, old: str, new: str) -> Path:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "restrictions.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_paper_that_is_no_kind_of_document_is_a_fault_of_the_file(tmp_path: Path) -> None:
    path = _file_with(tmp_path, "documents: [battery_test_summary]", "documents: [battery_dance]")
    with pytest.raises(BadFile, match="battery_dance"):
        load_restrictions(path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("flags: [lithium]", "flags: [litium]", "unknown handling flags"),
        ("not_by: [post, air]", "documents: [battery_test_summary]", "only there"),
        ("countries: [BR]", "countries: []", "names its countries"),
        ('attribute: {name: battery_wh, over: "100"}', "attribute: {name: battery_wh}", "give either"),
    ],
)
def test_a_rule_that_is_not_whole_is_a_fault_of_the_file(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        load_restrictions(_file_with(tmp_path, old, new))


def test_a_rule_may_be_lifted_from_a_day(tmp_path: Path) -> None:
    ban = "vapes_br:\n    source: br_vape\n    as_of: 2026-11-01\n    confidence: general\n    since: 2009-08-31\n"
    text = FILE.read_text(encoding="utf-8")
    start = text.index("  vapes_br:")
    end = text.index("  vapes_mx:")
    assert ban in text[start:end]
    lines = text[start:end].splitlines()[1:]
    entry = "\n".join(["    - " + lines[0].strip(), *("  " + line for line in lines[1:])])
    lifted = "    - {value: null, source: br_vape, as_of: 2030-01-01, confidence: set, since: 2030-01-01}"
    path = tmp_path / "restrictions.yaml"
    path.write_text(text[:start] + "  vapes_br:\n" + entry + "\n" + lifted + "\n" + text[end:], encoding="utf-8")
    for day, banned in ((date(2029, 12, 31), True), (date(2030, 1, 1), False)):
        held = restrictions("BR", day, hs_code="854340", path=path)
        assert ("vapes_br" in [rule.key for rule in held]) is banned
