"""Everything in an author's file that names something else must name something that is there."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from lab.checks.decision_recorded import DecisionRecorded
from lab.engine.codec import is_action
from lab.grading.check import Check
from lab.images.flaws import mark_font
from lab.images.negatives import view_of
from lab.market.population import LOCALES
from lab.messages.phrasebook import SLOTS, UPSET_INTENTS, letter_languages
from lab.messages.residents import speaks
from lab.platforms.profile import load_platforms
from lab.scenarios.goods import number_faults, unit_faults
from lab.scenarios.schema import EventPart, MessageEvent, OtherWay, PersonPart, ProbePart, ScenarioFile, ShopFile
from lab.values.errors import BadFile, BadInput, Fault, LabError
from lab.values.moment import format_offset
from lab.values.yamlfile import Positions, did_you_mean
from lab.world.action import ACTIONS

Path: TypeAlias = tuple[str | int, ...]
Finding: TypeAlias = tuple[Path, str]


def reference_faults(file: ScenarioFile, shop: ShopFile | None, checks: Sequence[Check], positions: Positions, name: str) -> list[Fault]:
    """Every fault, each with its place; without a shop its goods cannot be looked up and are not asked for."""
    found = [
        *_world_faults(file),
        *_variant_faults(file),
        *_crowd_faults(file),
        *_fact_faults(file),
        *_event_faults(file, shop, {check.id for check in checks}),
        *_brief_faults(file, shop),
        *_photo_faults(file),
        *_task_faults(file),
        *_moment_faults(file),
        *_question_faults(file, checks),
        *_check_faults(file, shop, checks),
        *_step_faults(file),
        *_way_faults(file, {check.id for check in checks}),
    ]
    return [Fault(name, *place_of(path, positions), ".".join(map(str, path)), message) for path, message in found]


def place_of(path: Path, positions: Positions) -> tuple[int, int]:
    """The line and column of a value, or of the nearest thing around it that has a place."""
    while path and path not in positions:
        path = path[:-1]
    return positions.get(path, (1, 1))


def _twice(names: Sequence[str], group: str, field: str = "id") -> Iterator[Finding]:
    counts = Counter(names)
    for number, name in enumerate(names):
        if counts[name] > 1:
            yield (group, number, field), f"the {field} '{name}' is used twice"


def _world_faults(file: ScenarioFile) -> Iterator[Finding]:
    moments = {}
    for name in ("start", "end"):
        try:
            moments[name] = datetime.fromisoformat(getattr(file.world, name))
        except ValueError:
            yield ("world", name), "there is no such day or time"
    if len(moments) < 2:
        return
    if moments["end"] <= moments["start"] + timedelta(minutes=file.world.takeover):
        yield ("world", "end"), "the end must come after the start and the takeover"
    try:
        platforms = load_platforms(moments["start"].date())
    except BadFile:
        raise
    except LabError as error:
        yield ("world", "start"), f"the lab has no rules for that day: {error}"
        return
    for number, place in enumerate(file.world.places):
        platform, _, country = place.partition("/")
        if platform not in platforms or country not in platforms[platform].markets:
            known = ", ".join(f"{key}/{code}" for key, profile in platforms.items() for code in profile.markets)
            yield ("world", "places", number), f"there is no place '{place}'; there are {known}"


def _variant_faults(file: ScenarioFile) -> Iterator[Finding]:
    for name, part in file.variants.draw.items():
        path: Path = ("variants", "draw", name)
        if (part.int_ is None) == (part.money is None):
            yield path, "a draw is exactly one of int or money"
        elif part.int_ is not None and part.int_.to < part.int_.from_:
            yield path, "'to' must not be below 'from'"
        elif part.money is not None:
            low, high, step = part.money.from_, part.money.to, part.money.step
            if len({low.currency, high.currency, step.currency}) > 1:
                yield path, "'from', 'to' and 'step' must be in one currency"
            elif high.amount < low.amount or step.amount < 1:
                yield path, "'to' must not be below 'from', and 'step' must be above zero"


def _fact_faults(file: ScenarioFile) -> Iterator[Finding]:
    for name, part in file.facts.items():
        ways = [way for way in (part.value, part.text, part.range, part.value_from, part.text_from) if way is not None]
        if len(ways) != 1:
            yield ("facts", name), "a fact is exactly one of value, text, range, value_from or text_from"
        if part.value is not None:
            yield from number_faults(("facts", name, "value"), part.value)
        if part.unit is not None:
            yield from unit_faults(("facts", name, "unit"), part.unit)
        elif part.value is not None or part.range is not None:
            yield ("facts", name), "a number needs a 'unit', such as cm, or a currency"
        for place, end in enumerate(part.range or ()):
            if "${" not in end and not re.fullmatch(r"\d{1,9}", end):
                yield ("facts", name, "range", place), f"the ends of a range are whole numbers, not '{end}'"


def _crowd_faults(file: ScenarioFile) -> Iterator[Finding]:
    for name, wanted in file.variants.people.items():
        path: Path = ("variants", "people", name)
        country = wanted.country if isinstance(wanted, PersonPart) else wanted
        if country is not None and country not in LOCALES:
            yield path, f"the market has no buyers in '{country}'; it has in {', '.join(LOCALES)}"
        if isinstance(wanted, PersonPart) and not speaks(wanted.language):
            yield path, f"there are no names for people who write '{wanted.language}'"


def _event_faults(file: ScenarioFile, shop: ShopFile | None, checks: set[str]) -> Iterator[Finding]:
    yield from _twice([event.id for event in file.events], "events")
    orders = {event.id for event in file.events if event.order is not None}
    for number, event in enumerate(file.events):
        path: Path = ("events", number)
        after_sale = (event.address, event.cancel, event.return_, event.claim, event.review)
        kinds = [kind for kind in (event.message, event.order, event.stock, *after_sale) if kind is not None]
        if len(kinds) != 1:
            yield path, "an event is exactly one of message, order, stock, address, cancel, return, claim or review"
        for kind in after_sale:
            if kind is not None and kind.order not in orders:
                yield path, f"there is no order '{kind.order}'{did_you_mean(kind.order, orders)}"
        if (event.at is None) == (event.when is None):
            yield path, "an event has either 'at' or 'when'"
        if event.when is not None and event.when not in checks:
            yield (*path, "when"), f"there is no check '{event.when}'{did_you_mean(event.when, checks)}"
        if event.otherwise is not None and event.order is None:
            yield (*path, "otherwise"), "only an order has an 'otherwise'"
        yield from _message_faults(file, shop, event, (*path, "message"), orders)
        if event.address is not None:
            yield from _person_faults(event.address.to, file, (*path, "address", "to"))
        for field, wish in (("order", event.order), ("otherwise", event.otherwise)):
            if wish is not None:
                yield from _target_faults(wish.at, file, shop, (*path, field, "at"), listing=True)
                yield from _person_faults(wish.buyer, file, (*path, field, "buyer"))
                if isinstance(wish.qty, str) and wish.qty[2:-1] not in file.variants.draw:
                    yield (*path, field, "qty"), f"there is nothing called '{wish.qty[2:-1]}' under variants.draw"
        if event.order is not None and event.id[0] == "s" and event.id[1:].isdigit():
            yield (*path, "id"), f"'{event.id}' is a name for shoppers' own orders"
        if event.stock is not None and shop is not None and event.stock.sku not in _skus(file, shop):
            yield (*path, "stock", "sku"), f"the shop has no product '{event.stock.sku}'"


def _message_faults(file: ScenarioFile, shop: ShopFile | None, event: EventPart, path: Path, orders: set[str]) -> Iterator[Finding]:
    part = event.message
    if part is None:
        return
    ways = [part.to is not None, part.about is not None, part.listing is not None]
    if sum(ways) != 1 or (part.about is None) != (part.from_ is not None):
        yield path, "a message has either 'to' and 'from', 'listing' and 'from', or 'about' an order"
    yield from _wording_faults(part, path)
    if part.to is not None and part.to not in file.world.places:
        yield (*path, "to"), f"there is no '{part.to}' in this scenario"
    if part.about is not None and part.about not in orders:
        yield (*path, "about"), f"there is no order '{part.about}'{did_you_mean(part.about, orders)}"
    if part.listing is not None:
        yield from _target_faults(part.listing, file, shop, (*path, "listing"), listing=True)
    yield from _person_faults(part.from_, file, (*path, "from"))


def _wording_faults(part: MessageEvent, path: Path) -> Iterator[Finding]:
    """A message has words of its own, or an intent for which the phrasebook of its language has them."""
    if (part.text is None) == (part.intent is None):
        yield path, "a message has either a 'text' of its own, or an 'intent'"
    if part.intent is None:
        if part.mood is not None or part.asks is not None:
            yield path, "'mood' and 'asks' belong to an 'intent'"
        return
    if part.lang.split("-")[0] not in letter_languages():
        yield (*path, "lang"), f"buyers do not write in '{part.lang}'; they do in {', '.join(letter_languages())}"
    of_order = "order" in SLOTS[part.intent]
    if of_order != (part.about is not None):
        yield path, f"'{part.intent}' is {'about an order' if of_order else 'asked before buying, about a listing'}"
    if (part.intent in ("ask_attribute", "ask_yes_no")) != (part.asks is not None):
        yield path, "'asks' names the attribute of 'ask_attribute' and 'ask_yes_no', and of nothing else"
    if part.mood == "upset" and part.intent not in UPSET_INTENTS:
        yield (*path, "mood"), f"nobody is upset about '{part.intent}'"


def _person_faults(name: str | None, file: ScenarioFile, path: Path) -> Iterator[Finding]:
    if name is not None and name[2:-1] not in file.variants.people:
        yield path, f"there is nobody called '{name[2:-1]}' under variants.people{did_you_mean(name[2:-1], file.variants.people)}"


def _skus(file: ScenarioFile, shop: ShopFile) -> set[str]:
    return {*file.world.products, *shop.products}


def _target_faults(target: str, file: ScenarioFile, shop: ShopFile | None, path: Path, *, listing: bool = False) -> Iterator[Finding]:
    place, _, sku = target.rpartition("/")
    if "/" in place:
        known = place in file.world.places and (shop is None or sku in _skus(file, shop))
    else:
        known = not listing and (target in file.world.places or any(event.id == target for event in file.events))
    if not known:
        skus = _skus(file, shop) if shop is not None else set()
        names = [f"{one}/{sku}" for one in file.world.places for sku in sorted(skus)]
        names += [] if listing else [*file.world.places, *(event.id for event in file.events)]
        yield path, f"there is no '{target}' in this scenario{did_you_mean(target, names)}"


def _brief_faults(file: ScenarioFile, shop: ShopFile | None) -> Iterator[Finding]:
    for group in ("sheets", "pictures", "photos"):
        for sku in getattr(file.brief, group):
            if shop is not None and sku not in _skus(file, shop):
                yield ("brief", group, sku), f"the shop has no product '{sku}'{did_you_mean(sku, _skus(file, shop))}"


def _photo_faults(file: ScenarioFile) -> Iterator[Finding]:
    """Photos that the darkroom does not have, for any choice of the pools that their names put in."""
    for sku, parts in file.brief.photos.items():
        seen: set[str] = set()
        for number, part in enumerate(parts):
            path: Path = ("brief", "photos", sku, number, "photo")
            for asset in sorted(_filled_in(part.photo, file.variants.pool)):
                try:
                    view_of(asset)
                except BadInput as error:
                    near = error.args_.get("did_you_mean")
                    yield path, f"there is no photo '{asset}'" + (f"; did you mean '{near}'?" if near else "")
                if asset in seen:
                    yield path, f"the photo '{asset}' is given twice"
                seen.add(asset)
            if part.mark and mark_font(part.mark) is None:
                yield ("brief", "photos", sku, number, "mark"), "this watermark has signs that cannot be drawn the same everywhere"


def _filled_in(text: str, pools: Mapping[str, Sequence[str]]) -> set[str]:
    """The text with every choice of every pool that it names put in."""
    found = {text}
    for name, values in pools.items():
        found = {one.replace(f"${{{name}}}", value) for one in found for value in values}
    return found


def _task_faults(file: ScenarioFile) -> Iterator[Finding]:
    yield from _twice([task.id for task in file.tasks], "tasks")


def _moment_faults(file: ScenarioFile) -> Iterator[Finding]:
    """What is due, comes or is done after the end of the scenario is never seen by anybody."""
    try:
        span = datetime.fromisoformat(file.world.end) - datetime.fromisoformat(file.world.start)
    except ValueError:
        return
    end = int(span.total_seconds()) // 60
    moments: list[tuple[Path, int]] = [(("tasks", number, "due"), task.due) for number, task in enumerate(file.tasks)]
    moments += [(("events", number, "at"), event.at) for number, event in enumerate(file.events) if event.at is not None]
    moments += [(("reference", number, "at"), step.at) for number, step in enumerate(file.reference)]
    for path, moment in moments:
        if moment > end > 0:
            yield path, f"{format_offset(moment)} is after the end of the scenario, which is {format_offset(end)} after its start"


def _question_faults(file: ScenarioFile, checks: Sequence[Check]) -> Iterator[Finding]:
    yield from _twice([question.id for question in file.questions], "questions")
    asked = {question.id: question for question in file.questions}
    for number, question in enumerate(file.questions):
        if question.choose > len(question.options):
            yield ("questions", number, "choose"), f"only {len(question.options)} options can be chosen"
    for number, step in enumerate(file.reference):
        if step.do == "decision.record" and step.on not in asked:
            yield ("reference", number, "on"), f"there is no question '{step.on or ''}'"
    for number, check in enumerate(checks):
        if isinstance(check, DecisionRecorded):
            yield from _decision_faults(file, check, ("checks", number))


def _decision_faults(file: ScenarioFile, check: DecisionRecorded, path: Path) -> Iterator[Finding]:
    """A check of a decision names options and reasons of its question, and enough of them to be chosen rightly."""
    question = next((one for one in file.questions if one.id == check.question), None)
    if question is None:
        yield (*path, "question"), f"there is no question '{check.question}'"
        return
    for field, named, known in (("accept", check.accept, question.options), ("reasons", check.reasons, question.reasons)):
        for name in named:
            if name not in known:
                yield (*path, field), f"the question '{question.id}' has no '{name}' among its {'options' if field == 'accept' else 'reasons'}"
    if check.accept and len(set(check.accept)) < question.choose:
        yield (*path, "accept"), f"{question.choose} options are to be chosen, and only {len(set(check.accept))} are accepted"
    if check.reasons_from and not question.reasons:
        yield (*path, "reasons_from"), f"the question '{question.id}' offers no reasons"
    for name in check.facts:
        part = file.facts.get(name)
        if part is not None and part.text is None and part.text_from is None:
            yield path, f"the fact '{name}' is no text; it must name options or reasons"


def _check_faults(file: ScenarioFile, shop: ShopFile | None, checks: Sequence[Check]) -> Iterator[Finding]:
    yield from _twice([check.id for check in checks], "checks")
    tasks = {task.id for task in file.tasks}
    by_id = {check.id: check for check in checks}
    for number, check in enumerate(checks):
        path: Path = ("checks", number)
        if check.task not in tasks:
            yield (*path, "task"), f"there is no task '{check.task}'{did_you_mean(check.task, tasks)}"
        for need in check.needs:
            if need not in by_id:
                yield (*path, "needs"), f"there is no check '{need}'{did_you_mean(need, by_id)}"
        if check.only_loses and not check.needs:
            yield path, f"'{check.name}' can only lose points and must name checks in 'needs'"
        if _needs_itself(check, by_id):
            yield (*path, "needs"), "these needs go round in a circle"
        for name in _facts_named(check):
            if name not in file.facts:
                yield (*path, "facts"), f"there is no fact '{name}'{did_you_mean(name, file.facts)}"
        for target in check.targets():
            yield from _target_faults(target, file, shop, (*path, "on"))
    total = sum(check.points for check in checks)
    if total != file.grading.total:
        yield ("grading", "total"), f"the checks give {total} points, not {file.grading.total}"


def _needs_itself(check: Check, by_id: dict[str, Check]) -> bool:
    seen: set[str] = set()
    waiting = list(check.needs)
    while waiting:
        name = waiting.pop()
        if name == check.id:
            return True
        if name in by_id and name not in seen:
            seen.add(name)
            waiting += by_id[name].needs
    return False


def _facts_named(check: Check) -> list[str]:
    facts = getattr(check, "facts", ())
    if isinstance(facts, dict):
        return [name for names in facts.values() for name in names]
    return list(facts)


def _step_faults(file: ScenarioFile) -> Iterator[Finding]:
    yield from _twice([step.id for step in file.reference], "reference")
    yield from _twice([step.id for step in file.before], "before")
    comings = {event.id: event.at for event in file.events if event.at is not None and (event.message or event.order)}
    for group, steps in (("before", file.before), ("reference", file.reference)):
        for number, step in enumerate(steps):
            if not is_action(step.do):
                yield (group, number, "do"), f"there is no action '{step.do}'{did_you_mean(step.do, ACTIONS)}"
            late = step.at > file.world.takeover
            if late if group == "before" else step.at < file.world.takeover:
                yield (group, number, "at"), "'before' ends, and the reference begins, with the takeover"
            if (comes := comings.get(step.on or "")) is not None and step.at < comes:
                yield (group, number, "at"), f"'{step.on}' comes only at {format_offset(comes)}; until then nothing can be done about it"


def _way_faults(file: ScenarioFile, checks: set[str]) -> Iterator[Finding]:
    steps = {step.id for step in file.reference}
    ways: list[tuple[str, int, OtherWay]] = [("also_ok", number, way) for number, way in enumerate(file.also_ok)]
    ways += [("probes", number, probe) for number, probe in enumerate(file.probes)]
    counts = Counter(way.id for _, _, way in ways)
    for group, number, way in ways:
        probe = way if isinstance(way, ProbePart) else None
        if counts[way.id] > 1 or way.id == "reference":
            yield (group, number, "id"), f"the id '{way.id}' is used twice"
        named = {*way.set, *way.move, *way.drop, *((probe.keep or ()) if probe else ())}
        for name in sorted(named - steps):
            yield (group, number), f"the reference has no step '{name}'{did_you_mean(name, steps)}"
        for name in sorted(({*probe.breaks, *probe.same} if probe else set()) - checks):
            yield (group, number), f"there is no check '{name}'{did_you_mean(name, checks)}"
