import pytest

from lab.ads.actions import PauseCampaign, ResumeCampaign, SaveCampaign
from lab.values.errors import Refused
from lab.values.money import Money
from lab.world.campaign import Negative, Target
from tests.builders import DE, DE_LAMP, KZ, make_listing, make_world

AUTO = Target("auto", "de", Money(40, "EUR"))


def save(**changes):
    plain = {
        "campaign": "lamps", "place": DE, "title": "Lamps", "daily_budget": Money(1500, "EUR"), "listings": (DE_LAMP,),
        "targets": (AUTO,), "negatives": (),
    }  # fmt: skip
    return SaveCampaign(**{**plain, **changes})


@pytest.fixture
def world():
    return make_world(make_listing())


def refused(world, action):
    with pytest.raises(Refused) as caught:
        action.apply(world)
    assert world.campaigns == {} or action is not None
    return caught.value.code


def test_a_new_campaign_runs_and_has_spent_nothing(world):
    save().apply(world)
    campaign = world.campaigns["lamps"]
    assert campaign.running and campaign.spent == 0 and campaign.started_at == world.now
    assert campaign.targets == [AUTO] and campaign.listings == [DE_LAMP] and campaign.name == "Lamps"


def test_saving_again_replaces_what_it_says_and_keeps_what_was_spent(world):
    save().apply(world)
    world.campaigns["lamps"].spent = 77
    save(title="", daily_budget=Money(900, "EUR"), negatives=(Negative("phrase", "de", "kinder"),)).apply(world)
    campaign = world.campaigns["lamps"]
    assert (campaign.spent, campaign.name, campaign.daily_budget.amount, len(campaign.negatives)) == (77, "lamps", 900, 1)


def test_words_of_a_target_are_tidied_and_auto_targets_have_none(world):
    targets = (Target("exact", "de", Money(30, "EUR"), "  Schreibtischlampe \u200e  E27 "), Target("auto", "ru", Money(30, "EUR"), "junk"))
    save(targets=targets).apply(world)
    assert [target.text for target in world.campaigns["lamps"].targets] == ["Schreibtischlampe E27", ""]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"campaign": " "}, "text_empty"),
        ({"campaign": "x" * 81}, "too_long"),
        ({"title": "x" * 81}, "too_long"),
        ({"place": "meridian/XX"}, "no_such_place"),
        ({"daily_budget": Money(99, "EUR")}, "budget_out_of_range"),
        ({"daily_budget": Money(1500, "USD")}, "wrong_currency"),
        ({"listings": ()}, "campaign_without_listing"),
        ({"listings": ("meridian/DE/none",)}, "no_such_listing"),
        ({"targets": ()}, "campaign_without_target"),
        ({"targets": (Target("auto", "de", Money(1, "EUR")),)}, "bid_out_of_range"),
        ({"targets": (Target("broad", "de", Money(30, "EUR"), "?!"),)}, "target_without_words"),
        ({"targets": (Target("broad", "zh", Money(30, "EUR"), "台灯"),)}, "language_not_searched"),
        ({"targets": (AUTO,) * 201}, "too_long"),
        ({"negatives": (Negative("exact", "de", ""),)}, "target_without_words"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(world, changes, code):
    assert refused(world, save(**changes)) == code
    assert world.campaigns == {}


def test_a_campaign_stays_at_its_place(world):
    save().apply(world)
    assert refused(world, save(place=KZ, listings=())) == "campaign_is_elsewhere"


def test_there_is_an_end_to_the_number_of_campaigns(world):
    for number in range(50):
        save(campaign=f"c{number}").apply(world)
    assert refused(world, save(campaign="one more")) == "too_many_campaigns"
    save(campaign="c7", title="still to be changed").apply(world)


def test_a_campaign_is_paused_and_resumed_once_each(world):
    save().apply(world)
    PauseCampaign("lamps").apply(world)
    assert not world.campaigns["lamps"].running
    assert refused(world, PauseCampaign("lamps")) == "campaign_is_paused"
    ResumeCampaign("lamps").apply(world)
    assert world.campaigns["lamps"].running
    assert refused(world, ResumeCampaign("lamps")) == "campaign_is_running"
    assert refused(world, PauseCampaign("none")) == "no_such_campaign"
