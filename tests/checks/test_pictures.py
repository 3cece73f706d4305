"""What several checks ask of a listing's pictures."""

import pytest

from lab.checks.pictures import (
    Judged,
    asset_of,
    copies,
    is_drawing,
    made_picture,
    picture_proof,
    shows_goods,
    view_role,
)
from lab.images.negatives import known_assets, view_of
from tests.builders import DE_LAMP, evidence_of
from tests.pictures import FIRST, FRONT, LIKE_FIRST, OTHER, SIDE, UNLIKE, label, line, made, picture, shop


@pytest.mark.parametrize(
    ("asset", "same", "answer", "reason"),
    [
        (FRONT, 600, "yes", ""),
        (SIDE, 1000, "yes", ""),
        (FRONT, 599, "unsure", "perhaps this product"),
        (FRONT, 400, "unsure", "perhaps this product"),
        (FRONT, 399, "no", "no product of this task"),
        (OTHER, 900, "no", "another product"),
        (OTHER, 500, "no", "another product"),
        (None, 0, "unsure", "not measured"),
    ],
)
def test_whether_a_picture_shows_the_goods(asset: str | None, same: int, answer: str, reason: str) -> None:
    image = picture("a", asset, same)
    evidence = evidence_of(shop(image))
    listing = evidence.world.listings[DE_LAMP]
    judged = shows_goods(evidence, listing, image)
    assert (judged.answer, judged.reason) == (answer, reason)


def test_without_photos_of_the_goods_nobody_can_tell() -> None:
    image = picture()
    evidence = evidence_of(shop(image, photos={}))
    assert shows_goods(evidence, evidence.world.listings[DE_LAMP], image).answer == "unsure"


def test_the_photo_of_a_picture_is_what_it_was_made_from_or_surely_looks_like() -> None:
    like, perhaps, cut = picture("a", SIDE, 700), picture("b", SIDE, 599), picture("c", SIDE, 900)
    world = made(shop(like, perhaps, cut), cut, FRONT)
    evidence = evidence_of(made(world, perhaps, "5" * 64))
    assert [asset_of(evidence, image) for image in (like, perhaps, cut)] == [SIDE, "", FRONT]
    assert asset_of(evidence, picture("d", None)) == ""
    assert made_picture(evidence, like) is None


def test_the_role_of_a_photo_is_that_of_the_darkroom() -> None:
    assert {asset: view_role(asset) for asset in known_assets()} == {
        asset: view_of(asset).role for asset in known_assets()
    }
    assert view_role("lamp-arc/nowhere") == ""
    assert view_role("") == ""


def test_copies_are_the_same_file_or_near_prints() -> None:
    images = [
        picture("a", prints=FIRST),
        picture("b", prints=UNLIKE),
        picture("c", prints=LIKE_FIRST),
        picture("b", prints=UNLIKE),
    ]
    assert copies(evidence_of(shop(*images)), images) == [(0, 2), (1, 3)]
    assert copies(evidence_of(shop()), []) == []


def test_records_without_prints_are_copies_by_their_hash_alone() -> None:
    images = [picture("a"), picture("b"), picture("a")]
    assert copies(evidence_of(shop(*images)), images) == [(0, 2)]


def test_a_drawing_is_no_copy_of_its_photo() -> None:
    images = [picture("a", prints=FIRST), picture("b", prints=LIKE_FIRST)]
    world = made(shop(*images), images[1], FRONT, [line()])
    assert copies(evidence_of(world), images) == []
    assert is_drawing(world.pictures[images[1].sha256])
    assert is_drawing(made(shop(), images[0], labels=[label("43 cm")]).pictures[images[0].sha256])
    assert not is_drawing(made(shop(), images[0]).pictures[images[0].sha256])
    assert not is_drawing(None)


def test_only_a_no_loses() -> None:
    shown = picture_proof(DE_LAMP, 2, picture("b"), rule="angle")
    assert [Judged(answer).item(shown).share for answer in ("yes", "unsure", "no")] == [1, 1, 0]
    told = Judged("no", "another product", OTHER).item(shown).proof
    assert told == {
        "kind": "image", "object": f"{DE_LAMP}:2", "image": "b" * 64, "rule": "angle",
        "verdict": "no", "reason": "another product", "found": OTHER,
    }  # fmt: skip
