"""What is amiss with a value is said with what belongs there."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from lab.values.amiss import PATTERNS, not_utf8, odd_signs
from lab.values.errors import BadFile
from lab.values.yamlfile import read_yaml, validate


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    word: str = ""


class Sheet(BaseModel):
    model_config = ConfigDict(extra="forbid")
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | Inner = "DE"
    odd: Annotated[str, Field(pattern=r"^z+$")] = "z"
    level: int = Field(default=1, ge=1, le=5)
    title: str = ""
    parts: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = Field(default=("DE",), min_length=1, max_length=2)
    mode: Literal["on", "off"] = "on"
    inner: Inner = Inner()


def faults(text: str) -> list[str]:
    data, positions = read_yaml(text, "f.yaml")
    with pytest.raises(BadFile) as caught:
        validate(Sheet, data, positions, "f.yaml")
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("country: no", "f.yaml:1:10: country: 'no' does not fit; write a country as two capital letters, such as DE; or: here belong keys with their values, each as `key: value`"),
        ("odd: x", "f.yaml:1:6: odd: 'x' does not fit; it must match the pattern ^z+$"),
        ("level: 2 points", "f.yaml:1:8: level: write a whole number, such as 5, instead of '2 points'"),
        ("level: 7", "f.yaml:1:8: level: at most 5 is allowed, not '7'"),
        ("level: 0", "f.yaml:1:8: level: at least 1 is needed, not '0'"),
        ("title:", "f.yaml:1:7: title: here belongs a text; a text with a comma, a colon or a # in it needs straight quotes around it"),
        ("parts: [de]", "f.yaml:1:9: parts.0: 'de' does not fit; write a country as two capital letters, such as DE"),
        ("parts: DE", "f.yaml:1:8: parts: here belongs a list, such as [one, two]"),
        ("parts: []", "f.yaml:1:8: parts: at least 1 of these are needed, not 0"),
        ("parts: [DE, KZ, MX]", "f.yaml:1:8: parts: at most 2 of these are allowed"),
        ("mode: yes", "f.yaml:1:7: mode: 'yes' is none of the words known here; write 'on' or 'off'"),
        ("mode: “on”", "f.yaml:1:7: mode: '“on”' is none of the words known here; write 'on' or 'off'; write straight quotes \" instead of curly ones"),
        ("inner: word", "f.yaml:1:8: inner: here belong keys with their values, each as `key: value`"),
    ],
)  # fmt: skip
def test_every_kind_of_slip_is_said_once_and_in_words(text: str, words: str) -> None:
    assert faults(text) == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("titel: x", "f.yaml:1:1: titel: unknown key 'titel'; did you mean 'title'?"),
        ("inner: {titel: x}", "f.yaml:1:9: inner.titel: unknown key 'titel'; there are word"),
        ("inner: {title: x}", "f.yaml:1:9: inner.title: unknown key 'title'; it is a key of another part of the file"),
        ("inner: {level：1}", "f.yaml:1:9: inner.level：1: unknown key 'level：1'; write : instead of the full-width ："),
    ],
)
def test_a_key_that_does_not_belong_there_is_told_with_those_that_do(text: str, words: str) -> None:
    assert faults(text) == [words]


def test_signs_that_only_look_right_are_named() -> None:
    assert odd_signs("level：1") == "; write : instead of the full-width ："
    assert odd_signs("„a“") == '; write straight quotes " instead of curly ones'
    assert odd_signs("a: 1, b: \"2\"") == ""


def test_bytes_that_are_no_text_are_told_apart() -> None:
    assert "UTF-16" in not_utf8("a".encode("utf-16"))
    assert "office program" in not_utf8(b"PK\x03\x04\x14")
    assert not_utf8("ä".encode("latin-1")) == "this file is not UTF-8 text; save it again with the encoding UTF-8"


def test_every_pattern_of_author_files_has_its_words() -> None:
    from lab.scenarios.schema import ProductFile, RecipeFile, ScenarioFile, ShopFile

    for model in (ScenarioFile, ProductFile, ShopFile, RecipeFile):
        assert _patterns(model.model_json_schema(mode="validation")) <= set(PATTERNS) | {r"^\+(\d+d)?(\d+h)?(\d+m)?$", r"^(\d+d)?(\d+h)?(\d+m)?$", r"^-?\d+(\.\d+)? [A-Z]{3}$", r"^-?\d+(\.\d+)? ?%$", r"^\d+(/[1-9]\d*)?$"}


def _patterns(schema: object) -> set[str]:
    """Every `pattern` of a JSON Schema, those of keys included."""
    if isinstance(schema, list):
        return {one for item in schema for one in _patterns(item)}
    if not isinstance(schema, dict):
        return set()
    found = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
    found |= set(schema.get("patternProperties", {}))
    return found | {one for item in schema.values() for one in _patterns(item)}
