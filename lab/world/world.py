"""Everything inside a run at one moment."""

from dataclasses import dataclass, field

from lab.platforms.profile import PlatformProfile
from lab.values.moment import Moment
from lab.values.money import Money
from lab.world.aftermath import Dispute, Return, Review
from lab.world.campaign import AdTraffic, Campaign
from lab.world.due import Due
from lab.world.entry import Entry
from lab.world.health import Health
from lab.world.listing import Listing, ShippingTemplate
from lab.world.money import Payout, PricingRule
from lab.world.note import StaffNote
from lab.world.order import Order
from lab.world.picture import MadePicture
from lab.world.post import Post
from lab.world.promotion import PricePoint, Promotion
from lab.world.question import Choice
from lab.world.reply_template import ReplyTemplate
from lab.world.setting import Setting
from lab.world.shock import Shock
from lab.world.stock import Decision, Inbound, Pile
from lab.world.thread import Thread
from lab.world.traffic import NearMiss, Traffic

ADDED_LATER = ("posts", "followers", "reply_templates", "choices", "notes", "shocks")
"""The last fields of `World`, which came after the first hashes: left out of the packed form, from the end, while they are
empty, so that a run that knows nothing of them keeps its bytes."""


@dataclass(slots=True)
class Papers:
    """What the student hands in apart from the shop's work."""

    worksheet: dict[str, Money] = field(default_factory=dict)
    worksheet_at: Moment | None = None
    reflection: str = ""
    reflection_at: Moment | None = None


@dataclass(slots=True)
class Shop:
    """The student's shop: its name and where its goods stand (pieces per SKU in the store-room at home).

    `abroad` holds what lies in warehouses in other countries, by country and SKU.
    """

    name: str
    stock: dict[str, int] = field(default_factory=dict)
    abroad: dict[str, dict[str, Pile]] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """The whole state of a run. Every field but `setting` is packed, hashed and replayed.

    Dictionaries keep the order in which things came into being; that order is part of the world.
    """

    setting: Setting
    shop: Shop
    now: Moment = 0
    listings: dict[str, Listing] = field(default_factory=dict)
    templates: dict[str, ShippingTemplate] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    agenda: list[Due] = field(default_factory=list)
    traffic: list[Traffic] = field(default_factory=list)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    ad_traffic: list[AdTraffic] = field(default_factory=list)
    near_misses: list[NearMiss] = field(default_factory=list)
    papers: Papers = field(default_factory=Papers)
    next_due: int = 0
    next_order: int = 1
    reviews: list[Review] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    health: dict[str, Health] = field(default_factory=dict)
    """By platform, for those where the shop has had orders."""
    pictures: dict[str, MadePicture] = field(default_factory=dict)
    """What was made in the picture studio, by the hash of its bytes."""
    promotions: dict[str, Promotion] = field(default_factory=dict)
    prices: list[PricePoint] = field(default_factory=list)
    """Every price that a listing has been given, in order."""
    pricing: dict[str, PricingRule] = field(default_factory=dict)
    """By place, where the shop has set one."""
    payouts: list[Payout] = field(default_factory=list)
    inbound: list[Inbound] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    hazards: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The handling flags that the shop has declared for a SKU; () says that there are none."""
    posts: dict[str, Post] = field(default_factory=dict)
    followers: dict[str, int] = field(default_factory=dict)
    """By network, country and group, where the number has moved from where it began (`lab.social.segments`)."""
    reply_templates: dict[str, ReplyTemplate] = field(default_factory=dict)
    """The student's own texts for answers, by name."""
    choices: dict[str, Choice] = field(default_factory=dict)
    """What was decided and written down, by the question of the scenario."""
    notes: list[StaffNote] = field(default_factory=list)
    """What an instructor has told the student, in order."""
    shocks: list[Shock] = field(default_factory=list)
    """What an instructor has made happen, in order; those that are over as well."""

    def profile_of(self, listing: Listing) -> PlatformProfile:
        return self.setting.platforms[listing.platform]

    def standing_permille(self, platform: str) -> int:
        """What a platform takes off the rank of the shop's listings: 0 in good standing, 300 warned, 1000 restricted."""
        health = self.health.get(platform)
        return health.standing_permille if health else 0

    def recall_of(self, sku: str) -> Shock | None:
        """The recall that keeps a product off the market now, the one that lasts longest; None if there is none."""
        recalls = [shock for shock in self.shocks if shock.kind == "recall" and shock.sku == sku and shock.is_in_force(self.now)]
        return max(recalls, key=lambda shock: shock.ends or 0, default=None)
