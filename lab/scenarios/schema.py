"""The shape of an author's file, format `scenario/1`, and of the shop it starts from."""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from lab.grading.fields import Amount, Minutes, Names, Offset, Percent, Share
from lab.messages.phrasebook import Intent, Mood
from lab.shoppers.visits import MOST_VISITS
from lab.world.aftermath import DisputeKind, DisputeReason, ReturnReason
from lab.world.setting import Licence

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,59}$")]
Ident = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")]
Texts = dict[Language, str]
Place = Annotated[str, Field(pattern=r"^[a-z]+/[A-Z]{2}$")]
FilePath = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_./${}-]{1,160}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class WorldPart(Strict):
    """Starting world. Rules and rates are those in force on the start's date."""

    base: Annotated[str, Field(pattern=r"^[a-z-]+@[1-9]\d*$")]
    start: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$")]
    end: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$")]
    takeover: Offset = 0
    """From when on students run the shop; until then the steps of `before` do."""
    places: tuple[Place, ...] = Field(min_length=1)
    products: dict[Ident, FilePath] = {}
    visits_per_day: int | None = Field(default=None, ge=0, le=MOST_VISITS)
    consequences: Literal["on", "off"] = "on"
    dialogue: Literal["on", "off"] = "off"
    """`on`: buyers read the answers to their messages, ask again, say thanks or lose patience."""
    money: Literal["home", "local"] = "home"
    """`local`: buyers pay in their own currency, and the platforms pay out in the shop's at the rate of the day."""


class IntRange(Strict):
    from_: int = Field(alias="from")
    to: int
    step: int = Field(default=1, ge=1)


class MoneyRange(Strict):
    from_: Amount = Field(alias="from")
    to: Amount
    step: Amount


class Draw(Strict):
    """Exactly one of `int` or `money`."""

    int_: IntRange | None = Field(default=None, alias="int")
    money: MoneyRange | None = None


class PersonPart(Strict):
    """Somebody who writes in a language: at home there, or, with `country`, among the buyers of a country."""

    language: Language
    country: Country | None = None


class VariantsPart(Strict):
    pool: dict[Ident, Annotated[tuple[Ident, ...], Field(min_length=1)]] = {}
    draw: dict[Ident, Draw] = {}
    people: dict[Ident, Country | PersonPart] = {}


class FactPart(Strict):
    """Exactly one way of saying what is true."""

    value: str | None = None
    unit: str | None = None
    about: Names = ()
    text: Names | None = None
    range: tuple[str, str] | None = None
    value_from: FilePath | None = None
    text_from: FilePath | None = None


class QuantityFile(Strict):
    """A quantity that differs from pick to pick, and the words that it is about."""

    value: str
    unit: str
    about: Names = ()


class PhrasesFile(Strict):
    """Groups of phrases: every group must be met, and none of `against` may occur."""

    groups: tuple[tuple[str, ...], ...] = Field(min_length=1)
    against: tuple[str, ...] = ()


class MessageEvent(Strict):
    """A buyer's message: in the words of `text`, or of the phrasebook for an `intent` (then buyers go on by what is answered,
    where the world has dialogue). A question before buying is about a `listing`, and with `asks` about an attribute of it."""

    to: Place | None = None
    about: Ident | None = None
    from_: str | None = Field(default=None, alias="from", pattern=r"^\$\{[a-z_]+\}$")
    lang: Language
    subject: FilePath | None = None
    text: FilePath | None = None
    intent: Intent | None = None
    mood: Mood | None = None
    listing: str | None = None
    asks: str | None = None


class OrderEvent(Strict):
    """Somebody buys; `qty` is a number or a drawn one ("${pieces}")."""

    at: str
    qty: Annotated[int, Field(ge=1, le=1000)] | Annotated[str, Field(pattern=r"^\$\{[a-z0-9_]+\}$")] = 1
    buyer: str | None = Field(default=None, pattern=r"^\$\{[a-z_]+\}$")


class StockEvent(Strict):
    sku: str
    qty: int = Field(ge=1, le=100_000)


class AddressEvent(Strict):
    """The buyer of an order asks for another address: that of `to`, or one that is drawn."""

    order: Ident
    to: str | None = Field(default=None, pattern=r"^\$\{[a-z_]+\}$")


class CancelEvent(Strict):
    """The buyer of an order asks to cancel it."""

    order: Ident


class ReturnEvent(Strict):
    """The buyer wants to send the goods back; asked again each day until they have come."""

    order: Ident
    reason: ReturnReason = "changed_mind"


class ClaimEvent(Strict):
    """The buyer opens a claim or has the bank take the money back; tried again each day until that is possible."""

    order: Ident
    reason: DisputeReason = "not_as_described"
    kind: DisputeKind = "claim"


class ReviewEvent(Strict):
    """The buyer writes a review; tried again each day until the goods have come."""

    order: Ident
    stars: int = Field(ge=1, le=5)


class EventPart(Strict):
    id: Ident
    at: Offset | None = None
    when: str | None = None
    message: MessageEvent | None = None
    order: OrderEvent | None = None
    stock: StockEvent | None = None
    address: AddressEvent | None = None
    cancel: CancelEvent | None = None
    return_: ReturnEvent | None = Field(default=None, alias="return")
    claim: ClaimEvent | None = None
    review: ReviewEvent | None = None
    otherwise: OrderEvent | None = None


class QuestionPart(Strict):
    """Something to decide and write down: exactly `choose` of the options, at most `reasons_max` reasons, and free words."""

    id: Ident
    title: Texts
    options: Annotated[dict[Ident, Texts], Field(min_length=2, max_length=12)]
    choose: int = Field(default=1, ge=1, le=12)
    reasons: Annotated[dict[Ident, Texts], Field(max_length=12)] = {}
    reasons_max: int = Field(default=3, ge=1, le=12)
    words_max: int = Field(default=0, ge=0, le=4000)


class TaskPart(Strict):
    id: Ident
    title: Texts
    text: FilePath
    due: Offset


class GradingPart(Strict):
    total: int = Field(ge=1, le=10_000)
    rounding: Literal["1", "0.5", "0.2", "0.1", "0.01"] = "0.01"
    do_nothing_max: int = Field(default=0, ge=0)
    spam_max: Percent = Fraction(1, 2)
    """The most that a robot may earn which presses every button and writes every word, as a share of the total."""


class StepPart(Strict):
    id: Ident
    at: Offset
    do: str
    on: str | None = None
    with_: Any = Field(default=None, alias="with")


class OtherWay(Strict):
    """A change to the reference: steps with other contents, at other times, or left out."""

    id: Slug
    set: dict[Ident, FilePath] = {}
    move: dict[Ident, Offset] = {}
    drop: tuple[Ident, ...] = ()


class ProbePart(OtherWay):
    """A wrong way, and what it must give."""

    keep: tuple[Ident, ...] | None = None
    breaks: dict[Ident, Share] = {}
    same: tuple[Ident, ...] = ()
    total_min: Percent | None = None
    total_max: Percent | None = None


class PhotoPart(Strict):
    """A raw photo of the darkroom ("product/view"), which every student gets developed in another way.

    `licence` says whose it is; `mark` is the text of a watermark across it.
    """

    photo: Annotated[str, Field(pattern=r"^[a-z0-9${}_-]{1,60}/[a-z0-9-]{1,40}$")]
    licence: Licence = "own"
    mark: Annotated[str, Field(max_length=40)] = ""


class BriefPart(Strict):
    """What students get besides the tasks: the supplier's sheet, pictures as files, and raw photos per SKU."""

    sheets: dict[Ident, FilePath] = {}
    pictures: dict[Ident, tuple[FilePath, ...]] = {}
    photos: dict[Ident, Annotated[tuple[PhotoPart, ...], Field(max_length=12)]] = {}


class ScenarioFile(Strict):
    format: Literal["scenario/1"]
    id: Slug
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    title: Texts
    summary: Texts
    level: int = Field(default=1, ge=1, le=5)
    minutes: int = Field(default=60, ge=5, le=6000)
    audience: Literal["student", "instructor"] = "student"
    """`instructor`: a scenario that trains those who teach; lists say so."""
    skills: tuple[str, ...] = ()
    world: WorldPart
    variants: VariantsPart = VariantsPart()
    brief: BriefPart = BriefPart()
    facts: dict[Ident, FactPart] = {}
    events: tuple[EventPart, ...] = ()
    questions: tuple[QuestionPart, ...] = ()
    tasks: tuple[TaskPart, ...] = Field(min_length=1)
    checks: tuple[dict[str, Any], ...] = Field(min_length=1)
    grading: GradingPart
    before: tuple[StepPart, ...] = ()
    """What the shop has done before students take it over: the parcels they are asked about have left long ago."""
    reference: tuple[StepPart, ...] = Field(min_length=1)
    also_ok: tuple[OtherWay, ...] = ()
    probes: tuple[ProbePart, ...] = ()


class DocumentFile(Strict):
    """A paper of the supplier's kit; `title` is the one printed on it, in its own language."""

    kind: str
    title: str
    language: str
    issued_on: str
    valid_until: str | None = None
    model: str


class LabelPart(Strict):
    """What stands on the label of a product: who made it, who answers for it in the Union, and warnings by language."""

    manufacturer: str
    address: str
    contact: str = ""
    country: Country
    responsible: str = ""
    responsible_address: str = ""
    responsible_contact: str = ""
    warnings: Texts = {}


class ProductFile(Strict):
    """One product of the shop, as it truly is."""

    type: str
    model: str
    names: Texts
    unit_cost: str
    weight_g: int = Field(ge=1, le=100_000)
    origin: Country
    hs_accept: Names
    truth: dict[str, str]
    quality: int = Field(ge=0, le=1000)
    stock: int = Field(ge=0, le=100_000)
    documents: dict[str, DocumentFile] = {}
    sides_mm: tuple[int, int, int] = (0, 0, 0)
    flags: Names = ()
    brand: str = ""
    label: LabelPart | None = None
    """What an offer of it must say where the law demands it; the editor asks for it where this is given."""
    gtin: Annotated[str, Field(pattern=r"^(\d{8}|\d{12,14})?$")] = ""
    """The number under the bar code; its check digit must be right."""
    lead_days: int = Field(default=7, ge=1, le=120)
    min_order: int = Field(default=1, ge=1, le=10_000)
    listings: dict[Place, dict[str, Any]] = {}
    """What is on sale from the start, by place, of a product that a scenario brings; its pictures are the scenario's."""


class ShopListing(Strict):
    on: str
    content: dict[str, Any]


class ShopTemplate(Strict):
    on: Place
    lane: str
    regions: tuple[Country, ...]
    handling_max: Minutes
    charge: Amount
    slack_days: int = Field(default=0, ge=0, le=30)
    incoterm: Literal["DDP", "DAP"] = "DDP"


class ShopFile(Strict):
    """A starting shop: its money, its goods, and what is on sale already."""

    version: int
    name: str
    home: Country
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    cash: Amount
    visits_per_day: int = Field(ge=0, le=MOST_VISITS)
    products: dict[Ident, ProductFile]
    listings: tuple[ShopListing, ...] = ()
    templates: tuple[ShopTemplate, ...] = ()


class RecipeFile(Strict):
    """How a picture of the solution is made from a photo: steps as the studio keeps them, each with its settings."""

    photo: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,60}/[a-z0-9-]{1,40}$")]
    steps: tuple[dict[str, str], ...]


class MadeFacts(Strict):
    """What came out of a recipe."""

    picture: FilePath
    original: str
    pixels: str
    labels: tuple[dict[str, str], ...] = ()


class PictureFacts(Strict):
    """What was measured on a picture of the folder, by file name; alone, beside the scenario's photos, and while it was made.

    `made` holds what came out of a recipe: `picture`, the hashes `original` and `pixels`, and the labels on it.
    """

    pictures: dict[FilePath, dict[str, str]]
    compared: dict[FilePath, dict[str, str]] = {}
    made: dict[FilePath, MadeFacts] = {}
