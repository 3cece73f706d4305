from pathlib import Path

import pytest
from pydantic import BaseModel

from lab.languages.folders import ANY, kind_file, languages_with, read_any, read_kind
from lab.values.errors import BadFile


class Words(BaseModel):
    words: list[str]


def write(folder: Path, language: str, text: str) -> None:
    path = kind_file(language, "words", folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_new_folder_is_a_new_language(tmp_path: Path) -> None:
    for language, word in (("tr", "kargo"), ("ar", "شحن"), (ANY, "x")):
        write(tmp_path, language, f"words: [{word}]\n")
    assert languages_with("words", tmp_path) == ("ar", "tr")
    assert {language: file.words for language, file in read_kind(Words, "words", tmp_path).items()} == {"ar": ["شحن"], "tr": ["kargo"]}
    assert list(read_kind(Words, "words", tmp_path)) == ["ar", "tr"]
    assert read_any(Words, "words", tmp_path).words == ["x"]


def test_a_language_without_the_kind_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "th").mkdir()
    assert languages_with("words", tmp_path) == ()
    assert read_kind(Words, "words", tmp_path) == {}


def test_a_faulty_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, "hi", "words: 5\n")
    with pytest.raises(BadFile, match="words"):
        read_kind(Words, "words", tmp_path)
