"""What a seller does to pictures; a refusal changes nothing."""

from typing import Any

import pytest

from lab.engine.pack import pack, unpack, world_hash
from lab.images.compared import Compared
from lab.images.labels import LabelFacts
from lab.images.recipe import MAX_STEPS, Step
from lab.listings import picture_actions
from lab.world.listing import ROLES
from lab.world.setting import GivenPhoto
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, act, make_image, make_listing, make_world

PHOTOS = {"lamp": (GivenPhoto("lamp-arc/front"), GivenPhoto("lamp-arc/side", "supplier", "QINGLU"))}
CUT = Step("cutout", {"left": 1000, "top": 1000, "width": 8000, "height": 8000}, {"outline": "", "strokes": ""})
TURN = Step("turn", {"quarters": 1})
LABEL = LabelFacts("180 cm", "de", 50, 2100, True, 40, False)
BEFORE, AFTER = "c" * 64, "d" * 64


def shop(**changes: Any) -> World:
    return make_world(make_listing(live=False, images=[make_image("a"), make_image("b")]), photos=PHOTOS, **changes)


def edit(world: World, **changes: Any) -> str:
    """Make a picture, right but for the changes; "" when it was made, else the code of the refusal, which changed nothing."""
    fields: dict[str, Any] = {
        "source": "photo:lamp-arc/front", "original": BEFORE, "steps": (TURN,), "image": make_image("e", alt=""),
        "pixels": AFTER, "labels": (LABEL,),
    }  # fmt: skip
    return did(world, "image.edit", **{**fields, **changes})


def did(world: World, name: str, **values: Any) -> str:
    before = world_hash(world)
    outcome = act(world, name, **values)
    assert outcome.ok or world_hash(world) == before
    return "" if outcome.ok else outcome.code


def test_a_picture_that_was_made_is_kept_with_its_recipe() -> None:
    world = shop()
    assert edit(world, steps=(TURN, CUT)) == ""
    (made,) = world.pictures.values()
    assert (made.sha256, made.source, made.asset) == ("e" * 64, "photo:lamp-arc/front", "lamp-arc/front")
    assert (made.original, made.pixels, made.steps, made.labels) == (BEFORE, AFTER, [TURN, CUT], [LABEL])


def test_made_pictures_survive_packing() -> None:
    world = shop()
    edit(world)
    again = unpack(pack(world), world.setting)
    assert again.pictures == world.pictures
    assert world_hash(again) == world_hash(world)


def test_making_the_same_picture_again_keeps_the_newer_recipe() -> None:
    world = shop()
    edit(world)
    assert edit(world, steps=(CUT,)) == ""
    assert [made.steps for made in world.pictures.values()] == [[CUT]]


def test_a_picture_may_be_made_from_an_upload() -> None:
    world = shop()
    assert edit(world, source=f"upload:{'f' * 64}", original="f" * 64) == ""
    assert world.pictures["e" * 64].asset == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"source": "photo:lamp-brass/front"}, "no_such_photo"),
        ({"source": "photo:"}, "no_such_photo"),
        ({"source": "photo:lamp-arc/front/"}, "no_such_photo"),
        ({"source": ""}, "no_such_photo"),
        ({"source": "a poem"}, "no_such_photo"),
        ({"source": "lamp-arc/front"}, "no_such_photo"),
        ({"source": "upload:"}, "no_such_image"),
        ({"source": f"upload:{'F' * 64}"}, "no_such_image"),
        ({"source": f"upload:{'f' * 63}/"}, "no_such_image"),
        ({"original": ""}, "no_such_image"),
        ({"original": "C" * 64}, "no_such_image"),
        ({"original": "c" * 65}, "no_such_image"),
        ({"pixels": "d" * 63}, "no_such_image"),
        ({"pixels": "../../../etc/passwd"}, "no_such_image"),
        ({"image": make_image("Z")}, "no_such_image"),
        ({"image": make_image("e", alt="x" * 501)}, "too_long"),
        ({"image": make_image("e", byte_count=-1)}, "no_such_image"),
        ({"steps": (Step("paint"),)}, "no_such_tool"),
        ({"steps": (Step("turn", {"quarters": 4}),)}, "setting_out_of_range"),
        ({"steps": (Step("turn"),)}, "setting_missing"),
        ({"steps": (Step("turn", {"quarters": 1, "halves": 1}),)}, "setting_unknown"),
        ({"steps": (Step("turn", {"quarters": 1}, {"text": "x"}),)}, "setting_unknown"),
        ({"steps": (Step("frame", {"across": 1, "down": 1, "fill": 880}),)}, "cut_out_first"),
        ({"steps": (TURN,) * (MAX_STEPS + 1)}, "too_many_steps"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_have_been_made_is_refused(changes: dict[str, Any], code: str) -> None:
    assert edit(shop(), **changes) == code


def test_a_shop_keeps_a_limited_number_of_made_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    assert picture_actions.MAX_MADE == 300
    monkeypatch.setattr(picture_actions, "MAX_MADE", 2)
    world = shop()
    assert [edit(world, image=make_image(sha)) for sha in "012"] == ["", "", "too_many_pictures"]
    assert edit(world, image=make_image("1"), steps=(CUT,)) == ""


def test_a_picture_is_added_with_its_role_and_figures() -> None:
    world = shop()
    compared = Compared("lamp-arc/front", 900, light=-31, tilt=None)
    image = make_image("e")
    plain = {
        "sha256": image.sha256,
        "facts": image.facts,
        "role": "detail",
        "compared": compared,
        "alts": [["kk", " Шам "]],
    }
    assert did(world, "image.add", listing=DE_LAMP, image=plain) == ""
    kept = world.listings[DE_LAMP].images[-1]
    assert (kept.role, kept.compared, kept.alts) == ("detail", compared, (("kk", "Шам"),))


def test_a_figure_beyond_what_can_be_stored_is_refused() -> None:
    image = make_image("e")
    for wrong in (Compared("lamp-arc/front", 2**31), Compared("lamp-arc/front", 900, cast=-(2**31))):
        plain = {"sha256": image.sha256, "facts": image.facts, "compared": wrong}
        assert did(shop(), "image.add", listing=DE_LAMP, image=plain) == "no_such_image"


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_role_can_be_given_and_taken_back(role: str) -> None:
    world = shop()
    assert did(world, "image.role", listing=DE_LAMP, sha256="b" * 64, role=role) == ""
    assert [image.role for image in world.listings[DE_LAMP].images] == ["", role]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "poem"}, "no_such_picture_role"),
        ({"role": "Detail"}, "no_such_picture_role"),
        ({"sha256": "f" * 64}, "no_such_image"),
        ({"sha256": ""}, "no_such_image"),
        ({"listing": KZ_LAMP}, "no_such_listing"),
    ],
    ids=str,
)
def test_a_role_that_cannot_be_given_is_refused(changes: dict[str, str], code: str) -> None:
    assert did(shop(), "image.role", **{"listing": DE_LAMP, "sha256": "b" * 64, "role": "detail", **changes}) == code


def test_a_description_belongs_to_a_language_of_the_place() -> None:
    world = make_world(make_listing(KZ_LAMP, live=False, images=[make_image("a", alt="")]))
    first, *others = world.profile_of(world.listings[KZ_LAMP]).markets["KZ"].languages
    assert others, "Kazakhstan has more than one language"
    describe = {"listing": KZ_LAMP, "sha256": "a" * 64}
    assert did(world, "image.describe", **describe, alt=" Лампа  спереди ") == ""
    assert did(world, "image.describe", **describe, alt=" Алдынан  түсірілген шам", language=others[0]) == ""
    (image,) = world.listings[KZ_LAMP].images
    assert (image.alt, image.alts) == ("Лампа спереди", ((others[0], "Алдынан түсірілген шам"),))
    assert [image.alt_in(code, first) for code in (first, others[0], "de")] == [
        "Лампа спереди",
        "Алдынан түсірілген шам",
        "",
    ]
    assert did(world, "image.describe", **describe, alt="Сверху", language=first) == ""
    assert did(world, "image.describe", **describe, alt="  ", language=others[0]) == ""
    (image,) = world.listings[KZ_LAMP].images
    assert (image.alt, image.alts) == ("Сверху", ())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"language": "ru"}, "language_not_used_here"),
        ({"language": "DE"}, "language_not_used_here"),
        ({"language": "x" * 500}, "language_not_used_here"),
        ({"alt": "x" * 501}, "too_long"),
        ({"sha256": "f" * 64}, "no_such_image"),
        ({"listing": KZ_LAMP}, "no_such_listing"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_description_that_cannot_be_is_refused(changes: dict[str, str], code: str) -> None:
    assert did(shop(), "image.describe", **{"listing": DE_LAMP, "sha256": "a" * 64, "alt": "Lampe", **changes}) == code


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("image.describe", {"listing": DE_LAMP, "sha256": ["a" * 64], "alt": "x"}),
        ("image.describe", {"listing": [DE_LAMP], "sha256": "a" * 64, "alt": "x"}),
        ("image.role", {"listing": DE_LAMP, "sha256": {}, "role": "detail"}),
        ("image.role", {"listing": DE_LAMP, "sha256": "a" * 64, "role": ["detail"]}),
        ("image.order", {"listing": DE_LAMP, "order": [["a" * 64]]}),
        ("image.edit", {"source": {"photo": 1}, "original": BEFORE, "steps": [], "image": {}, "pixels": AFTER}),
        ("image.add", {"listing": DE_LAMP, "image": {"sha256": "e" * 64, "facts": {}, "alts": [["de", ["x"]]]}}),
    ],
)
def test_a_list_where_a_text_belongs_is_no_action(name: str, fields: dict[str, Any]) -> None:
    from lab.engine.codec import action_from
    from lab.values.errors import BadInput

    with pytest.raises(BadInput, match="action_field_wrong"):
        action_from(name, fields)
