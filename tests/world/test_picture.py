"""A made picture knows the photo that it was made from."""

from lab.images.recipe import Step
from lab.world.picture import PHOTO, UPLOAD, MadePicture

SHA = "a" * 64


def test_a_picture_made_from_a_photo_names_the_photo() -> None:
    made = MadePicture(SHA, f"{PHOTO}lamp-arc/front", "b" * 64, [Step("turn", {"quarters": 1})], "c" * 64)
    assert (made.asset, made.labels) == ("lamp-arc/front", [])


def test_a_picture_made_from_an_upload_names_no_photo() -> None:
    assert MadePicture(SHA, f"{UPLOAD}{SHA}", SHA, [], "c" * 64).asset == ""
