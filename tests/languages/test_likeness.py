"""How alike two texts are, and how much of one is taken over from another."""

from fractions import Fraction

import pytest

from lab.languages.likeness import likeness, overlap

CORD = "Guten Tag, das Kabel der Leuchte misst 180 cm und reicht bequem bis zur Steckdose. Der Fuß steht fest auf dem Tisch."
SAME = CORD.replace("Guten Tag", "Hallo Frau Vogel").replace("180", "200")
PARCEL = "Hallo Herr Blum, Ihre Bestellung liegt noch im Lager. Wir übergeben die Sendung morgen dem Paketdienst und melden uns."


def test_a_text_is_wholly_like_itself_in_any_script() -> None:
    for text, language in ((CORD, "de"), ("这盏台灯的电源线长一百八十厘米，可以放在书桌上使用。", "zh"), ("طول السلك مئة وثمانون سنتيمترا", "ar")):
        assert likeness(text, text, language) == 1000


def test_a_copy_with_another_name_is_far_more_alike_than_another_answer() -> None:
    assert likeness(CORD, SAME, "de") > 850
    assert likeness(CORD, PARCEL, "de") < 400


def test_likeness_does_not_depend_on_the_order_of_the_two() -> None:
    assert likeness(CORD, PARCEL, "de") == likeness(PARCEL, CORD, "de")


def test_what_both_were_given_does_not_count() -> None:
    frame = "Vielen Dank für Ihre Nachricht an Kontorlicht. Unser Team beantwortet jede Frage persönlich und so schnell wie möglich."
    one, two = f"{frame} Das Kabel misst 180 Zentimeter bequem.", f"{frame} Der Schirm besteht innen aus weißem Metall."
    assert likeness(one, two, "de") > 700
    assert likeness(one, two, "de", [frame]) < 400


def test_a_text_of_nothing_but_what_was_given_is_compared_as_a_whole() -> None:
    assert likeness(CORD, CORD, "de", [CORD]) == 1000


@pytest.mark.parametrize("text", ["", " ", "!!!", "🙂"])
def test_a_text_without_words_is_like_nothing(text: str) -> None:
    assert likeness(text, text, "de") == 0
    found = overlap(text, CORD, "de")
    assert (found.share, found.longest, found.span) == (0, 0, None)


def test_words_taken_over_in_a_row_are_counted_and_the_longest_run_is_quoted() -> None:
    text = "Neu bei uns: Das Kabel der Leuchte misst 180 cm, sagt man."
    found = overlap(text, CORD, "de")
    assert found.longest == 7 and found.span is not None
    assert text[slice(*found.span)] == "Das Kabel der Leuchte misst 180 cm"
    assert (found.words, found.share) == (12, Fraction(7, 12))


def test_a_few_words_in_a_row_are_chance() -> None:
    found = overlap("Kabel der Leuchte, sonst nichts davon", CORD, "de")
    assert (found.share, found.longest) == (0, 3)


def test_runs_that_overlap_count_each_word_once() -> None:
    assert overlap("eins zwei drei vier fünf", "eins zwei drei vier. zwei drei vier fünf.", "de").share == 1


def test_a_script_without_spaces_is_cut_into_words() -> None:
    source = "这盏台灯采用金属灯罩，光线柔和不刺眼，适合阅读和办公。"
    assert overlap(source, source, "zh").share == 1
    assert overlap("包装内含说明书一份。", source, "zh").share == 0


def test_hostile_lengths_are_read_in_good_time() -> None:
    assert overlap("a." * 3000, "a. b. " * 300, "de").share == 0
    assert likeness("A" * 5000, "🙂" * 400, "de") == 0
