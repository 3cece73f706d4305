import pytest

from lab.scenarios.script import scenario_folders
from lab.school.proofreading import faults_in, faults_of, heading_of
from lab.values.errors import Fault
from tests.school.drafting import small_files


def lines(faults: list[Fault]) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in faults]


def test_a_right_draft_has_no_faults() -> None:
    assert faults_of(small_files()) == {}


def test_the_scenarios_that_come_with_the_lab_have_none() -> None:
    for folder in scenario_folders():
        if folder.name in ("desk-lamp-two-markets", "one-day-at-the-help-desk", "pictures-that-sell", "ship-to-six-countries"):
            files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
            assert faults_of(files) == {}, folder.name


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("check: message.replied_within", "check: message.replied_witin", "there is no check type 'message.replied_witin'; did you mean 'message.replied_within'?"),
        ("visits_per_day: 0", "visits_a_day: 0", "unknown key 'visits_a_day'; did you mean 'visits_per_day'?"),
        ("places: [meridian/DE]", "places: [meridian/DX]", "there is no place 'meridian/DX'"),
        ("base: small-lighting-shop@1", "base: small-lihgting-shop@1", "did you mean 'small-lighting-shop'?"),
        ("do: message.reply", "do: message.repyl", "there is no action 'message.repyl'; did you mean 'message.reply'?"),
        ("text: tasks/ship.md", "text: tasks/shipp.md", "there is no file 'tasks/shipp.en.md', nor one in another language; did you mean 'tasks/ship.md'?"),
        ("text: texts/q1.txt", "text: texts/q7.txt", "there is no file 'texts/q7.txt'; did you mean 'texts/q1.txt'?"),
        ('"worry/${worry}.yaml"', '"worries/${worry}.yaml"', "there is no file 'worries/cord.yaml'"),
        ("with: solution/a1.txt", "with: solution/b1.txt", "there is no file 'solution/b1.txt'; did you mean 'solution/a1.txt'?"),
        ("set: {r1: broken/a1.txt}", "set: {r1: broken/a9.txt}", "there is no file 'broken/a9.txt'; did you mean 'broken/a1.txt'?"),
        ("needs: [answered]", "needs: [anwsered]", "there is no check 'anwsered'; did you mean 'answered'?"),
        ("total: 10", "total: 11", "the checks give 10 points, not 11"),
        ("version: \"1.0.0\"", "version: *x", "aliases are not allowed in author files"),
    ],
)  # fmt: skip
def test_every_fault_of_scenario_yaml_has_its_line_and_often_a_guess(old: str, new: str, words: str) -> None:
    files = small_files([(old, new)])
    text = files["scenario.yaml"].decode()
    line = text[: text.index(new)].count("\n") + 1
    found = lines(faults_in(files, "scenario.yaml"))
    assert any(at == line and words in message for at, message in found), found


def test_a_wrong_key_and_a_wrong_check_are_told_at_once() -> None:
    files = small_files([("visits_per_day: 0", "visits_a_day: 0"), ("check: order.shipped_within", "check: order.shiped_within")])
    messages = [message for _, message in lines(faults_in(files, "scenario.yaml"))]
    assert any("visits_a_day" in one for one in messages) and any("order.shiped_within" in one for one in messages)


def test_each_yaml_file_is_read_as_what_it_is_named_for() -> None:
    files = small_files(**{"worry/cord.yaml": b"groups: [[Kabel*]]\nagaints: [x]\n"})
    assert lines(faults_of(files)["worry/cord.yaml"]) == [(2, "unknown key 'againts'; did you mean 'against'?")]
    files = small_files(**{"rubrics/r.yaml": b"criteria: []\n", "products/p.yaml": b"type: mug\n", "other.yaml": b"anything: [at, all]\n"})
    found = faults_of(files)
    assert set(found) == {"rubrics/r.yaml", "products/p.yaml"}
    assert any("'weight_g' is missing" in message for _, message in lines(found["products/p.yaml"]))
    files = small_files(**{"pictures/recipes/main.yaml": b'photo: mug/front\nsteps: [{do: turn, quarters: "1"}, {do: polish}]\n'})
    assert lines(faults_of(files)["pictures/recipes/main.yaml"])[0][0] == 2


def test_contents_of_a_step_have_only_fields_of_its_action() -> None:
    files = small_files(
        [("with: {lane: de_parcel, items: [{sku: bulb, quantity: 2}], documents: [invoice]}", "with: solution/ship.yaml")],
        **{"solution/ship.yaml": b"lane: de_parcel\nitemz: []\ncustoms_form: {}\n"},
    )
    assert lines(faults_of(files)["solution/ship.yaml"]) == [(2, "'order.ship' has no field 'itemz'; did you mean 'items'?")]


def test_names_that_texts_put_in_must_be_known() -> None:
    files = small_files(**{"tasks/ship.en.md": b"# Ship\nFor ${buyerr}: order ${order.o1.number}, ${cord_cm\n"})
    found = faults_of(files)["tasks/ship.en.md"]
    assert [(fault.line, fault.column) for fault in found] == [(2, 5), (2, 42)]
    assert found[0].message == "nothing is called 'buyerr' under variants; did you mean 'buyer'?"
    assert "never closed" in found[1].message


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    assert lines(faults_of(small_files(**{"tasks/ship.en.md": b"# Ship\n\xff\xfe\n"}))["tasks/ship.en.md"]) == [(2, "this file is not UTF-8 text; save it again with the encoding UTF-8")]


@pytest.mark.parametrize(
    "text", ["", "[]", "x", "checks: 5", "checks: [5]", "variants: [1]", "variants: {pool: [1]}", "events: {a: 1}", "brief: {pictures: {a: b}}", "tasks: [[]]",
             "facts: {a: [1]}", "reference: [{with: {a: 1}}]", "probes: [{set: [1]}]", "- a\n- b", "\ud800", "a: ${", "id: x\nworld: ~"]
)  # fmt: skip
def test_any_text_is_read_without_an_error_of_the_lab(text: str) -> None:
    files = {**small_files(), "scenario.yaml": text.encode("utf-8", "surrogatepass")}
    assert faults_of(files)["scenario.yaml"]
    assert heading_of(files) is None


def test_the_heading_of_a_right_file_is_read() -> None:
    heading = heading_of(small_files())
    assert heading is not None and heading.version == "1.0.0"


PRODUCT = b"""type: mug
model: M1
names: {en: Mug}
unit_cost: "2.00 EUR"
weight_g: 300
origin: CN
hs_accept: ["691110"]
truth: {}
quality: 500
stock: 10
listings:
  meridian/DE: {title: Tasse, category: home/kitchen/mugs, price: "9,90 EUR", images: [{file: cup.jpg, alt: Tasse}]}
"""


def test_a_product_is_held_against_the_catalogue_and_the_pictures_that_are_there() -> None:
    found = lines(faults_of(small_files(**{"products/p.yaml": PRODUCT, "pictures/cups.jpg": b""}))["products/p.yaml"])
    assert any(line == 1 and "there is no product type 'mug'" in message for line, message in found), found
    assert any(line == 12 and "cannot read '9,90 EUR' as money" in message for line, message in found), found
    assert (12, "there is no picture 'cup.jpg' in pictures/; did you mean 'cups.jpg'?") in found


@pytest.mark.parametrize("letter", ["", "Wie lang ist das Kabel?\nGruß\n", "\n\nWie lang?\n"])
def test_a_letter_has_a_subject_an_empty_line_and_a_text(letter: str) -> None:
    found = lines(faults_of(small_files(**{"texts/q1.txt": letter.encode()}))["texts/q1.txt"])
    assert [line for line, message in found if message.startswith("a letter is its subject in one line")] == [1]


def test_contents_that_stand_in_a_step_have_only_fields_of_its_action() -> None:
    files = small_files([("with: {lane: de_parcel,", "with: {line: de_parcel,")])
    assert "'order.ship' has no field 'line'; did you mean 'lane'?" in [message for _, message in lines(faults_in(files, "scenario.yaml"))]
