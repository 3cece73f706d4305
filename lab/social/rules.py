"""What a post must keep: its length, its tags, where it leads, its picture, an advertising mark, and nothing it may not claim.

Every fault names its rule and, where it lies in the text, its span in the NFC text. Faults that a network would not take at all
stop a post (`blocks`); with the others it goes out and reaches fewer people (`lab.social.reach`).
Known limits: irony and spelled-out numbers; a tag fits when it holds a word of the goods, whatever else it says; what a text
states about the goods is compared with the truth on the listing only.
"""

import unicodedata
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

import regex

from lab.languages.folding import fold, folded
from lab.languages.identify import identify
from lab.languages.negation import is_negated
from lab.languages.promises import promises_found
from lab.languages.search_tokens import search_tokens
from lab.market.base import Market
from lab.search.text import keyword_searches
from lab.social.networks import Network
from lab.social.segments import languages_in
from lab.social.words import banned_tags, discount_book, forbidden_book, general_tags, mark_book, mark_rule, plain_tag
from lab.values.text import clip
from lab.world.listing import Listing, ListingImage
from lab.world.post import Post
from lab.world.setting import Setting
from lab.world.world import World

Rule: TypeAlias = Literal["length", "tags", "link", "picture", "alt_text", "ad_mark", "claims"]
RULES: tuple[Rule, ...] = ("length", "tags", "link", "picture", "alt_text", "ad_mark", "claims")
Field: TypeAlias = Literal["text", "listing", "picture", "alt"]

_TAG = regex.compile(r"(?<![\p{L}\p{M}\p{N}_&/#＃])[#＃]([\p{L}\p{M}\p{N}_]*)")
_OWN_LINK = r"(?:https?://)?(?:www\.)?({platforms})\.example(?:/([A-Za-z]{{2}})/([\w.-]*[\w]))?"
_MINUS_PERCENT = regex.compile(r"(?<![\d\p{L}])[-−–]\s?\d{1,2}\s?[%٪]")
_HAN = regex.compile(r"\p{Han}")
_SHORTEST, _SHORTEST_HAN = 4, 2
"""Letters that a word of the goods needs so that a longer tag which holds it fits."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A post that is thought of or made. `listing` and `picture` are "" for none."""

    network: Network
    country: str
    text: str
    listing: str = ""
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PostFault:
    """One rule that a post breaks. `span` lies in the NFC text, None for what is missing; `limit` is 0 where nothing is counted."""

    rule: Rule
    code: str
    field: Field
    span: tuple[int, int] | None = None
    found: str = ""
    limit: int = 0
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as written, without its sign, and its span in the NFC text with it."""

    word: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class OwnLink:
    """An address of one of the shop's platforms in a text, and the listing it names; "" for one that names none."""

    listing: str
    span: tuple[int, int]


def draft_of(post: Post, network: Network) -> Draft:
    """A post as its rules read it."""
    return Draft(network, post.country, post.text, post.listing, post.picture, post.alt)


def link_to(listing: Listing) -> str:
    """The address of a listing as a post writes it."""
    return f"https://{listing.platform}.example/{listing.country}/{listing.sku}"


def tags_in(text: str) -> tuple[Tag, ...]:
    """Every tag of a text, by place."""
    return tuple(Tag(match[1], match.span()) for match in _TAG.finditer(unicodedata.normalize("NFC", text)))


def own_links(world: World, text: str) -> tuple[OwnLink, ...]:
    """Every address of the shop's platforms in a text, by place."""
    return _own_links(tuple(world.setting.platforms), text)


@lru_cache(maxsize=1024)
def _own_links(platforms: tuple[str, ...], text: str) -> tuple[OwnLink, ...]:
    return tuple(
        OwnLink(f"{match[1].lower()}/{match[2].upper()}/{match[3]}" if match[2] else "", match.span())
        for match in _links_of(platforms).finditer(unicodedata.normalize("NFC", text))
    )


@lru_cache(maxsize=16)
def _links_of(platforms: tuple[str, ...]) -> "regex.Pattern[str]":
    return regex.compile(_OWN_LINK.format(platforms="|".join(map(regex.escape, platforms))), regex.IGNORECASE)


def running_text(world: World, text: str) -> str:
    """A text without its tags and addresses, spaces tidied: what there is to read."""
    return _running_text(tuple(world.setting.platforms), text)


@lru_cache(maxsize=1024)
def _running_text(platforms: tuple[str, ...], text: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    spans = [tag.span for tag in tags_in(plain)] + [link.span for link in _own_links(platforms, plain)]
    for start, end in spans:
        plain = plain[:start] + " " * (end - start) + plain[end:]
    return "\n".join(" ".join(line.split()) for line in plain.splitlines()).strip()


def picture_of(world: World, sha: str) -> ListingImage | None:
    """A picture of the shop by its hash: one that stands on any of its listings."""
    for listing in world.listings.values():
        for image in listing.images:
            if image.sha256 == sha:
                return image
    return None


def goods_of(world: World, draft: Draft) -> Listing | None:
    """The listing of the place that a post leads to: the one named, or the first address in the text where those can be clicked."""
    named = [draft.listing] if draft.listing else []
    linked = [link.listing for link in own_links(world, draft.text)] if draft.network.links else []
    for key in (*named, *linked):
        listing = world.listings.get(key)
        if listing is not None and listing.country == draft.country:
            return listing
    return None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a network makes of a post: everything wrong with it, rule by rule and within a rule by place, and the tags that fit."""

    faults: tuple[PostFault, ...]
    tags: frozenset[str]


_READ: OrderedDict[tuple[object, ...], tuple[Setting, Reading]] = OrderedDict()
_READ_KEPT = 2048


def reading_of(world: World, draft: Draft) -> Reading:
    """A post as the shop stands now, remembered by all that it depends on: every quarter of a day asks for it."""
    setting = world.setting
    shop = tuple((listing.key, listing.is_live, listing.title) for listing in world.listings.values())
    has_picture = picture_of(world, draft.picture) is not None
    post = (draft.network.key, draft.country, draft.text, draft.listing, draft.picture, draft.alt, has_picture)
    key = (*post, world.shop.name, shop)
    known = _READ.get(key)
    if known is None or known[0] is not setting:
        tags = frozenset(plain_tag(tag.word) for tag in tags_in(draft.text) if fits(world, draft, tag.word))
        known = (setting, Reading(tuple(_faults(world, draft)), tags))
        _READ[key] = known
        if len(_READ) > _READ_KEPT:
            _READ.popitem(last=False)
    return known[1]


def find_faults(world: World, draft: Draft) -> tuple[PostFault, ...]:
    """Everything wrong with a post as the shop stands now: rule by rule, within a rule by place."""
    return reading_of(world, draft).faults


def _faults(world: World, draft: Draft) -> Iterator[PostFault]:
    yield from _length(draft)
    yield from _tags(world, draft)
    yield from _links(world, draft)
    yield from _picture(world, draft)
    yield from _alt(draft)
    yield from _mark(world, draft)
    yield from _claims(world, draft)


def announcement(draft: Draft) -> tuple[int, int] | None:
    """Where a text first announces a reduction: its span in the NFC text; None where it does not."""
    return _announcement(draft.text, _languages(draft))


@lru_cache(maxsize=1024)
def _announcement(text: str, languages: tuple[str, ...]) -> tuple[int, int] | None:
    whole = fold(text)
    found = [hit for hit in discount_book(languages).find(whole.text) if not is_negated(whole.text, hit.start, hit.end)]
    spans = [whole.span(hit.start, hit.end) for hit in found]
    spans += [match.span() for match in _MINUS_PERCENT.finditer(whole.original)]
    return min(spans, default=None)


def mark_languages(world: World, draft: Draft) -> tuple[str, ...]:
    """The languages in which a mark of advertising is understood: that of the text, or else every one that is read there."""
    read = languages_in(draft.country)
    written = identify(running_text(world, draft.text)).language
    return (written,) if written in read else read


def _languages(draft: Draft) -> tuple[str, ...]:
    """Languages in which a text is read for words: those of the followers, and English."""
    return tuple(dict.fromkeys((*languages_in(draft.country), "en")))


def _length(draft: Draft) -> Iterator[PostFault]:
    text, limit = unicodedata.normalize("NFC", draft.text), draft.network.max_chars
    if not text.strip():
        yield PostFault("length", "post_text_empty", "text", blocks=True)
    if len(text) > limit:
        yield PostFault("length", "post_too_long", "text", (limit, len(text)), str(len(text)), limit, blocks=True)


def _tags(world: World, draft: Draft) -> Iterator[PostFault]:
    tags, network = tags_in(draft.text), draft.network
    if len(tags) > network.tags_max:
        span = (tags[network.tags_max].span[0], tags[-1].span[1])
        yield PostFault("tags", "too_many_tags", "text", span, str(len(tags)), network.tags_max, blocks=True)
    seen: set[str] = set()
    for tag in tags:
        plain, found = plain_tag(tag.word), clip(f"#{tag.word}", 60)
        if not plain or plain.isdecimal():
            yield PostFault("tags", "tag_form", "text", tag.span, found)
        elif len(tag.word) > network.tag_max_chars:
            yield PostFault("tags", "tag_too_long", "text", tag.span, found, network.tag_max_chars)
        elif plain in seen:
            yield PostFault("tags", "tag_twice", "text", tag.span, found)
        elif plain in banned_tags():
            yield PostFault("tags", "tag_banned", "text", tag.span, found)
        elif not fits(world, draft, tag.word):
            yield PostFault("tags", "tag_unrelated", "text", tag.span, found)
        seen.add(plain)


def fits(world: World, draft: Draft, tag: str) -> bool:
    """Whether a tag speaks of the goods, the shop, the country, or of something that fits any goods."""
    plain = plain_tag(tag)
    languages = _languages(draft)
    if plain in general_tags(languages):
        return True
    market, setting = world.setting.market, world.setting
    listing = goods_of(world, draft)
    skus = [listing.sku] if listing is not None else list(setting.products)
    destination = setting.destinations.get(draft.country)
    names = [world.shop.name, *(destination.names.values() if destination else ())]
    for sku in skus:
        names += setting.products[sku].names.values()
    if listing is not None:
        names.append(listing.title)
    words = {folded(part) for name in names for part in (name.replace(" ", ""), *name.split())}
    for sku in skus:
        words |= _words_of_type(market, setting.products[sku].type, languages)
    return any(word == plain or (_is_long(word) and word in plain) for word in words)


def _is_long(word: str) -> bool:
    return len(word) >= (_SHORTEST_HAN if _HAN.search(word) else _SHORTEST)


@lru_cache(maxsize=256)
def _words_of_type(market: Market, type_key: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Words for a kind of goods: its names, its categories, and what shoppers type for it, as stems too."""
    type_ = market.types[type_key]
    words: set[str] = set()
    for language in languages:
        if language in type_.names:
            name = type_.names[language]
            words |= {folded(name.replace(" ", "")), *(folded(word) for word in search_tokens(name, language))}
        if language not in market.index:
            continue
        searches = keyword_searches(market, language)
        for keyword, tokens in zip(searches.keywords, searches.tokens, strict=True):
            if keyword.type == type_key:
                words |= {folded(keyword.text.replace(" ", "")), *(folded(token) for token in tokens)}
    return frozenset(words)


def _links(world: World, draft: Draft) -> Iterator[PostFault]:
    hosts = [f"{platform}.example" for platform in world.setting.platforms]
    for promise in promises_found(draft.text, ("off_platform_contact",), hosts):
        yield PostFault("link", "link_leads_away", "text", promise.span, clip(promise.phrase, 60))
    for link in own_links(world, draft.text):
        listing = world.listings.get(link.listing)
        if not draft.network.links:
            yield PostFault("link", "link_not_clickable", "text", link.span)
        elif listing is None or listing.country != draft.country:
            yield PostFault("link", "link_not_own", "text", link.span, clip(link.listing, 60))
        elif not listing.is_live:
            yield PostFault("link", "link_not_live", "text", link.span, clip(link.listing, 60))
    if not draft.listing:
        return
    listing = world.listings.get(draft.listing)
    if listing is None:
        yield PostFault("link", "post_listing_unknown", "listing", found=clip(draft.listing, 60), blocks=True)
    elif listing.country != draft.country:
        yield PostFault("link", "post_listing_elsewhere", "listing", found=listing.key, blocks=True)
    elif not listing.is_live:
        yield PostFault("link", "link_not_live", "listing", found=listing.key)


def _picture(world: World, draft: Draft) -> Iterator[PostFault]:
    if draft.picture and picture_of(world, draft.picture) is None:
        yield PostFault("picture", "post_picture_unknown", "picture", blocks=True)
    if not draft.picture and draft.network.picture_required:
        yield PostFault("picture", "post_picture_missing", "picture", blocks=True)


def _alt(draft: Draft) -> Iterator[PostFault]:
    alt = draft.alt.strip()
    if draft.picture and not alt:
        yield PostFault("alt_text", "post_alt_missing", "alt")
    if len(alt) > draft.network.alt_max_chars:
        yield PostFault("alt_text", "post_alt_too_long", "alt", None, str(len(alt)), draft.network.alt_max_chars, blocks=True)


def _mark(world: World, draft: Draft) -> Iterator[PostFault]:
    rule = mark_rule(draft.country)
    if rule is None or not rule.asked:
        return
    span = announcement(draft)
    if span is not None and not mark_book(mark_languages(world, draft)).is_in(folded(draft.text)):
        text = unicodedata.normalize("NFC", draft.text)
        yield PostFault("ad_mark", "ad_mark_missing", "text", span, clip(text[span[0] : span[1]], 60))


def _claims(world: World, draft: Draft) -> Iterator[PostFault]:
    whole = fold(draft.text)
    last = 0
    for hit in forbidden_book(_languages(draft)).find(whole.text):
        if hit.start >= last and not is_negated(whole.text, hit.start, hit.end):
            last = hit.end
            span = whole.span(hit.start, hit.end)
            yield PostFault("claims", "claim_forbidden", "text", span, clip(whole.quote(hit.start, hit.end), 60))
    for promise in promises_found(draft.text, ("fixed_delivery_date", "refund_for_review", "review_request")):
        yield PostFault("claims", "promise_forbidden", "text", promise.span, clip(promise.phrase, 60))
