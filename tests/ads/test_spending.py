from lab.ads.spending import bill_day, may_bid, micro
from lab.ledger.books import balance
from lab.values.money import Money
from lab.world.campaign import Campaign
from lab.world.health import Health
from tests.builders import DE, DE_LAMP, make_listing, make_world


def campaign(**changes):
    plain = Campaign("c", DE, "Lamps", Money(500, "EUR"), [DE_LAMP], [])
    for name, value in changes.items():
        setattr(plain, name, value)
    return plain


def test_a_cent_is_ten_thousand_micro_euro():
    assert micro(Money(1, "EUR")) == 10_000
    # 1.17 USD are one euro in the table of rates
    assert micro(Money(117, "USD")) == 1_000_000


def test_a_campaign_bids_until_its_budget_is_spent():
    world = make_world(make_listing())
    assert may_bid(world, campaign(spent=4_999_999))
    assert not may_bid(world, campaign(spent=5_000_000))
    assert not may_bid(world, campaign(running=False))


def test_a_restricted_account_advertises_nothing_and_a_warned_one_does():
    world = make_world(make_listing())
    world.health["meridian"] = Health(state="warned")
    assert may_bid(world, campaign())
    world.health["meridian"] = Health(state="restricted")
    assert not may_bid(world, campaign())


def test_the_days_bill_is_what_was_spent_and_starts_anew():
    world = make_world(make_listing())
    world.campaigns = {"a": campaign(spent=1_234_567), "b": campaign(spent=4_999)}
    bill_day(world)
    # 1.234567 EUR are 1.23; half a cent less a bit is nothing
    assert balance(world, "ads") == Money(123, "EUR") and balance(world, "platform:meridian") == Money(-123, "EUR")
    assert [one.spent for one in world.campaigns.values()] == [0, 0]
    bill_day(world)
    assert balance(world, "ads") == Money(123, "EUR")
