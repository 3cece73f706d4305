"""Author files: plain text values, exact places, nothing that YAML can do behind an author's back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from lab.values.errors import BadFile, Fault
from lab.values.yamlfile import MAX_BYTES, load_yaml, read_yaml


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    quantity: int


class Sheet(BaseModel):
    model_config = ConfigDict(extra="forbid")
    country: str
    parts: list[Part] = []


def faults(text: str) -> list[Fault]:
    with pytest.raises(BadFile) as caught:
        read_yaml(text, "f.yaml")
    return caught.value.faults


def sheet_faults(folder: Path, text: str) -> list[str]:
    path = folder / "sheet.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        load_yaml(Sheet, path)
    return [str(fault) for fault in caught.value.faults]


def test_values_stay_the_text_that_was_written() -> None:
    data, _ = read_yaml("country: NO\ntime: 12:30\ncode: 01001\nnumber: 1.10\ndate: 2026-05-04\nflag: yes\n", "f.yaml")
    assert data == {"country": "NO", "time": "12:30", "code": "01001", "number": "1.10", "date": "2026-05-04", "flag": "yes"}


def test_an_empty_value_is_none_and_a_quoted_one_is_text() -> None:
    assert read_yaml("a:\nb: ~\nc: null\nd: ''\ne: '~'\n", "f")[0] == {"a": None, "b": None, "c": None, "d": "", "e": "~"}


def test_every_part_knows_its_line_and_column() -> None:
    _, positions = read_yaml("a:\n  - b: c\n", "f.yaml")
    assert positions[("a", 0, "b")] == (2, 8)
    assert positions[("a", 0, "b", "@key")] == (2, 5)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: &x 1\n", 1, 4, "anchors are not allowed"),
        ("a: 1\nb: *x\n", 2, 4, "aliases are not allowed"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, 4, "tags are not allowed"),
        ("a: !!binary x\n", 1, 4, "tags are not allowed"),
        ("<<: {a: 1}\n", 1, 1, "merge keys are not allowed"),
        ("a: 1\na: 2\n", 2, 1, "the key 'a' stands here twice"),
        ("a: 1\n[b]: 2\n", 2, 1, "a key must be plain text"),
        ("a: 1\n---\nb: 2\n", 2, 1, "not valid YAML"),
        ("a: b: c\n", 1, 5, "not valid YAML"),
        ("a: [1\n", 2, 1, "not valid YAML"),
        ("a: \x00\n", 1, 1, "not valid YAML"),
        ("a: \ud800\n", 1, 1, "not valid YAML"),
        ("a: 1\n\tb: 2\n", 2, 1, "not valid YAML"),
    ],
)
def test_what_an_author_file_may_not_hold_is_named_with_its_place(text: str, line: int, column: int, message: str) -> None:
    first = faults(text)[0]
    assert (first.line, first.column) == (line, column)
    assert message in first.message


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 50_000, "...\n" * 100 + "[" * 100_000])
def test_deep_nesting_is_refused_before_it_can_harm(text: str) -> None:
    assert "nested deeper than 32 levels" in faults(text)[0].message


def test_thirty_levels_are_read() -> None:
    assert read_yaml("[" * 30 + "x" + "]" * 30, "f")[0] is not None


def test_a_file_over_the_limit_is_refused() -> None:
    assert "larger than 512 KiB" in faults("# " + "x" * MAX_BYTES)[0].message


def test_all_forbidden_things_are_named_at_once() -> None:
    assert [fault.line for fault in faults("a: &x 1\nb: *x\nc: !t 2\n")] == [1, 2, 3]


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        read_yaml(text, "f.yaml")
    except BadFile as error:
        assert all(fault.line >= 1 and fault.column >= 1 for fault in error.faults)


def test_a_missing_key_an_unknown_key_and_a_wrong_value_are_named_together(tmp_path: Path) -> None:
    assert sheet_faults(tmp_path, "parts:\n  - {quantty: 1}\n  - {quantity: many}\n") == [
        "sheet.yaml:1:1: country: the key 'country' is missing",
        "sheet.yaml:2:5: parts.0.quantity: the key 'quantity' is missing",
        "sheet.yaml:2:6: parts.0.quantty: unknown key 'quantty'; did you mean 'quantity'?",
        "sheet.yaml:3:16: parts.1.quantity: write a whole number, such as 5, instead of 'many'",
    ]


def test_a_missing_file_and_a_file_that_is_not_utf_8_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="there is no such file"):
        load_yaml(Sheet, tmp_path / "no.yaml")
    (tmp_path / "latin.yaml").write_bytes("country: Österreich".encode("latin-1"))
    with pytest.raises(BadFile, match=r"latin\.yaml:1:1: this file is not UTF-8 text; save it again"):
        load_yaml(Sheet, tmp_path / "latin.yaml")


def test_a_file_that_is_no_mapping_is_a_fault(tmp_path: Path) -> None:
    assert len(sheet_faults(tmp_path, "- a\n")) == 1
    assert len(sheet_faults(tmp_path, "")) == 1
