"""Goods fit the catalogue, the customs table and what platforms take."""

from typing import Any

import pytest

from lab.scenarios.goods import phrase_faults, product_faults, quantity_faults
from lab.scenarios.schema import PhrasesFile, ProductFile, QuantityFile, ShopFile
from lab.values.places import SCENARIOS, SEED
from lab.values.yamlfile import load_yaml, read_yaml, validate

RIGHT: dict[str, Any] = {
    "type": "slippers", "model": "KS-38", "names": {"en": "Slippers"}, "unit_cost": "11.50 EUR", "weight_g": 420, "origin": "KZ",
    "hs_accept": ["640419"], "truth": {"colour": "grey", "secret": "anything"}, "quality": 700, "stock": 60,
    "documents": {"paper": {"kind": "user_manual", "title": "M", "language": "de", "issued_on": "2025-02-20", "model": "KS-38"}},
    "listings": {
        "meridian/DE": {
            "title": "Schuhe", "category": "apparel/footwear/slippers", "attributes": {"colour": "grey"}, "price": "24.90 EUR",
            "images": [{"file": "a.jpg"}], "documents": ["paper"],
        }
    },
}  # fmt: skip
OFFER: dict[str, Any] = RIGHT["listings"]["meridian/DE"]
PAPER: dict[str, Any] = RIGHT["documents"]["paper"]


GUIDE = (SCENARIOS.parent / "docs" / "authoring.md").read_text(encoding="utf-8")


def example(beginning: str) -> str:
    """The example of the author's guide that begins so."""
    return next(block for block in GUIDE.split("```yaml\n")[1:] if block.startswith(beginning)).partition("```")[0]


def test_the_example_of_the_guide_is_right() -> None:
    data, positions = read_yaml(example("type: slippers"), "authoring.md")
    assert list(product_faults(validate(ProductFile, data, positions, "authoring.md"))) == []


def test_the_guide_names_every_starting_shop() -> None:
    for path in (SEED / "shops").glob("*/shop.yaml"):
        version = load_yaml(ShopFile, path).version
        assert f"| `{path.parent.name}@{version}` |" in GUIDE


def faults(**changes: Any) -> list[tuple[Any, str]]:
    return list(product_faults(ProductFile.model_validate({**RIGHT, **changes})))


def offered(**changes: Any) -> dict[str, Any]:
    return {"meridian/DE": {**OFFER, **changes}}


def test_a_right_product_has_no_faults_and_may_be_more_than_offers_say() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"unit_cost": "11,50 EUR"}, ("unit_cost",), "cannot read '11,50 EUR' as money"),
        ({"hs_accept": ["64041990"]}, ("hs_accept", 0), "write six digits without dots, such as 640419"),
        ({"flags": ["litium"]}, ("flags", 0), "there is no handling flag 'litium'; did you mean 'lithium'?"),
        ({"truth": {"colour": "gray"}}, ("truth", "colour"), "'colour' cannot be 'gray'; did you mean 'grey'?"),
        ({"documents": {"paper": {**PAPER, "kind": "manual"}}}, ("documents", "paper", "kind"), "there is no kind of paper 'manual'"),
        ({"documents": {"paper": {**PAPER, "issued_on": "20.02.2025"}}}, ("documents", "paper", "issued_on"), "write year, month and day"),
        ({"listings": offered(titel="x")}, ("listings", "meridian/DE", "titel", "@key"), "a listing has no 'titel'; did you mean 'title'?"),
        ({"listings": offered(images=[])}, ("listings", "meridian/DE"), "without a main picture nothing goes on sale; add 'images'"),
        ({"listings": offered(price="24.90 €")}, ("listings", "meridian/DE", "price"), "cannot read '24.90 €' as money"),
        ({"listings": offered(category="shoes")}, ("listings", "meridian/DE", "category"), "that of 'slippers' is apparel/footwear/slippers"),
        ({"listings": offered(attributes={"size": "38"})}, ("listings", "meridian/DE", "attributes", "size", "@key"), "they have shoe_size, colour"),
        ({"listings": offered(documents=["papper"])}, ("listings", "meridian/DE", "documents", 0), "did you mean 'paper'?"),
    ],
)  # fmt: skip
def test_a_slip_is_told_where_it_stands(changes: dict[str, Any], path: Any, words: str) -> None:
    (fault,) = faults(**changes)
    assert fault[0] == path and words in fault[1]


def test_an_unknown_type_is_told_alone() -> None:
    assert faults(type="slipper") == [(("type",), "there is no product type 'slipper'; did you mean 'slippers'?")]


def test_what_is_drawn_is_not_known_yet() -> None:
    assert faults(unit_cost="${cost}", hs_accept=["${code}"], truth={"colour": "${colour}"}, listings=offered(price="${price}")) == []


@pytest.mark.parametrize(("value", "unit", "path"), [("24,5", "cm", ("value",)), ("1/0", "cm", ("value",)), ("24.5", "zentimeter", ("unit",))])
def test_a_quantity_is_a_number_and_a_unit(value: str, unit: str, path: Any) -> None:
    assert [fault[0] for fault in quantity_faults(QuantityFile(value=value, unit=unit))] == [path]


def test_right_and_drawn_quantities_pass() -> None:
    assert list(quantity_faults(QuantityFile(value="24.5", unit="cm"))) == []
    assert list(quantity_faults(QuantityFile(value="${x}", unit="${y}"))) == []


def test_phrases_must_have_words() -> None:
    found = list(phrase_faults(PhrasesFile(groups=(("Geschenk*", "..."),), against=("*", "${x}"))))
    assert [fault[0] for fault in found] == [("groups", 0, 1), ("against", 0)]
