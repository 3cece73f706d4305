"""`lab language`."""

import io
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from lab.cli.language import LONGEST_LINE, lines_of
from lab.cli.main import main
from lab.languages.identify import LANGUAGES
from lab.values.errors import BadInput
from tests.cli.conftest import Done

Ask = Callable[..., Done]

GERMAN = "Guten Tag, wir haben Ihr Paket am 9. März versandt, es kommt in 7 bis 10 Tagen. Wir erstatten 45,90 €. Passt das? Viele Grüße"


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """The command with standard input; it needs neither an instance nor a market."""

    def ask_it(given: str | bytes, *words: str) -> Done:
        data = given.encode() if isinstance(given, str) else given
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        monkeypatch.setattr("sys.argv", ["lab", "language", *words])
        code = 0
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        streams = capsys.readouterr()
        return Done(code, streams.out, streams.err)

    return ask_it


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_line_gets_its_language(ask: Ask) -> None:
    done = ask("Wo ist meine Bestellung?\n\nТауар қашан жеткізіледі?\nok\n", "identify", "--json")
    assert (done.code, done.err) == (0, "")
    first, empty, third, short = lines(done.out)
    assert (first["line"], first["language"], first["sure"]) == (1, "de", True)
    assert empty == {"line": 2, "language": "und", "certainty_permille": 0, "sure": False}
    assert (third["line"], third["language"]) == (3, "kk")
    assert (short["language"], short["sure"]) == ("und", False)


def test_for_people_it_is_one_short_line_each(ask: Ask) -> None:
    done = ask("Wo ist meine Bestellung?\n123\n", "identify")
    assert [line.split() for line in done.out.splitlines()][1] == ["und", "0", "unsure"]
    assert done.out.startswith("de ")
    assert len(done.out.splitlines()) == 2


def test_what_a_line_states_is_given_with_its_place(ask: Ask) -> None:
    done = ask(GERMAN + "\n", "read", "--lang", "de", "--date", "2026-03-05", "--json")
    assert (done.code, done.err) == (0, "")
    (record,) = lines(done.out)
    found = record["found"]
    said = {(one["kind"], one["value"]): one["text"] for one in found}
    assert said["date", "2026-03-09"] == "9. März"
    assert said["range", "7-10 day"] == "7 bis 10 Tagen"
    assert said["amount", "45.9 EUR"] == "45,90 €"
    assert "versandt" in said["claim", "shipped"]
    assert "erstatten" in said["topic", "refund"]
    assert said["greeting", "shop"] == "Guten Tag"
    assert said["closing", "shop"] == "Viele Grüße"
    assert said["question", ""].strip() == "Passt das?"
    assert ("polite", "") in said
    assert all(GERMAN[slice(*one["span"])] == one["text"] for one in found)
    assert [one["span"] for one in found] == sorted(one["span"] for one in found)


def test_promises_are_told_and_the_day_counts(ask: Ask) -> None:
    text = "Write to us on WhatsApp. It arrives tomorrow.\n"
    one, other = (ask(text, "read", "--lang", "en", "--date", day, "--json").out for day in ("2026-03-05", "2026-12-31"))
    assert {"kind": "promise", "value": "off_platform_contact"}.items() <= next(p for p in lines(one)[0]["found"] if p["kind"] == "promise").items()
    assert [p["value"] for p in lines(one)[0]["found"] if p["kind"] == "date"] == ["2026-03-06"]
    assert [p["value"] for p in lines(other)[0]["found"] if p["kind"] == "date"] == ["2027-01-01"]


def test_for_people_what_was_found_stands_line_by_line(ask: Ask) -> None:
    done = ask("Kabel 180 cm [b]:smile:\x1b[31m\n\n", "read", "--lang", "de-AT", "--date", "2026-03-05")
    assert done.code == 0
    assert done.out.splitlines()[0].startswith("line 1: ")
    assert "  6-12  quantity  180 cm  180 cm" in done.out.splitlines()
    assert done.out.splitlines()[-1] == "line 2: 0 found"
    assert "\x1b" not in done.out


def test_an_unknown_language_is_wrong_usage_and_names_the_known_ones(ask: Ask) -> None:
    done = ask("x\n", "read", "--lang", "tlh")
    assert done.code == 2
    assert "tlh" in done.err
    assert LANGUAGES[0] in done.err
    assert ask("x\n", "read").code == 2
    assert ask("x\n", "read", "--lang", "de", "--date", "5 March").code == 2


def test_bytes_that_are_no_utf_8_are_an_error_with_their_place(ask: Ask) -> None:
    done = ask(b"Hallo\n" + b"ab\xff\n", "identify", "--json")
    assert done.code == 1
    assert len(lines(done.out)) == 1
    assert done.err.count("\n") == 1
    assert "line: 2" in done.err
    assert "byte: 3" in done.err


def test_a_huge_line_is_an_error_and_the_longest_one_is_read(ask: Ask) -> None:
    assert ask(b"Wo ist mein Paket? " * (LONGEST_LINE // 19) + b"\n", "identify").code == 0
    done = ask(b"x" * (LONGEST_LINE + 1), "read", "--lang", "de")
    assert done.code == 1
    assert "too long" in done.err


def test_nothing_at_all_is_no_error(ask: Ask) -> None:
    for words in (("identify",), ("identify", "--json"), ("read", "--lang", "th", "--json")):
        done = ask(b"", *words)
        assert (done.code, done.out, done.err) == (0, "", "")


def test_control_characters_are_read_and_only_line_feeds_end_lines(ask: Ask) -> None:
    done = ask("\x00\x07\u2028\u202e 180 cm\x0b\r\n", "read", "--lang", "de", "--json")
    assert done.code == 0
    (record,) = lines(done.out)
    assert [one["value"] for one in record["found"] if one["kind"] == "quantity"] == ["180 cm"]


def test_lines_are_cut_as_they_come() -> None:
    assert list(lines_of(io.BytesIO("\ufeffa\r\n\n b ".encode()))) == [(1, "a"), (2, ""), (3, " b ")]
    assert list(lines_of(io.BytesIO(b"x" * LONGEST_LINE + b"\r\n"))) == [(1, "x" * LONGEST_LINE)]
    with pytest.raises(BadInput):
        list(lines_of(io.BytesIO(b"x" * (LONGEST_LINE + 3))))
