from dataclasses import replace

import pytest

from lab.ledger.pricing import offered_price
from lab.market.appeal import ALL_PAID, DOUBT, buy_terms, click_terms, price_log, total
from lab.search.offer import OWN_NUMBERS_FROM, delivery_days, offer_of, offers_at, own_number, why_not_shown
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.money import PricingRule
from lab.world.promotion import Promotion
from tests.shoppers.worlds import make_world, put_on_sale


@pytest.fixture
def world():
    return make_world()


def test_a_complete_listing_is_shown(world):
    listing = put_on_sale(world)
    assert why_not_shown(world, listing) is None
    assert [offer.listing for offer in offers_at(world, "meridian/DE")] == [listing]
    assert not list(offers_at(world, "caravan/DE"))


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("not_live", lambda world, listing: setattr(listing, "live_since", None)),
        ("no_price", lambda world, listing: setattr(listing, "price", None)),
        ("no_stock", lambda world, listing: setattr(listing, "stock", 0)),
        ("no_shipping", lambda world, listing: world.templates.clear()),
        ("no_shipping", lambda world, listing: world.templates["meridian/DE"].regions.remove("DE")),
    ],
)
def test_a_listing_is_not_shown_and_says_why(world, reason, change):
    listing = put_on_sale(world)
    change(world, listing)
    assert why_not_shown(world, listing) == reason
    assert not list(offers_at(world, "meridian/DE"))


def test_shipping_counts_at_the_till_but_not_on_the_page(world):
    listing = put_on_sale(world, price=3400)
    world.templates["meridian/DE"].charge = Money(340, "EUR")
    appeal = offer_of(world, listing).appeal
    assert (appeal.price_log, appeal.landed_log) == (0, price_log(3740, 3400)) == (0, 95)


def test_days_are_handling_rounded_up_and_the_middle_of_the_lane(world):
    put_on_sale(world)
    template = world.templates["meridian/DE"]
    lane = world.setting.lanes[template.lane]
    middle = (lane.days_min + lane.days_max + 1) // 2
    for hours, days in ((1, 1), (24, 1), (25, 2), (48, 2)):
        template.handling_hours = hours
        assert delivery_days(world, template) == days + middle
    assert delivery_days(world, None) == 30


def test_slack_is_shown_to_shoppers_as_days(world):
    listing = put_on_sale(world)
    before = offer_of(world, listing).appeal.days
    world.templates["meridian/DE"].slack_days = 3
    assert offer_of(world, listing).appeal.days == before + 3


def test_at_home_nobody_thinks_of_duty(world):
    listing = put_on_sale(world, price=3400)
    for incoterm in ("DDP", "DAP"):
        world.templates["meridian/DE"].incoterm = incoterm
        appeal = offer_of(world, listing).appeal
        assert (appeal.landed_log, appeal.duty_term) == (0, 0)


def test_duty_is_inside_the_price_or_seven_tenths_of_it_are_reckoned_with(world):
    listing = put_on_sale(world, place="meridian/US", price=20_000)
    template = world.templates["meridian/US"]
    paid = offer_of(world, listing).appeal
    assert (paid.landed_log, paid.duty_term) == (price_log(20_000, 3400), ALL_PAID)
    template.incoterm = "DAP"
    unpaid = offer_of(world, listing).appeal
    # Since 24 July 2026 there is no surcharge: lamps pay 5 %, 10.00 of 200.00, and 7.00 of it are reckoned with.
    assert (unpaid.landed_log, unpaid.duty_term) == (price_log(20_700, 3400), DOUBT)
    assert total(buy_terms(unpaid, 1)) < total(buy_terms(paid, 1)) - 250
    assert unpaid.price_log == paid.price_log


def test_where_nothing_is_charged_there_is_nothing_to_doubt(world):
    listing = put_on_sale(world, place="caravan/KZ")
    for incoterm in ("DDP", "DAP"):
        world.templates["caravan/KZ"].incoterm = incoterm
        assert offer_of(world, listing).appeal.duty_term == ALL_PAID


def test_rating_and_reviews_come_from_the_listings_record(world):
    listing = put_on_sale(world)
    assert (offer_of(world, listing).appeal.rating, offer_of(world, listing).appeal.reviews) == (0, 0)
    listing.record.reviews, listing.record.stars = 3, 13_000
    appeal = offer_of(world, listing).appeal
    assert (appeal.rating, appeal.reviews) == (4333, 3)


def test_the_price_weighs_by_the_kind_of_goods(world):
    assert offer_of(world, put_on_sale(world)).appeal.elasticity_percent == 100  # lamps are for the home


def test_without_a_picture_the_image_is_worth_nothing(world):
    assert offer_of(world, put_on_sale(world, picture=False)).appeal.image == 0
    assert offer_of(world, put_on_sale(world)).appeal.image > 800


def test_a_price_in_another_currency_is_exchanged(world):
    listing = put_on_sale(world)
    listing.price = Money(3400, "USD")
    assert offer_of(world, listing).appeal.price_log < 0


def test_numbers_of_own_goods_follow_from_the_sku_alone():
    assert own_number("LAMP") == own_number("LAMP") != own_number("LAMP-2")
    assert all(OWN_NUMBERS_FROM <= own_number(f"SKU-{i}") < OWN_NUMBERS_FROM + 2**31 for i in range(100))


def test_an_edited_listing_is_judged_anew(world):
    listing = put_on_sale(world)
    before = offer_of(world, listing).appeal.title
    listing.title = "Lampe"
    assert offer_of(world, listing).appeal.title < before


def promote(world, kind, percent, **values):
    promotion = Promotion(kind, kind, kind, ["meridian/DE/LAMP"], percent, 0, 10 * DAY, 0, **values)
    world.promotions[kind] = promotion
    return promotion


def ranked(world, listing):
    return {term.name: term.value for term in offer_of(world, listing).rank_terms("de", world)}


def clicked(world, listing):
    return {term.name: term.value for term in click_terms(offer_of(world, listing).appeal, 1)}


def test_without_a_promotion_there_is_no_term_of_one(world):
    listing = put_on_sale(world)
    before = offer_of(world, listing)
    promotion = promote(world, "flash", 50, pieces=10)
    promotion.listings = ["meridian/DE/LAMP-2"]
    assert offer_of(world, listing).appeal == before.appeal
    assert not before.appeal.deal and not before.appeal.coupon
    assert {"deal", "coupon"}.isdisjoint(ranked(world, listing) | clicked(world, listing))


def test_a_discount_is_seen_on_the_page_and_at_the_till(world):
    listing = put_on_sale(world, price=3400)
    world.templates["meridian/DE"].charge = Money(340, "EUR")
    promote(world, "discount", 50)
    appeal = offer_of(world, listing).appeal
    assert (appeal.price_log, appeal.landed_log) == (price_log(1700, 3400), price_log(2040, 3400))
    assert offer_of(world, listing).price == Money(1700, "EUR")
    assert {"deal", "coupon"}.isdisjoint(ranked(world, listing) | clicked(world, listing))


def test_a_coupon_is_a_mark_on_the_page_and_money_at_the_till(world):
    listing = put_on_sale(world, price=3400)
    promote(world, "coupon", 50)
    appeal = offer_of(world, listing).appeal
    assert (appeal.price_log, appeal.landed_log) == (0, price_log(1700, 3400))
    assert clicked(world, listing)["coupon"] == 60
    assert "coupon" not in ranked(world, listing)


def test_a_flash_sale_is_shown_further_up_and_clicked_more(world):
    listing = put_on_sale(world, price=3400)
    promote(world, "flash", 20, pieces=10)
    assert offer_of(world, listing).appeal.price_log == price_log(2720, 3400)
    assert (ranked(world, listing)["deal"], clicked(world, listing)["deal"]) == (300, 200)


def test_a_promotion_is_seen_from_its_beginning_until_its_end(world):
    listing = put_on_sale(world)
    before = offer_of(world, listing).appeal
    promotion = promote(world, "flash", 20, pieces=10)
    promotion.begins, promotion.ends = 60, 120
    during = []
    for world.now in (59, 60, 119, 120):
        during.append(offer_of(world, listing).appeal != before)
    assert during == [False, True, True, False]


def test_only_what_is_not_set_aside_can_be_shown_before_a_flash_sale(world):
    listing = put_on_sale(world, stock=10)
    promotion = promote(world, "flash", 20, pieces=10)
    promotion.begins = DAY
    assert why_not_shown(world, listing) == "no_stock"
    world.now = DAY
    assert why_not_shown(world, listing) is None
    promotion.sold = 10
    assert not offer_of(world, listing).appeal.deal


def test_buyers_abroad_compare_in_their_own_currency_with_the_same_result(world):
    listing = put_on_sale(world, place="meridian/US", price=20_000)
    home = offer_of(world, listing).appeal
    world.setting = replace(world.setting, local_money=True)
    appeal = offer_of(world, listing).appeal
    assert offered_price(world, listing).currency == "USD"
    assert abs(appeal.price_log - home.price_log) < 100
    world.pricing["meridian/US"] = PricingRule("meridian/US", 0, 500, "exact")
    assert offer_of(world, listing).appeal.price_log == pytest.approx(appeal.price_log + 405, abs=2)  # 1000 ln 1.5


def test_goods_from_a_warehouse_in_the_buyers_country_cross_no_border(world):
    listing = put_on_sale(world, place="meridian/US", price=20_000)
    lanes = world.setting.lanes
    assert offer_of(world, listing).appeal.duty_term == ALL_PAID
    world.templates["meridian/US"].lane = next(key for key, lane in lanes.items() if lane.from_country == "US" and "US" in lane.regions)
    assert offer_of(world, listing).appeal.duty_term == 0
