"""Files of a scenario are read from inside its folder only."""

import os
import shutil
from pathlib import Path

import pytest

from lab.scenarios.files import changed_pictures, inside, picture, read_data, read_text, texts_of, with_language
from lab.values.errors import BadFile
from lab.values.places import SCENARIOS


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
    with pytest.raises(BadFile, match=r"'a.jpg' was not measured yet; run: python run.py scenario pictures"):
        picture(tmp_path, "a.jpg")


def test_a_list_of_measurements_that_is_written_anew_is_read_anew(tmp_path: Path) -> None:
    made = SCENARIOS / "pictures-that-sell" / "pictures"
    name = "made/mug-main.jpg"
    (tmp_path / "pictures" / "made").mkdir(parents=True)
    shutil.copy(made / name, tmp_path / "pictures" / name)
    facts = tmp_path / "pictures" / "facts.yaml"
    shutil.copy(made / "facts.yaml", facts)
    assert picture(tmp_path, name) is picture(tmp_path, name)
    facts.write_text("pictures: {}\n", encoding="utf-8")
    os.utime(facts, ns=(1, 1))
    with pytest.raises(BadFile, match=name):
        picture(tmp_path, name)


def test_a_mark_that_an_editor_puts_in_front_is_no_part_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kabel\n", encoding="utf-8-sig")
    assert read_text(tmp_path, "a.txt") == "Kabel\n"


def test_a_picture_that_was_changed_after_it_was_measured_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    assert changed_pictures(tmp_path) == []
    (folder / "a.jpg").write_bytes(b"x")
    sha256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    (folder / "facts.yaml").write_text(f'pictures: {{a.jpg: {{sha256: "{sha256}"}}, gone.jpg: {{sha256: "0"}}}}\n', encoding="utf-8")
    assert changed_pictures(tmp_path) == []
    (folder / "a.jpg").write_bytes(b"y")
    (fault,) = changed_pictures(tmp_path)
    assert str(fault).startswith("pictures/a.jpg:1:1: this picture was changed after it was measured; run: ")
