"""The shop front as a browser gets it: narrowing, sorting, languages, currencies, paid slots, and the pieces that are kept."""

import re
from dataclasses import replace
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest
from babel import Locale
from flask import Flask
from markupsafe import escape

from lab.engine.actions import Advance, EndDay
from lab.listings.actions import SetPrice
from lab.listings.promotion_actions import SavePromotion
from lab.market.calendars import FIRST_DAY
from lab.market.catalogue import department
from lab.messages.reviews import review_text
from lab.platforms.storewords import store_languages, store_words
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.search.facets import SORTS
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.values.places import ROOT
from lab.web.storecards import drawing_of
from lab.web.storefront import OPINIONS
from lab.world.aftermath import Review
from lab.world.listing import ShippingTemplate, Translation
from lab.world.money import PricingRule
from lab.world.promotion import Promotion
from lab.world.stock import Pile
from tests.web.browser import Browser

STORE = "/runs/{run}/store/meridian/DE"
CARD = re.compile(r'<li class="store-card.*?</li>\s*(?=<li class="store-card|</ol>)', re.S)


def cards(page: str) -> list[str]:
    return CARD.findall(page)


def test_a_known_keyword_shows_its_paid_slots_in_the_buyers_language(at_home: Browser, run_id: int) -> None:
    page = at_home.get(STORE.format(run=run_id) + "?q=led lampe")
    paid = [place for place, card in enumerate(cards(page)) if store_words("de")["sponsored"] in card]
    assert paid[:4] == [0, 1, 5, 11]
    assert "Sponsored" not in page
    other = at_home.get(STORE.format(run=run_id) + "?q=led lampe für das lange regal")
    assert cards(other) and store_words("de")["sponsored"] not in other


def test_every_filter_shows_as_many_as_it_says_and_can_be_taken_away(at_home: Browser, run_id: int) -> None:
    page = at_home.client.get(STORE.format(run=run_id), query_string={"q": "schreibtischlampe"}).text
    aside = page[page.index('id="filters"') :]
    links = re.findall(r'<li><a href="(\?[^"]+)"[^>]*>.*?<span class="count"><bdi>([\d.]+)</bdi>', aside, re.S)
    assert len(links) > 15
    for address, count in links:
        shown = at_home.get(STORE.format(run=run_id) + unescape(address))
        title = re.search(r'<h1 class="store-title">([\d.]+) ', shown)
        assert title is not None and title[1] == count, address
    narrow = at_home.get(STORE.format(run=run_id) + "?q=schreibtischlampe&stars=4&returns=1&a.socket=E27")
    assert len(re.findall('class="chip"', narrow)) == 3
    assert "Fassung: E27 entfernen" in narrow


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_its_link_and_page(at_home: Browser, run_id: int, sort: str) -> None:
    page = at_home.get(STORE.format(run=run_id) + f"?q=lampe&sort={sort}")
    assert len(cards(page)) == 48 and store_words("de")[f"sort_{sort}"] in page


def test_the_currency_is_the_buyers_until_another_is_chosen(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    market = play_of(db, student, run_id).world.setting.market
    tenge = at_home.get(f"/runs/{run_id}/store/caravan/KZ/item/5")
    assert "₸" in tenge and '"priceCurrency": "KZT"' in tenge
    euro = at_home.get(f"/runs/{run_id}/store/caravan/KZ/item/5?cur=EUR")
    assert f'"price": "{market.goods.price[5] / 100:.2f}"' in euro and '"priceCurrency": "EUR"' in euro
    assert "cur=EUR" in euro  # links keep the choice


def test_strange_arguments_are_left_out(at_home: Browser, run_id: int) -> None:
    plain = at_home.get(STORE.format(run=run_id) + "?q=lampe")
    strange = at_home.get(
        STORE.format(run=run_id) + "?q=lampe&cat=nowhere&stars=9&days=1&low=x&high=-3&brand=Nobody&a.colour=none&a.=1&sort=best&cur=XXX&in=xx&page=0"
    )
    assert cards(plain) == cards(strange)


def test_marks_and_markup_in_a_query_stay_text(at_home: Browser, run_id: int) -> None:
    page = at_home.client.get(STORE.format(run=run_id), query_string={"q": '\x02rows\x02 "><script>alert(1)</script>'}).text
    assert "<script>alert" not in page and "\x02" not in page


def test_nothing_found_helps_on(at_home: Browser, run_id: int) -> None:
    page = at_home.get(STORE.format(run=run_id) + "?q=zzzzzz")
    assert store_words("de")["nothing_hint"] in page and store_words("de")["popular"] in page and "?cat=home" in page
    slip = at_home.get(STORE.format(run=run_id) + "?q=schreibtichlampe")
    assert "Meinten Sie „schreibtischlampe“?" in slip
    narrow = at_home.get(STORE.format(run=run_id) + "?q=schreibtischlampe&low=90000")
    assert store_words("de")["nothing_narrowed"] in narrow and store_words("de")["clear_all"] in narrow


def test_a_category_is_walked_down_by_its_path(at_home: Browser, run_id: int) -> None:
    page = at_home.get(STORE.format(run=run_id) + "?cat=home/lighting")
    assert '<h1 class="store-title">Beleuchtung</h1>' in page
    assert 'href="?cat=home"' in page and "cat=home%2Flighting%2F" in page
    assert 'rel="next"' in page


def test_a_kept_page_changes_with_the_students_next_action(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    address = STORE.format(run=run_id) + "?q=led e27 warmweiß"
    assert "6,90" in at_home.get(address)
    assert at_home.get(address) == at_home.get(address)
    act(db, student, run_id, SetPrice("meridian/DE/bulb", Money(815, "EUR")))
    page = at_home.get(address)
    assert "8,15" in page and "Yours, place" in page
    assert "Day 1" in page
    act(db, student, run_id, EndDay())
    assert "Day 2" in at_home.get(address)


def test_a_kept_frame_belongs_to_its_session(app: Flask, at_home: Browser, student: Viewer, run_id: int) -> None:
    address = STORE.format(run=run_id) + "?q=lampe"
    at_home.get(address)
    at_home.get(address)
    other = Browser(app.test_client()).sign_in(student.login)
    other.get(address)
    other.get(address)
    assert other.token != at_home.token
    other.send("/preferences", theme="dark", back=address)
    at_home.get(address)
    at_home.send("/preferences", language="zh", back=address)
    assert 'lang="zh-Hans"' in at_home.get(address)


def test_another_student_does_not_see_a_kept_page(app: Flask, at_home: Browser, db: Database, run_id: int) -> None:
    from lab.school.accounts import create_user
    from tests.web.browser import PASSWORD

    at_home.get(STORE.format(run=run_id) + "?q=lampe")
    create_user(db, login="stranger", name="Somebody Else", password=PASSWORD, role="student")
    Browser(app.test_client()).sign_in("stranger").get(STORE.format(run=run_id) + "?q=lampe", status=404)
    assert app.test_client().get(STORE.format(run=run_id)).status_code == 302


def test_a_product_page_shows_its_place_in_the_tree_and_more_like_it(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/store/meridian/DE/item/17")
    assert store_words("de")["related"] in page and len(cards(page)) == 6
    assert 'href="../../DE?cat=' in page
    own = at_home.get(f"/runs/{run_id}/store/meridian/DE/item/bulb")
    assert "Heute bestellt, geliefert bis" in own and store_words("de")["no_reviews"] in own


def test_every_department_has_a_drawing_and_no_type_is_without_one(app: Flask, db: Database, student: Viewer, run_id: int) -> None:
    market = play_of(db, student, run_id).world.setting.market
    folder: Path = ROOT / "static" / "img" / "departments"
    drawn = {path.stem for path in folder.glob("*.svg")}
    assert drawn == {department(type_.category).replace("/", "-") for type_ in market.types.values()}
    with app.test_request_context("/"):
        assert all(drawing_of(market, key).startswith("/static/img/") and "#" not in drawing_of(market, key) for key in market.types)


BULB = "meridian/DE/bulb"
ITEM = "/runs/{run}/store/meridian/DE/item/bulb"


def own(page: str) -> str:
    """The card of the own listing on a page of results."""
    return next(card for card in cards(page) if "Yours, place" in card)


def test_a_discount_stands_on_the_card_and_the_page_with_the_price_struck_through(
    at_home: Browser, db: Database, student: Viewer, run_id: int
) -> None:
    price = play_of(db, student, run_id).world.listings[BULB].price
    assert price is not None
    outcome = act(db, student, run_id, SavePromotion("p1", "discount", "Mai", (BULB,), 20, 0, 7 * DAY))
    assert outcome.ok, outcome
    page = at_home.get(STORE.format(run=run_id) + "?q=led e27 warmweiß")
    card = own(page)
    lowered = f"{price.times(Fraction(4, 5)).amount / 100:.2f}".replace(".", ",")
    assert lowered in card
    assert f"<s><bdi>{price.amount / 100:.2f}".replace(".", ",") in card
    assert "−20" in card
    item = at_home.get(ITEM.format(run=run_id))
    assert "Niedrigster Preis der letzten 30 Tage: " in item
    assert "Angebot gültig bis Mo., 11. Mai" in item
    assert f'"price": "{price.times(Fraction(4, 5)).amount / 100:.2f}"' in item
    assert '"priceValidUntil": "2026-05-11"' in item


def test_a_flash_sale_says_how_long_it_lasts_and_a_coupon_what_it_makes_of_the_price(
    at_home: Browser, db: Database, student: Viewer, run_id: int
) -> None:
    world = play_of(db, student, run_id).world
    listing = world.listings[BULB]
    listing.price = Money(1000, "EUR")
    world.promotions = {
        "f": Promotion("f", "flash", "Blitz", [BULB], 30, 0, 5 * HOUR + 1, 0, pieces=3),
        "c": Promotion("c", "coupon", "Gutschein", [BULB], 10, 0, 5 * DAY, 0),
    }
    item = at_home.get(ITEM.format(run=run_id))
    assert "Blitzangebot: endet in 6 Std." in item
    assert "mit Gutschein: 6,30" in item.replace("\xa0", " ")
    english = at_home.get(ITEM.format(run=run_id) + "?in=en")
    assert "Flash deal: ends in 6 h" in english
    listing.stock = 2
    world.promotions["f"].pieces = 0  # nothing is set aside, so the deal is over
    assert "Blitzangebot" not in at_home.get(ITEM.format(run=run_id))


def test_buyers_are_shown_their_own_money_at_the_rate_and_the_rule_of_the_place(
    at_home: Browser, db: Database, student: Viewer, run_id: int
) -> None:
    world = play_of(db, student, run_id).world
    world.setting = replace(world.setting, local_money=True)
    key = "caravan/KZ/bulb"
    world.listings[key] = replace(world.listings[BULB], platform="caravan", country="KZ", price=Money(1000, "EUR"))
    world.pricing["caravan/KZ"] = PricingRule("caravan/KZ", 600_000_000, 0, "ninety")
    world.templates["caravan/KZ"] = ShippingTemplate("caravan/KZ", "kz_tracked", ["KZ"], 48, Money(200, "EUR"))
    page = at_home.get(f"/runs/{run_id}/store/caravan/KZ/item/bulb").replace("\xa0", " ")
    assert "5 990 ₸" in page  # 10.00 EUR at 600 is 6,000; the nearest with the ending is 5,990
    assert "1 200 ₸" in page
    assert '"price": "5990.00"' in page
    rate = world.setting.market.demand.rates["KZT"][(world.setting.date_at(world.now) - FIRST_DAY).days]
    euro = at_home.get(f"/runs/{run_id}/store/caravan/KZ/item/bulb?cur=EUR")
    assert f'"price": "{round(599_000 * 1_000_000 / rate) / 100:.2f}"' in euro  # at the rate of the day, not of the rule


def test_goods_out_of_a_warehouse_say_from_where_they_come(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    assert "Versand aus" not in at_home.get(ITEM.format(run=run_id))
    world = play_of(db, student, run_id).world
    lane = next(lane for lane in world.setting.lanes.values() if lane.from_country not in ("DE", world.setting.home))
    world.shop.abroad = {lane.from_country: {"bulb": Pile(5, 500)}}
    world.templates["meridian/DE"].lane = lane.key
    assert f"Versand aus: {Locale('de').territories[lane.from_country]}" in at_home.get(ITEM.format(run=run_id))


def test_reviews_stand_in_full_with_the_shops_reply_the_newest_first(
    at_home: Browser, db: Database, student: Viewer, run_id: int
) -> None:
    act(db, student, run_id, Advance(20 * HOUR))
    world = play_of(db, student, run_id).world
    order = next(order for order in world.orders.values() if order.listing == BULB)
    order.state, order.delivered_at = "delivered", world.now
    world.reviews = [Review(order.id, BULB, 5, world.now - 2 * DAY), Review(order.id, BULB, 1, world.now, "Das <b>tut</b> uns leid.", world.now)]
    written = [review_text(world, review) for review in world.reviews]
    page = at_home.client.get(ITEM.format(run=run_id)).text
    shown = page[page.index('class="item-opinions"') :]
    assert shown.index(escape(written[1].title)) < shown.index(escape(written[0].title))
    assert escape(written[1].text) in shown
    assert "Das &lt;b&gt;tut&lt;/b&gt; uns leid." in shown
    assert f"Antwort von {escape(world.shop.name)}" in shown
    world.reviews = [Review(order.id, BULB, 5, 0)] * 30
    assert at_home.get(ITEM.format(run=run_id)).count('<time class="soft small"') == OPINIONS


def test_the_words_of_promotions_and_reviews_hold_their_slots_in_every_language() -> None:
    english = store_words("en")
    for language in ("de", "es", "ru", "ar", "pt", "kk", "uz", "zh"):
        for name, text in store_words(language).items():
            assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english[name])), (language, name)


def test_a_product_is_shown_in_its_translation_and_says_where_there_is_none(
    at_home: Browser, db: Database, student: Viewer, run_id: int
) -> None:
    world = play_of(db, student, run_id).world
    world.listings[BULB].translations = {"en": Translation("A warm bulb", (), "It shines softly.")}
    english = at_home.get(ITEM.format(run=run_id) + "?in=en")
    assert '<h1 dir="auto">A warm bulb</h1>' in english and "It shines softly." in english
    assert '"inLanguage": "en"' in english
    german = at_home.get(ITEM.format(run=run_id))
    assert "A warm bulb" not in german and "Noch nicht übersetzt" not in german and '"inLanguage": "de"' in german
    persian = at_home.get(ITEM.format(run=run_id) + "?in=fa")
    assert '<h1 lang="de" dir="ltr">' in persian and '"inLanguage": "de"' in persian
    assert store_words("fa")["not_translated"].replace("{language}", "\u2068آلمانی\u2069") in persian
    assert 'lang="fa" dir="rtl"' in persian


def test_every_language_with_words_is_offered_and_named_for_machines(at_home: Browser, run_id: int) -> None:
    page = at_home.get(STORE.format(run=run_id) + "?q=lampe")
    offered = set(re.findall(r'<link rel="alternate" hreflang="([a-z]+)"', page))
    assert offered >= {"de", *store_languages()}
    assert set(re.findall(r'<a href="[^"]*" lang="([a-z]+)" hreflang=', page)) == offered
    for language in ("fa", "ur", "tr", "fr"):
        shown = at_home.get(f"/runs/{run_id}/store/meridian/DE/item/5?in={language}")
        assert f'hreflang="{language}"' in shown and re.search(rf'<link rel="canonical" href="[^"]*in={language}"', shown)
        assert re.search(r'<h1 lang="en" dir="ltr">', shown) and '"inLanguage": "en"' in shown


def test_a_search_in_a_language_without_an_index_says_that_nothing_was_found_in_its_words(at_home: Browser, run_id: int) -> None:
    page = at_home.get(STORE.format(run=run_id) + "?q=چراغ&in=fa")
    assert store_words("fa")["nothing_hint"] in page
    browsed = at_home.get(STORE.format(run=run_id) + "?in=fa")
    assert len(cards(browsed)) == 48 and 'lang="en" dir="ltr"' in browsed
