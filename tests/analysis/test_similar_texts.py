"""Shared passages: planted copies are found, honest classes are not suspected."""

from collections.abc import Sequence
from time import perf_counter

import pytest

from lab.analysis.similar_texts import similar_texts
from lab.analysis.written import Written
from lab.values.chance import below, mix64

_PLAIN = (
    "lamp desk light warm cold bright arm base metal wood cable plug switch dimmer home office reader evening school gift box parcel week "
    "price order return repair spare bulb colour white black brass steel clamp shade height width safe tested quiet strong easy "
    "customer buyer shop answer question thank please send track arrive customs invoice tax label paper carton friend family room table"
)
WORDS = _PLAIN.split()
GERMAN = "Die Lampe steht fest auf dem Tisch, ihr Arm lässt sich in drei Richtungen drehen, und das Licht blendet auch nach Stunden am Abend nicht."
CHINESE = "这款台灯底座稳固灯臂可以向三个方向转动长时间阅读也不会感到刺眼适合学生和办公室人员使用包装牢固运输过程中不易损坏"


def prose(seed: int, words: int) -> str:
    """Words in a random order, as nobody else writes them."""
    return " ".join(WORDS[below(mix64(mix64(seed) + place), len(WORDS))] for place in range(words))


def text(words: str, seq: int = 0, part: str = "description") -> Written:
    return Written(seq, "listing.save", "meridian/DE/lamp", part, words)


def honest(number: int, words: int = 120) -> list[Written]:
    return [text(prose(1000 * number, words)), text(prose(1000 * number + 1, 30), 5, "text")]


def test_a_copied_text_is_found_with_its_place_in_both() -> None:
    runs: dict[int, Sequence[Written]] = {run: honest(run) for run in range(1, 13)}
    copied = runs[3][0].text
    runs[9] = [text(f"My own beginning. {copied}", 8)]
    (hint,) = similar_texts(runs, [])
    (passage, *rest) = hint.passages
    assert (hint.kind, hint.run, hint.other, hint.permille) == ("texts", 3, 9, 1000) and not rest
    assert (passage.seq, passage.other_seq, passage.words) == (0, 8, 120)
    assert copied[passage.start : passage.end] == copied == runs[9][0].text[passage.other_start : passage.other_end]


def test_a_copy_with_every_tenth_word_changed_is_found() -> None:
    runs: dict[int, Sequence[Written]] = {run: honest(run) for run in range(1, 13)}
    words = runs[1][0].text.split()
    runs[2] = [text(" ".join("and" if place % 12 == 11 else word for place, word in enumerate(words)))]
    (hint,) = similar_texts(runs, [])
    assert (hint.run, hint.other) == (1, 2) and hint.permille > 700 and len(hint.passages) >= 9


def test_case_punctuation_and_figures_make_no_difference() -> None:
    runs = {1: [text(f"{GERMAN} Das Kabel ist 180 cm lang.")], 2: [text(f"{GERMAN.upper().replace(',', ' –')} DAS KABEL IST 210 CM LANG!")]}
    (hint,) = similar_texts(runs, [])
    assert hint.passages[0].end == len(runs[1][0].text) - 1 and hint.permille == 1000


def test_an_honest_class_is_not_suspected() -> None:
    assert similar_texts({run: honest(run) for run in range(1, 41)}, []) == ()


def test_facts_that_everybody_states_make_no_hint() -> None:
    facts = ("the cable is 180 cm long", "it needs a bulb with socket e27", "we ship within two days from the warehouse in Leipzig")
    runs = {run: [text(f"{prose(run, 60)} {facts[run % 3]} {prose(run + 99, 60)} {facts[(run + 1) % 3]}.")] for run in range(1, 31)}
    assert similar_texts(runs, []) == ()


def test_what_was_given_to_all_is_no_copy() -> None:
    runs = {run: [text(f"{GERMAN} {prose(run, 40)}")] for run in (1, 2)}
    assert len(similar_texts(runs, [])) == 1
    assert similar_texts(runs, [f"Aus dem Blatt: {GERMAN}"]) == ()


def test_passages_that_more_than_a_third_share_are_left_out() -> None:
    runs = {run: [text(f"{GERMAN} {prose(run, 40)}")] for run in range(1, 13)}
    assert similar_texts(runs, []) == ()
    fewer = {run: [text(f"{GERMAN if run <= 4 else ''} {prose(run, 40)}")] for run in range(1, 13)}
    assert sorted((hint.run, hint.other) for hint in similar_texts(fewer, [])) == [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]


def test_a_robot_class_with_one_solution_is_no_class_of_copies() -> None:
    assert similar_texts({run: [text(GERMAN), text(CHINESE, 1)] for run in range(1, 13)}, []) == ()


def test_one_copied_reply_among_much_own_work_is_found() -> None:
    runs: dict[int, Sequence[Written]] = {run: honest(run, 600) for run in range(1, 13)}
    runs[5] = [*runs[5], text(GERMAN + " " + prose(5, 5), 20, "text")]
    runs[6] = [*runs[6], text(GERMAN, 30, "text")]
    (hint,) = similar_texts(runs, [])
    assert (hint.run, hint.other, hint.passages[0].seq, hint.passages[0].other_seq) == (5, 6, 20, 30)


def test_a_short_greeting_in_common_is_no_hint() -> None:
    greeting = "Thank you for your message and for your patience with us this week"
    assert similar_texts({run: [text(f"{greeting}. {prose(run, 20)}")] for run in (1, 2)}, []) == ()


def test_scripts_without_spaces_are_cut_in_characters() -> None:
    runs = {run: [text(prose(run, 50))] for run in range(1, 9)}
    runs[2], runs[4] = [text(f"我的说明。{CHINESE}")], [text(CHINESE, 3)]
    (hint,) = similar_texts(runs, [])
    passage = hint.passages[0]
    assert (hint.run, hint.other) == (2, 4) and runs[4][0].text[passage.other_start : passage.other_end] == CHINESE
    assert similar_texts(runs, [CHINESE]) == ()


def test_hostile_and_empty_texts_are_no_fault() -> None:
    odd = ["", "\u202e" * 50, "\U0001f4a1 " * 300, "a" * 20_000, "<script>alert(1)</script> " * 40, "\u0301" * 400, "0" * 5000]
    similar_texts({run: [text(one)] for run, one in enumerate(odd)}, odd)
    assert similar_texts({}, []) == () and similar_texts({1: []}, [""]) == ()


def test_the_order_of_runs_makes_no_difference() -> None:
    runs: dict[int, Sequence[Written]] = {run: honest(run) for run in range(1, 10)}
    runs[4] = runs[2]
    assert similar_texts(runs, []) == similar_texts(dict(reversed(runs.items())), [])


@pytest.mark.slow
def test_three_hundred_runs_take_less_than_ten_seconds() -> None:
    runs = {run: [text(prose(97 * run + place, 90), place) for place in range(8)] for run in range(300)}
    for run in range(0, 300, 10):  # thirty pairs that copied
        runs[run + 1] = [*runs[run + 1][:4], *runs[run][4:]]
    begun = perf_counter()
    found = similar_texts(runs, [prose(10**9 + place, 200) for place in range(60)])
    assert perf_counter() - begun < 10 and len(found) == 30
