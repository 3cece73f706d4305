"""The eleven Incoterms 2020. Expected: the table of risk and cost that the file's source gives."""

import pytest

from lab.customs.incoterms import COSTS, fits_consumer_parcel, load_incoterm, load_incoterms, named
from lab.values.errors import BadInput, NotFound

ALL = load_incoterms()


def codes(field: str, value: str) -> set[str]:
    return {code for code, rule in ALL.items() if getattr(rule.duties, field) == value}


def test_there_are_eleven_and_four_are_for_the_sea() -> None:
    assert list(ALL) == ["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"]
    assert codes("mode", "sea") == {"FAS", "FOB", "CFR", "CIF"}


def test_only_the_seller_of_dpu_unloads_and_only_the_seller_of_ddp_clears_the_import() -> None:
    assert codes("unloading", "seller") == {"DPU"}
    assert codes("import_clearance", "seller") == codes("duty_and_tax", "seller") == {"DDP"}


def test_only_the_buyer_of_exw_clears_the_export() -> None:
    assert codes("export_clearance", "buyer") == {"EXW"}


def test_main_carriage_is_the_sellers_in_the_c_and_d_rules() -> None:
    assert codes("main_carriage", "seller") == {code for code in ALL if code[0] in "CD"}


def test_only_cip_and_cif_insure_and_cip_more_widely() -> None:
    assert codes("insurance", "seller") == {"CIP", "CIF"}
    assert (ALL["CIP"].duties.cover, ALL["CIF"].duties.cover) == ("clauses_a", "clauses_c")
    assert ALL["CIP"].duties.cover_permille == ALL["CIF"].duties.cover_permille == 1100
    assert codes("cover", "none") == set(ALL) - {"CIP", "CIF"}


def test_in_the_c_rules_the_risk_passes_before_the_cost() -> None:
    assert codes("risk_passes", "handed_to_first_carrier") == {"CPT", "CIP"}
    assert codes("risk_passes", "on_board") == {"FOB", "CFR", "CIF"}
    assert {ALL[code].duties.named_place for code in ("CPT", "CIP")} == {"destination"}


def test_the_place_belongs_to_the_rule() -> None:
    assert named("FOB", "Ningbo") == "FOB Ningbo Incoterms 2020"
    assert named("DAP", "  Berlin   Mitte ") == "DAP Berlin Mitte Incoterms 2020"
    with pytest.raises(BadInput, match="incoterm_without_place: incoterm=FOB"):
        named("FOB", " ")


@pytest.mark.parametrize(("code", "instead"), [("DDU", "DAP"), ("DAT", "DPU"), ("fob", ""), ("XYZ", "")])
def test_ddu_is_no_incoterm(code: str, instead: str) -> None:
    with pytest.raises(BadInput, match="no_such_incoterm") as caught:
        named(code, "Almaty")
    assert caught.value.args_ == {"incoterm": code, "instead": instead}


def test_a_parcel_to_a_private_buyer_goes_dap_or_ddp() -> None:
    assert {code for code in ALL if fits_consumer_parcel(code)} == {"DAP", "DDP"}
    assert not fits_consumer_parcel("DDU")


def test_who_pays_can_be_asked_by_name() -> None:
    rule = load_incoterm("FOB")
    assert [rule.pays(cost) for cost in COSTS] == [
        "seller", "seller", "seller", "buyer", "nobody", "buyer", "buyer", "buyer", "buyer"
    ]  # fmt: skip
    with pytest.raises(NotFound, match="no_such_cost: cost=coffee"):
        rule.pays("coffee")


def test_each_rule_is_explained_in_five_languages() -> None:
    for rule in ALL.values():
        assert set(rule.names) == set(rule.what) == {"en", "zh", "ar", "de", "ru"}
        assert all(20 <= len(text) <= 200 for text in rule.what.values()), rule.code
        assert rule.source.text.startswith("Incoterms 2020")
