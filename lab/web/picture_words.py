"""Pictures in words: what a photo shows, what a picture is for, and what its figures mean and ask for."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from lab.images.compared import SAME, UNCLEAR, Compared
from lab.images.marks import FIGURES, Limits, figure
from lab.images.measure import ImageFacts
from lab.listings.faults import image_verdicts
from lab.web.formats import number_text
from lab.web.listing_words import PictureRule, percent_text, picture_rules
from lab.web.seller import goods_name
from lab.world.listing import ListingImage
from lab.world.picture import PHOTO, UPLOAD
from lab.world.setting import GivenPhoto
from lab.world.world import World

VIEWS: dict[str, LazyString] = {
    "front": _l("from the front"),
    "side": _l("from the side"),
    "back": _l("from behind"),
    "top": _l("from above"),
    "in-use": _l("in use"),
    "detail": _l("a detail"),
    "packaging": _l("in its box"),
    "rival": _l("from another seller's page"),
}
ROLE_NAMES: dict[str, LazyString] = {
    "main": _l("Main picture"),
    "angle": _l("Another side"),
    "detail": _l("Detail"),
    "in-use": _l("In use"),
    "dimensions": _l("Dimensions"),
    "infographic": _l("Facts with text"),
    "packaging": _l("What is in the box"),
}

FIGURE_WORDS: dict[str, tuple[LazyString, LazyString, LazyString]] = {
    "sharpness": (
        _l("Sharpness"),
        _l("Softer than the goods look. Start from the photo, enlarge nothing, and sharpen a little as the last step."),
        _l("Sharpened too hard: bright seams appear along edges. Take the sharpening back by half."),
    ),
    "enlarged": (_l("Size against the photo"), _l("Larger than the photo holds. Choose a smaller size."), _l("Larger than the photo holds. Choose a smaller size.")),
    "light": (_l("Brightness"), _l("Darker than the goods are. Raise the exposure."), _l("Brighter than the goods are. Lower the exposure.")),
    "cast": (
        _l("Colour of the light"),
        _l("The light still colours the goods. Set the white balance on something grey."),
        _l("The light still colours the goods. Set the white balance on something grey."),
    ),
    "clipping": (_l("Burnt-out parts"), _l("Bright parts have lost their drawing. Lower the exposure."), _l("Bright parts have lost their drawing. Lower the exposure.")),
    "tilt": (_l("Tilt"), _l("It leans to the left. Straighten it."), _l("It leans to the right. Straighten it.")),
    "overlay": (
        _l("Marks on the product"),
        _l("Something lies on the product that is not in the photo: a badge, a text, a trace of retouching."),
        _l("Something lies on the product that is not in the photo: a badge, a text, a trace of retouching."),
    ),
    "outline": (
        _l("Outline"),
        _l("The outline lost a piece of the product or kept something that does not belong. Touch it up."),
        _l("The outline lost a piece of the product or kept something that does not belong. Touch it up."),
    ),
}  # fmt: skip
"""Figure: its name, what to do when it is too low, and when it is too high."""


@dataclass(frozen=True, slots=True)
class PhotoWords:
    """A raw photo for a list: its asset and the two parts of it, its name, and whose it is."""

    asset: str
    product: str
    view: str
    name: str
    licence: str


@dataclass(frozen=True, slots=True)
class PlatformVerdict:
    """A picture as main picture of one platform: every rule, and how many are broken."""

    platform: str
    rows: list[PictureRule]

    @property
    def broken(self) -> int:
        return sum(not row.kept for row in self.rows)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure beside the reference photo. `state`: "kept", "broken", or "open" where it is not measured."""

    name: str
    measured: str
    limit: str
    state: str
    advice: str


def photo_words(photo: GivenPhoto) -> PhotoWords:
    product, _sep, view = photo.asset.partition("/")
    return PhotoWords(photo.asset, product, view, view_name(view), photo.licence)


def view_name(view: str) -> str:
    """A view in words, with a capital; its own key where there are none."""
    words = str(VIEWS[view]) if view in VIEWS else view
    return words[:1].upper() + words[1:]


def role_names() -> dict[str, str]:
    return {key: str(name) for key, name in ROLE_NAMES.items()}


def source_name(world: World, source: str) -> str:
    """What an original is called: the goods and the view, or that it was uploaded."""
    if source.startswith(PHOTO):
        asset = source.removeprefix(PHOTO)
        given = world.setting.photo(asset)
        goods = goods_name(world, given[0]) if given else asset.partition("/")[0]
        return str(_l("%(goods)s, %(view)s")) % {"goods": goods, "view": VIEWS.get(asset.partition("/")[2], asset)}
    return str(_l("Uploaded picture")) if source.startswith(UPLOAD) else ""


def platform_verdicts(world: World, image: ListingImage) -> list[PlatformVerdict]:
    """What each platform of a run would say of a picture as main picture."""
    setting = world.setting
    names = dict.fromkeys(place.partition("/")[0] for place in setting.places)
    profiles = [setting.platforms[name] for name in names]
    return [
        PlatformVerdict(profile.display_name, picture_rules(image_verdicts(image.facts, profile)))
        for profile in profiles
    ]


def compared_rows(compared: Compared | None, facts: ImageFacts) -> list[FigureRow]:
    """The figures of a picture beside the reference photo, in words; empty where there was nothing to compare with."""
    if compared is None:
        return []
    return [_same_row(compared), *_figure_rows(compared, facts)]


def _same_row(compared: Compared) -> FigureRow:
    state = "kept" if compared.same >= SAME else "broken" if compared.same < UNCLEAR else "open"
    advice = {
        "kept": "",
        "broken": str(_l("This does not look like any of the goods. If it is, choose another side or a closer crop.")),
        "open": str(_l("Hard to say whether these are the goods. Your instructor will look; meanwhile it counts.")),
    }[state]
    return FigureRow(str(_l("Shows the goods")), percent_text(compared.same), f"≥ {percent_text(SAME)}", state, advice)


def _figure_rows(compared: Compared, facts: ImageFacts) -> Iterable[FigureRow]:
    for name, limits in FIGURES.items():
        title, too_low, too_high = FIGURE_WORDS[name]
        value = figure(name, facts, compared)
        if value is None:
            yield FigureRow(str(title), str(_l("not measured")), "", "open", "")
            continue
        kept = limits.share(value) == 1
        low = limits.low is not None and value < limits.low
        advice = "" if kept else str(too_low if low else too_high)
        yield FigureRow(
            str(title), figure_text(name, value), limit_text(name, limits), "kept" if kept else "broken", advice
        )


def figure_text(name: str, value: int) -> str:
    """A figure with its unit."""
    if name == "light":
        return str(_l("%(n)s steps of 100")) % {"n": _signed(value, 10)}
    if name == "cast":
        return str(_l("%(n)s stops")) % {"n": _signed(value, 1000, 2)}
    if name == "tilt":
        return f"{_signed(value, 100)}°"
    return percent_text(value)


def limit_text(name: str, limits: Limits) -> str:
    """The range that earns full marks."""
    if limits.low is None and limits.high is not None:
        return f"≤ {figure_text(name, limits.high)}"
    if limits.high is None and limits.low is not None:
        return f"≥ {figure_text(name, limits.low)}"
    if limits.low is not None and limits.high is not None:
        if limits.low == -limits.high:
            return f"± {figure_text(name, limits.high).lstrip('+')}"
        return f"{figure_text(name, limits.low)} – {figure_text(name, limits.high)}"
    return ""


def _signed(value: int, scale: int, digits: int = 1) -> str:
    text = number_text(abs(value) / scale, digits)
    return f"−{text}" if value < 0 else f"+{text}" if value else text
