"""Foreign brands in listings: what an article fits may be said, trading on a name may not."""

import pytest

from lab.customs.brands import brand_traps, load_brands, protected_brands
from lab.values.places import SEED
from lab.values.yamlfile import read_yaml

OWN = frozenset({"Lumora"})
RIVALS = ("Lumora", "Veltrio", "Nordhell", "Molida", "Ombrella Casa")


def kinds(text: str, own: frozenset[str] = OWN) -> list[tuple[str, str]]:
    return [(trap.kind, trap.brand) for trap in brand_traps(text, own, RIVALS)]


@pytest.mark.parametrize(
    "text",
    [
        "Case compatible with Velquanto X5", "Strap that fits most Velquanto watches", "Velquanto compatible charger",
        "Hülle passend für Velquanto", "Velquanto-kompatible Hülle", "Hülle für die Velquanto",
        "funda compatible con Velquanto", "funda para Velquanto", "чехол для Velquanto", "чехол для Велкванто",
        "чехол, совместимый с Velquanto", "غطاء متوافق مع Velquanto", "غطاء لـVelquanto", "capa compatível com Velquanto",
        "手机壳兼容Velquanto", "适用于维宽托的手机壳", "Velquanto专用保护壳",
    ],
)  # fmt: skip
def test_what_an_article_fits_is_allowed(text: str) -> None:
    traps = brand_traps(text, OWN, RIVALS)
    assert [(trap.kind, trap.brand) for trap in traps] == [("compatible", "Velquanto")]
    assert all(trap.is_allowed for trap in traps)


@pytest.mark.parametrize(
    "text",
    [
        "Maison Talverne style handbag", "handbag like Maison Talverne", "bag inspired by Talverne", "Talverne-look bag",
        "Tasche im Stil von Talverne", "Tasche wie Talverne", "Bolso estilo Talverne", "bolsa tipo Talverne",
        "сумка в стиле Talverne", "сумка как Тальверн", "حقيبة مثل Talverne", "حقيبة ستايل Talverne",
        "Talverne同款手提包", "媲美塔尔韦纳的手提包",
    ],
)  # fmt: skip
def test_trading_on_a_name_is_passing_off(text: str) -> None:
    traps = brand_traps(text, OWN, RIVALS)
    assert [(trap.kind, trap.brand) for trap in traps] == [("passing_off", "Maison Talverne")]
    assert not traps[0].is_allowed


@pytest.mark.parametrize(
    "text",
    [
        "Replica watch",
        "часы, реплика",
        "高仿手表",
        "ساعة تقليد",
        "Uhr, 1:1",
        "reloj réplica",
        "réplica de relógio",
        "a great dupe",
        "Replikat",
    ],
)
def test_words_for_copies_are_a_trap_without_any_brand(text: str) -> None:
    assert kinds(text) == [("replica", "")]


def test_a_word_for_copies_makes_every_brand_beside_it_passing_off() -> None:
    assert kinds("1:1 watch for Horolune fans") == [("replica", ""), ("passing_off", "Horolune")]


def test_a_bare_foreign_brand_is_a_trap_and_the_own_brand_is_none() -> None:
    assert kinds("Lumora desk lamp") == []
    assert kinds("Veltrio desk lamp") == [("brand", "Veltrio")]
    assert kinds("veltrio nordhell lamp") == [("brand", "Veltrio"), ("brand", "Nordhell")]


def test_an_own_name_may_hold_the_name_of_another() -> None:
    assert kinds("Veltrio Garten lamp", frozenset({"Veltrio Garten"})) == []
    assert kinds("Veltrio lamp", frozenset({"Veltrio Garten"})) == [("brand", "Veltrio")]


def test_a_seller_of_a_protected_mark_may_use_it_in_every_spelling() -> None:
    assert kinds("Чехол Велкванто, Velquanto case", frozenset({"Velquanto"})) == []


def test_a_list_after_one_word_of_compatibility_is_compatible_as_a_whole() -> None:
    assert kinds("чехол для Veltrio, Nordhell и Velquanto") == [
        ("compatible", "Veltrio"), ("compatible", "Nordhell"), ("compatible", "Velquanto"),
    ]  # fmt: skip
    assert kinds("for home and office. Veltrio quality") == [("brand", "Veltrio")]
    assert kinds("fits every desk, Veltrio quality") == [("brand", "Veltrio")]


def test_the_longest_name_at_a_place_counts_once() -> None:
    assert kinds("Maison Talverne bag") == [("brand", "Maison Talverne")]


def test_names_are_whole_words_in_any_case() -> None:
    assert kinds("Veltrios Velquantonia") == []
    assert kinds("VELTRIO’s lamp, ＶＥＬＴＲＩＯ") == [("brand", "Veltrio"), ("brand", "Veltrio")]


def test_an_everyday_word_counts_only_as_the_brand_writes_it() -> None:
    assert kinds("pimienta negra molida") == []
    assert kinds("Molida grinder") == [("brand", "Molida")]


def test_spans_count_characters_of_the_text() -> None:
    text = "½ price — ﬁts “Velquanto” phones"
    (trap,) = brand_traps(text, OWN, RIVALS)
    assert text[trap.start : trap.end] == trap.quote == "Velquanto"
    assert trap.kind == "compatible"


@pytest.mark.parametrize("text", ["", " ", "Velquant", "like for style", "(*|...)", "仿真花"])
def test_texts_without_a_brand_have_no_traps(text: str) -> None:
    assert kinds(text) == []


def test_strange_names_are_looked_for_as_they_stand() -> None:
    assert [trap.brand for trap in brand_traps("A (B|C)* lamp", frozenset({"", " "}), ["(B|C)*", "", " "])] == [
        "(B|C)*"
    ]


def test_no_protected_mark_is_a_brand_of_the_market() -> None:
    files = [*(SEED / "catalogue" / "types").glob("*.yaml"), *(SEED / "catalogue" / "departments").glob("*.yaml")]
    texts = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert "Lumora" in texts
    assert [name for name in protected_brands() if name in texts] == []


def test_no_title_of_the_catalogue_is_a_trap() -> None:
    files = sorted((SEED / "catalogue" / "types").glob("*.yaml"))[::16]
    read = [read_yaml(file.read_text(encoding="utf-8"), file.name)[0] for file in files]
    brands = sorted({brand for type_ in read for brand in type_.get("brands") or ()})
    titles = [title for type_ in read for texts in type_["texts"].values() for title in texts["titles"]]
    assert "Lumora" in brands and len(titles) > 400
    assert [title for title in titles if brand_traps(title, frozenset(), brands)] == []


def test_every_list_of_words_has_every_language() -> None:
    file = load_brands()
    lists = (
        file.compatible_before,
        file.for_words,
        file.compatible_after,
        file.copy_before,
        file.copy_after,
        file.replica,
    )
    for figure in lists:
        assert set(figure.value) == {"en", "de", "es", "ru", "ar", "pt", "zh"}
        assert all(figure.value.values())
