"""Groups of followers: one file for every country with shoppers, and numbers that move only where somebody posted."""

from pathlib import Path

import pytest

from lab.languages.identify import LANGUAGES
from lab.market.authored import load_catalogue
from lab.social.networks import load_networks
from lab.social.segments import FILE, followers_of, languages_in, load_segments, segments_in
from lab.values.errors import BadFile
from tests.builders import make_setting, make_world


def test_every_destination_has_followers_who_read_a_language_that_can_be_told() -> None:
    assert set(load_segments()) == set(make_setting().destinations)
    for country in load_segments():
        assert set(languages_in(country)) <= set(LANGUAGES)


def test_groups_care_for_departments_and_types_that_exist() -> None:
    catalogue = load_catalogue()
    types = {file.type.key: file.type.category for file in catalogue.types}
    for segments in load_segments().values():
        for segment in segments:
            assert all(any(path == part or path.startswith(f"{part}/") for path in types.values()) for part in segment.cares), segment.id
            assert set(segment.types) <= set(types), segment.id
            assert set(segment.start) == set(load_networks())


def test_a_group_cares_for_what_lies_in_its_departments() -> None:
    homes, _savers, _makers, outdoors = segments_in("DE")
    lamp = make_setting().type_of("lamp")
    assert homes.cares_for(lamp) and not outdoors.cares_for(lamp)


def test_nobody_has_moved_before_the_first_post() -> None:
    world = make_world()
    homes = segments_in("DE")[0]
    assert followers_of(world, "glimmer", homes) == 900
    world.followers["glimmer/DE/homes"] = 7
    assert followers_of(world, "glimmer", homes) == 7
    assert followers_of(world, "quillet", homes) == 150


def test_nobody_follows_where_the_file_has_no_country() -> None:
    assert segments_in("FR") == () and languages_in("FR") == ()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("source: lab\n", "source: nobody\n", "not in this file's list"),
        ("{id: savers, names: {en: Bargain", "{id: homes, names: {en: Bargain", "two groups of DE"),
        ('quillet: "150", commonroom: "420"}', 'quillet: "150"}', "start for every network"),
        ("looks: evening, moves: [picture, story], start: {glimmer: \"900\"", "looks: noon, moves: [picture, story], start: {glimmer: \"900\"", "looks"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused(tmp_path: Path, before: str, after: str, fault: str) -> None:
    broken = tmp_path / "followers.yaml"
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    broken.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadFile, match=fault):
        load_segments(broken)
