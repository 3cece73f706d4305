"""The scenario "one-day-at-the-help-desk": its robots, its letters and answers in six languages, and the days before it."""

from datetime import datetime

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.customs.documents import document_faults, required_documents
from lab.engine.actions import Advance
from lab.languages.identify import language_verdict
from lab.languages.manners import dress_of
from lab.languages.promises import promises_found
from lab.listings.faults import find_faults
from lab.listings.over_claim import over_claim
from lab.market.base import Market
from lab.messages.dialogue_book import needs_of
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.references import reference_faults
from lab.scenarios.robot import Plan, changed_plan, play_plan, reference_plan
from lab.scenarios.schema import StepPart
from lab.scenarios.script import Scenario, load_scenario
from lab.scenarios.stage import stage
from lab.values.errors import BadFile
from lab.values.moment import DAY, HOUR
from lab.values.places import SCENARIOS
from lab.world.world import World

LANGUAGES = ("en", "zh", "ru")
NAMES = ["Elbhaus", "Meridian", "Caravan", "DDP"]
MONDAY = 18 * DAY
WRITTEN_IN = {
    "ar_where": "ar", "es_customs": "es", "kk_addr": "kk", "ru_late": "ru", "tr_ask": "tr", "de_return": "de",
    "ar_damaged": "ar", "es_cancel": "es", "ru_wrong": "ru", "tr_pay": "tr", "de_two": "de", "kk_praise": "kk",
}  # fmt: skip
GO_ON = ("ar_where", "es_customs", "kk_addr", "ru_late", "de_return", "ar_damaged", "es_cancel", "tr_pay")
_loaded = load_scenario(SCENARIOS / "one-day-at-the-help-desk")
FIRST = all_picks(_loaded)[0]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return _loaded


def _plan(scenario: Scenario, name: str) -> Plan:
    if name == "reference":
        return reference_plan(scenario)
    return changed_plan(scenario, next(c for c in (*scenario.file.also_ok, *scenario.file.probes) if c.id == name))


def _world(scenario: Scenario, market: Market, name: str) -> World:
    return play_plan(scenario, deal(scenario, 1, market, FIRST), market, _plan(scenario, name)).play.world


@pytest.fixture(scope="module")
def last_world(scenario: Scenario, market: Market) -> World:
    return _world(scenario, market, "reference")


# ------------------------------------------------------------------------------------ robots


def test_every_check_is_broken_by_some_wrong_way_of_its_own(scenario: Scenario) -> None:
    assert {check.id for check in scenario.checks} == {check for probe in scenario.file.probes for check in probe.breaks}


def test_letting_both_days_pass_earns_nothing(scenario: Scenario, market: Market) -> None:
    play = start(scenario, deal(scenario, 1, market, FIRST), market)
    play.act(Advance(DAY), "student")
    play.act(Advance(12 * HOUR), "student")
    assert grade_play(play).grade.points == "0.00"


# ------------------------------------------------------------------------------------ before the takeover


@pytest.mark.parametrize("seed", range(31, 36))
def test_the_shop_is_handed_over_with_what_the_letters_are_about(scenario: Scenario, market: Market, seed: int) -> None:
    world = stage(scenario, deal(scenario, seed, market), market)
    assert world.now == MONDAY == scenario.file.world.takeover
    assert world.threads == {}
    states = {order.id: order.state for order in world.orders.values()}
    gone = dict.fromkeys(("ru1", "mx1", "ar1"), "shipped")
    come = dict.fromkeys(("ar2", "kk2", "ru2", "de1"), "delivered")
    assert states == gone | come | dict.fromkeys(("kk1", "mx2", "de2"), "unshipped")
    assert world.orders["ru1"].promised_at < MONDAY + HOUR
    hold = world.orders["mx1"].parcels[0]
    assert hold.held and hold.due_at > MONDAY + DAY
    assert not world.orders["ru2"].is_packed_as_ordered
    assert world.orders["mx1"].incoterm == "DDP"


def test_what_is_done_before_the_takeover_is_no_deed_of_the_student(scenario: Scenario, market: Market) -> None:
    play = start(scenario, deal(scenario, 1, market, FIRST), market)
    assert play.rows == []
    assert scenario.start == datetime.fromisoformat("2026-09-24T08:00:00+02:00")


def test_a_step_before_the_takeover_that_is_refused_is_named(scenario: Scenario, market: Market) -> None:
    twice = scenario.file.before[-1].model_copy(update={"id": "again"})
    file = scenario.file.model_copy(update={"before": (*scenario.file.before, twice)})
    faulty = Scenario(scenario.folder, file, scenario.shop, scenario.checks, scenario.content_hash)
    with pytest.raises(BadFile) as caught:
        stage(faulty, deal(scenario, 1, market, FIRST), market)
    assert [fault.where for fault in caught.value.faults] == ["before.again"]


def test_steps_keep_to_their_side_of_the_takeover(scenario: Scenario) -> None:
    file = scenario.file
    late = file.before[-1].model_copy(update={"id": "late", "at": MONDAY + 1})
    early = file.reference[0].model_copy(update={"id": "early", "at": MONDAY - 1})
    steps = {"before": (*file.before, late), "reference": (*file.reference, early)}
    faults = reference_faults(file.model_copy(update=steps), scenario.shop, scenario.checks, {}, "scenario.yaml")
    places = dict.fromkeys(fault.where for fault in faults)  # an answer so early comes before its letter, too
    assert list(places) == [f"before.{len(file.before)}.at", f"reference.{len(file.reference)}.at"]


# ------------------------------------------------------------------------------------ letters and answers


def test_twelve_buyers_write_in_six_languages(last_world: World) -> None:
    assert {thread.id: thread.language for thread in last_world.threads.values()} == WRITTEN_IN
    assert len(WRITTEN_IN) == 12
    assert len(set(WRITTEN_IN.values())) == 6
    assert len({thread.buyer.name for thread in last_world.threads.values()}) == 12


def test_letters_and_answers_are_in_the_language_of_the_thread(last_world: World) -> None:
    names = [*NAMES, *(thread.buyer.name for thread in last_world.threads.values())]
    for thread in last_world.threads.values():
        for message in thread.messages:
            assert language_verdict(message.text, [thread.language], names).answer != "no", (thread.id, message.text)
            assert "${" not in message.text
            assert "{" not in message.text


def test_answers_of_the_solution_are_dressed_and_promise_nothing(last_world: World) -> None:
    for thread in last_world.threads.values():
        replies = [message.text for message in thread.messages if message.by == "shop"]
        assert len(replies) == 1, thread.id
        dress = dress_of(replies[0], thread.language, thread.buyer.name)
        assert dress is not None
        assert dress.greeting and dress.closing and dress.name, thread.id
        assert dress.familiar is None and dress.blame is None, thread.id
        forbidden = last_world.setting.platforms[thread.platform].message_forbidden
        assert promises_found(replies[0], (*forbidden, "review_request")) == [], thread.id


def test_the_letters_of_the_other_pool_are_whole_too(scenario: Scenario, market: Market) -> None:
    other = {"ask": "weight", "reach": "phone"}
    world = play_plan(scenario, deal(scenario, 1, market, other), market, reference_plan(scenario)).play.world
    for name in ("tr_ask", "ru_wrong"):
        thread = world.threads[name]
        assert language_verdict(thread.messages[0].text, [thread.language], [thread.buyer.name]).answer == "yes"
        assert thread.subject
        assert thread.buyer.name in thread.messages[0].text


# ------------------------------------------------------------------------------------ courses of the conversations


def test_with_the_reference_everybody_who_goes_on_is_settled_at_once(last_world: World) -> None:
    assert tuple(name for name, thread in last_world.threads.items() if needs_of(thread.intent)) == GO_ON
    for name in GO_ON:
        thread = last_world.threads[name]
        assert thread.outcome == "settled", name
        assert [message.by for message in thread.messages] == ["buyer", "shop", "buyer"], name
    for name in set(WRITTEN_IN) - set(GO_ON):
        assert [message.by for message in last_world.threads[name].messages] == ["buyer", "shop"], name


@pytest.mark.parametrize(
    ("way", "thread_id", "asked"),
    [
        ("how-to-return-left-out", "de_return", "return_how"),
        ("buyer-shall-pay-duty", "es_customs", ""),
        ("everything-at-once", "ar_where", "wrong_fact"),
        ("address-only-promised", "kk_addr", "wrong_fact"),
        ("pay-us-directly", "tr_pay", "wrong_fact"),
        ("no-word-of-regret", "ru_late", "apology"),
    ],
)
def test_a_poor_answer_is_taken_up_by_its_buyer(
    scenario: Scenario, market: Market, way: str, thread_id: str, asked: str
) -> None:
    """An upset buyer has patience for one untrue answer less: who is told to pay the duty gives up at once."""
    thread = _world(scenario, market, way).threads[thread_id]
    assert thread.messages[-1].by == "buyer"
    assert thread.asked == asked
    assert thread.outcome == ("" if asked else "gave_up")


def test_who_is_asked_again_can_still_be_made_content(scenario: Scenario, market: Market) -> None:
    plan = _plan(scenario, "how-to-return-left-out")
    again = StepPart.model_validate(
        {"id": "again", "at": "+18d8h", "do": "message.reply", "on": "de_return", "with": "solution/de_return.de.txt"}
    )
    steps = tuple(sorted((*plan.steps, again), key=lambda step: step.at))
    played = play_plan(scenario, deal(scenario, 1, market, FIRST), market, Plan("again", steps))
    assert played.play.world.threads["de_return"].outcome == "settled"
    content = next(result for result in grade_play(played.play).grade.checks if result.id == "content")
    assert content.fraction == "31/32"


# ------------------------------------------------------------------------------------ what students read


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_is_whole_in_every_language(scenario: Scenario, market: Market, language: str) -> None:
    variant = deal(scenario, 7, market)
    brief = brief_of(scenario, variant, language)
    texts = [brief.title, brief.summary, *(task.title for task in brief.tasks), *(task.text for task in brief.tasks)]
    assert all(text.strip() for text in (*texts, *brief.sheets.values()))
    assert not any("${" in text for text in (*texts, *brief.sheets.values()))
    for task in brief.tasks:
        assert language_verdict(task.text, [language], NAMES).answer == "yes", task.id
    assert sum(brief.points.values()) == 100
    assert variant.draws["capacity"] in brief.sheets["goods"]
    assert variant.draws["weight"] in brief.sheets["goods"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tasks_name_the_points_of_every_check(scenario: Scenario, market: Market, language: str) -> None:
    brief = brief_of(scenario, deal(scenario, 7, market), language)
    for task in brief.tasks:
        said = [int(number) for number in _numbers(task.text.rstrip().split("\n\n")[-2])]
        points = [int(check.points) for check in scenario.checks if check.task == task.id]
        assert said[:1] == [sum(points)]
        assert sorted(said[1:]) == sorted(points)


def _numbers(text: str) -> list[str]:
    return "".join(char if char in "0123456789" else " " for char in text).split()


def test_every_check_has_a_hint_in_every_language(scenario: Scenario) -> None:
    for check in scenario.checks:
        assert tuple(check.hint) == LANGUAGES, check.id
        for language, text in check.hint.items():
            assert language_verdict(text, [language], NAMES).answer != "no", (check.id, language)


# ------------------------------------------------------------------------------------ the shop


def test_what_is_on_sale_is_honest_without_fault_and_has_its_papers(last_world: World) -> None:
    assert len(last_world.listings) == 8
    today = last_world.setting.date_at(last_world.setting.end)
    for listing in last_world.listings.values():
        assert listing.is_live
        assert find_faults(listing, last_world.setting) == [], listing.key
        assert over_claim(last_world.setting, listing).permille == 0, listing.key
        languages = last_world.profile_of(listing).markets[listing.country].languages
        assert language_verdict(listing.description, languages, NAMES).answer == "yes", listing.key
        product = last_world.setting.products[listing.sku]
        good = {
            product.documents[name].kind
            for name in listing.documents
            if not document_faults(product.documents[name], listing.country, today, product.model)
        }
        category = last_world.setting.type_of(listing.sku).category
        assert good >= set(required_documents(category, listing.country)), listing.key
