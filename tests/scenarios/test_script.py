"""An author's file: every fault is named with file, line and column."""

from datetime import datetime
from pathlib import Path

import pytest

from lab.scenarios.script import content_hash, load_scenario, scenario_folders
from lab.values.errors import BadFile
from tests.scenarios.small import SCENARIO, write_small


def faults(folder: Path, *changes: tuple[str, str]) -> list[str]:
    with pytest.raises(BadFile) as caught:
        load_scenario(write_small(folder, *changes))
    return [str(fault) for fault in caught.value.faults]


def line_of(text: str) -> int:
    """The line of the small scenario that holds a text."""
    return next(number for number, line in enumerate(SCENARIO.splitlines(), start=1) if text in line)


def test_a_right_file_is_read(tmp_path: Path) -> None:
    scenario = load_scenario(write_small(tmp_path))
    assert (scenario.id, scenario.version, scenario.end) == ("small", "1.0.0", (3 * 24 + 10) * 60)
    assert scenario.start == datetime.fromisoformat("2026-05-04T08:00:00+02:00")
    assert scenario.due == {"answer": 1200, "ship": 1800}
    assert scenario.check("clean").needs == ("answered",)


QUESTION = 'about: o1, lang: de, text: "texts/q2.${worry}.txt"'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("format: scenario/1", "format: scenario/2", "format: 'scenario/2' is none of the words known here; write 'scenario/1'"),
        ("id: small\n", "id: Small Shop\n", "id: 'Small Shop' does not fit; write small letters, digits and hyphens"),
        ('version: "1.0.0"', 'version: "1.0"', "version: '1.0' does not fit; write three numbers, such as \"1.0.0\""),
        ("summary: {en: One question and one order., de: Eine Frage und eine Bestellung.}", "sumary: {en: x}", "unknown key 'sumary'; did you mean 'summary'?"),
        ("summary: {en: One question and one order., de: Eine Frage und eine Bestellung.}", "", "the key 'summary' is missing"),
        ("small-lighting-shop@1", "no-such-shop@1", "world.base: there is no starting shop 'no-such-shop'"),
        ("small-lighting-shop@1", "small-lighting-shop@99", "the starting shop 'small-lighting-shop' is version 1 here, not 99"),
        ("2026-05-04T08:00:00+02:00", "2026-13-04T08:00:00+02:00", "world.start: there is no such day or time"),
        ("2026-05-07T18:00:00+02:00", "2026-05-01T18:00:00+02:00", "world.end: the end must come after the start"),
        ("places: [meridian/DE]", "places: [meridian/XX]", "world.places.0: there is no place 'meridian/XX'"),
        ("places: [meridian/DE]", "places: [nowhere/DE]", "world.places.0: there is no place 'nowhere/DE'"),
        ("pool: {worry: [cord, gift]}", "pool: {worry: []}", "variants.pool.worry: at least 1 of these are needed, not 0"),
        ("from: 150, to: 220", "from: 220, to: 150", "variants.draw.cord_cm: 'to' must not be below 'from'"),
        ('to: "2.00 EUR"', 'to: "2.00 USD"', "variants.draw.cost: 'from', 'to' and 'step' must be in one currency"),
        ('step: "0.10 EUR"', 'step: "0.00 EUR"', "variants.draw.cost: 'to' must not be below 'from', and 'step'"),
        ('to: "2.00 EUR"', 'to: "2,00"', "cannot read '2,00'; write it like \"11.40 EUR\""),
        ("cost: {money:", "cost: {int: {from: 1, to: 2}, money:", "variants.draw.cost: a draw is exactly one of int or money"),
        ("socket: {text: [E27]}", "socket: {text: [E27], value: '1'}", "facts.socket: a fact is exactly one of"),
        ("id: q1, at", "id: o1, at", "events.0.id: the id 'o1' is used twice"),
        ("id: q1, at", "id: Q1, at", "events.0.id: 'Q1' does not fit; write small letters, digits and underscores"),
        ("id: o1, at", "id: s1, at", "events.1.id: 's1' is a name for shoppers' own orders"),
        ('at: "+30m"', 'at: "30m"', "cannot read '30m'; write it like +18h"),
        ("id: q2, when: answered,", "id: q2,", "events.2: an event has either 'at' or 'when'"),
        ("when: answered", "when: nobody", "events.2.when: there is no check 'nobody'"),
        ("stock: {sku: bulb, qty: 50}", "stock: {sku: bulb, qty: 50}, order: {at: meridian/DE/bulb}", "events.3: an event is exactly one of"),
        ("sku: bulb, qty: 50", "sku: chair, qty: 50", "events.3.stock.sku: the shop has no product 'chair'"),
        ("order: {at: meridian/DE/bulb,", "order: {at: meridian/DE/chair,", "events.1.order.at: there is no 'meridian/DE/chair'"),
        ("order: {at: meridian/DE/bulb,", "order: {at: caravan/KZ/bulb,", "events.1.order.at: there is no 'caravan/KZ/bulb'"),
        ("order: {at: meridian/DE/bulb,", "order: {at: meridian/DE,", "events.1.order.at: there is no 'meridian/DE'"),
        ('buyer: "${buyer}"}}', 'buyer: "${stranger}"}}', "events.1.order.buyer: there is nobody called 'stranger'"),
        ('from: "${buyer}"', 'from: "${stranger}"', "events.0.message.from: there is nobody called 'stranger'"),
        ('to: meridian/DE, from: "${buyer}"', "to: meridian/DE", "events.0.message: a message has either 'to' and 'from', 'listing' and 'from', or 'about'"),
        ("to: meridian/DE, from", "to: meridian/US, from", "events.0.message.to: there is no 'meridian/US'"),
        ("about: o1, lang: de, text:", "about: o1, lang: de, intent: damaged, text:", "events.2.message: a message has either a 'text' of its own, or"),
        (QUESTION, "about: o1, lang: de, intent: ask_delivery", "events.2.message: 'ask_delivery' is asked before buying, about a listing"),
        (QUESTION, "about: o1, lang: nl, intent: damaged", "events.2.message.lang: buyers do not write in 'nl'; they do in ar, de"),
        (QUESTION, "about: o1, lang: de, intent: damaged, asks: plug", "events.2.message: 'asks' names the attribute of"),
        (QUESTION, "about: o1, lang: de, intent: invoice_wish, mood: upset", "events.2.message.mood: nobody is upset about 'invoice_wish'"),
        ("people: {buyer: DE}", "people: {buyer: {language: nl}}", "variants.people.buyer: there are no names for people who write 'nl'"),
        ("people: {buyer: DE}", "people: {buyer: FR}", "variants.people.buyer: the market has no buyers in 'FR'"),
        ("about: o1, lang", "about: q1, lang", "events.2.message.about: there is no order 'q1'"),
        ("{id: ship, title", "{id: answer, title", "tasks.0.id: the id 'answer' is used twice"),
        ("check: message.replied_within", "check: message.replied", "checks.0.check: there is no check type 'message.replied'"),
        ("check: message.replied_within", "check: [a]", "checks.0.check: there is no check type"),
        ("steps: [{hours: 12, give: 1}]", "steps: [{hour: 12, give: 1}]", "unknown key 'hour'; did you mean 'hours'?"),
        ("{hours: 12, give: 1}", "{hours: 12, give: 0.5}", 'checks.0.steps.0.give: a share is written 0, 1 or like "1/2"'),
        ("{id: right, task: answer", "{id: answered, task: answer", "checks.1.id: the id 'answered' is used twice"),
        ("{id: right, task: answer", "{id: right, task: nothing", "checks.1.task: there is no task 'nothing'"),
        ("on: q1, facts: {q1: [cord]}", "on: q9, facts: {q9: [cord]}", "checks.1.on: there is no 'q9' in this scenario"),
        ("facts: {q1: [cord]}", "facts: {q1: [length]}", "checks.1.facts: there is no fact 'length'"),
        ("facts: {q1: [cord]}", "facts: {q9: [cord]}", "checks.1: 'facts' must speak of exactly what 'on' names"),
        ("needs: [answered]", "needs: [luck]", "checks.2.needs: there is no check 'luck'"),
        ("needs: [answered]", "needs: [clean]", "checks.2.needs: these needs go round in a circle"),
        ("needs: [answered], ", "", "checks.2: 'message.no_promises' can only lose points and must name checks in 'needs'"),
        ("grading: {total: 10}", "grading: {total: 11}", "grading.total: the checks give 10 points, not 11"),
        ('grading: {total: 10}', 'grading: {total: 10, rounding: "0.3"}', "grading.rounding: '0.3' is none of the words known here; write '1', '0.5'"),
        ("do: message.reply", "do: message.shout", "reference.0.do: there is no action 'message.shout'"),
        ("{id: r2, at", "{id: r1, at", "reference.0.id: the id 'r1' is used twice"),
        ('move: {r2: "+5h"}', 'move: {r9: "+5h"}', "also_ok.0: the reference has no step 'r9'"),
        ("set: {r1: broken/a1.txt}", "set: {r9: broken/a1.txt}", "probes.1: the reference has no step 'r9'"),
        ("keep: []", "keep: [r9]", "probes.0: the reference has no step 'r9'"),
        ("breaks: {right: 0}", "breaks: {wrong: 0}", "probes.1: there is no check 'wrong'"),
        ("same: [right]", "same: [wrong]", "probes.2: there is no check 'wrong'"),
        ("{id: late, move", "{id: nothing, move", "probes.0.id: the id 'nothing' is used twice"),
        ("{id: late, move", "{id: reference, move", "probes.2.id: the id 'reference' is used twice"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = faults(tmp_path, (old, new))
    fitting = [fault for fault in found if message in fault]
    assert fitting, found
    file, line, column, _ = fitting[0].split(":", 3)
    assert file == "scenario.yaml"
    assert int(line) >= 1 and int(column) >= 1


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("when: answered", "when: nobody", "answered, message"),
        ("do: message.reply", "do: message.shout", "message.reply, on"),
        ("needs: [answered]", "needs: [luck]", "[answered], points"),
        ("from: 150, to: 220", "from: 220, to: 150", "{int: {from: 150"),
    ],
)
def test_the_place_is_that_of_the_value(tmp_path: Path, old: str, new: str, value: str) -> None:
    line = line_of(value)
    column = SCENARIO.splitlines()[line - 1].index(value) + 1
    assert faults(tmp_path, (old, new))[0].startswith(f"scenario.yaml:{line}:{column}: ")


def test_all_faults_are_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        ("when: answered", "when: nobody"),
        ("needs: [answered]", "needs: [luck]"),
        ("{total: 10}", "{total: 11}"),
    )
    assert [int(fault.split(":")[1]) for fault in found] == [
        line_of("id: q2"),
        line_of("id: clean"),
        line_of("grading:"),
    ]


def test_a_folder_without_a_scenario_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="there is no such file"):
        load_scenario(tmp_path)


def test_the_content_hash_covers_every_file_its_name_and_its_bytes(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    seen = {content_hash(folder)}
    (folder / "texts" / "new.txt").write_text("x", encoding="utf-8")
    seen.add(content_hash(folder))
    (folder / "texts" / "new.txt").rename(folder / "texts" / "renamed.txt")
    seen.add(content_hash(folder))
    (folder / "texts" / "renamed.txt").write_text("y", encoding="utf-8")
    seen.add(content_hash(folder))
    assert len(seen) == 4


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    assert load_scenario(write_small(tmp_path)).version == "1.0.0"
    assert load_scenario(write_small(tmp_path, ('version: "1.0.0"', 'version: "1.1.0"'))).version == "1.1.0"


def test_folders_with_a_scenario_are_listed_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_small(tmp_path / name)
    (tmp_path / "c").mkdir()
    assert [folder.name for folder in scenario_folders(tmp_path)] == ["a", "b"]
    assert scenario_folders(tmp_path / "nowhere") == []
