"""Files of a scenario are read from inside its folder only."""

from pathlib import Path

import pytest

from lab.scenarios.files import inside, picture, read_data, read_text, texts_of, with_language
from lab.values.errors import BadFile


@pytest.mark.parametrize("name", ["../x.txt", "/etc/hostname", "a/../../x.txt", "missing.txt", "", "."])
def test_nothing_outside_the_folder_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "scenario"
    folder.mkdir()
    with pytest.raises(BadFile, match="there is no such file"):
        inside(folder, name)


def test_a_link_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "scenario"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "x.txt")
    with pytest.raises(BadFile, match="there is no such file"):
        read_text(folder, "link.txt")


def test_a_text_must_be_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Grüße".encode("latin-1"))
    with pytest.raises(BadFile, match="not UTF-8"):
        read_text(tmp_path, "a.txt")


def test_yaml_is_read_as_plain_text_values(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 012\nb: NO\n", encoding="utf-8")
    assert read_data(tmp_path, "a.yaml") == {"a": "012", "b": "NO"}


def test_a_text_is_found_in_the_languages_in_which_it_exists(tmp_path: Path) -> None:
    assert with_language("tasks/list.md", "de") == "tasks/list.de.md"
    (tmp_path / "list.de.md").write_text("Liste", encoding="utf-8")
    assert texts_of(tmp_path, "list.md", ("en", "de")) == {"de": "Liste"}
    with pytest.raises(BadFile, match="in any of en, ru"):
        texts_of(tmp_path, "list.md", ("en", "ru"))


def test_a_picture_must_be_on_the_list_of_measurements(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"x")
    (folder / "facts.yaml").write_text("pictures: {}\n", encoding="utf-8")
    with pytest.raises(BadFile, match=r"'a.jpg' is not in facts.yaml"):
        picture(tmp_path, "a.jpg")
