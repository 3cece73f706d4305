"""Real addresses for every rule of the URL map: objects that exist, in a run that is half-way."""

from collections.abc import Iterator

from werkzeug.routing import Rule

from lab.school.media import pictures_of
from lab.school.receipts import receipts_of
from lab.school.runs import play_of
from tests.web.lesson import Lesson


def arguments(lesson: Lesson, run_id: int | None = None) -> dict[str, str | int]:
    """A value for every argument that an address can have."""
    run_id = run_id or lesson.run_id
    play = play_of(lesson.db, lesson.people["student"], run_id)
    listing = play.world.listings.get("meridian/DE/lamp")
    images = listing.images if listing else []
    asset = play.world.setting.assets[0]
    own = pictures_of(lesson.db, lesson.people["student"], run_id)
    return {
        "run_id": run_id,
        "course_id": lesson.course.id,
        "assignment_id": lesson.assignment.id,
        "user_id": lesson.people["student"].id,
        "platform": "meridian",
        "country": "DE",
        "sku": "lamp",
        "order_id": "o2",
        "thread_id": "q3",
        "language": "de",
        "paper": "address_label",
        "promotion_id": "new",
        "post_id": "new",
        "campaign_id": "new",
        "check_id": "thoughts",
        "question_id": "markets",
        "job_id": lesson.job_id,
        "draft_id": lesson.draft_id,
        "release_id": lesson.release_id,
        "path": "scenario.yaml",
        "work": "proofs",
        "regrade_id": lesson.regrade_id,
        "proposal_id": lesson.proposal_id,
        "appeal_id": lesson.appeal_id,
        "code": receipts_of(lesson.db, lesson.people["student"], lesson.over)[0].code,
        "ref": "lamp",
        "kind": "photo",
        "name": asset,
        "product": asset.partition("/")[0],
        "view": asset.partition("/")[2],
        "sha": own[0].image.sha256 if own else images[0].sha256 if images else "0" * 64,
        "filename": "css/dark.css",
    }


def addresses(lesson: Lesson, method: str, run_id: int | None = None) -> Iterator[tuple[Rule, str]]:
    """Every rule that takes a method, with an address of something that exists.

    The sample gives no pictures as files; their address is tried in `test_pictures`.
    """
    values = arguments(lesson, run_id)
    adapter = lesson.app.url_map.bind("localhost")
    for rule in lesson.app.url_map.iter_rules():
        if method in (rule.methods or set()) and rule.endpoint != "brief.get_raw_picture":
            chosen = {name: values[name] for name in rule.arguments}
            if rule.endpoint.startswith("orders.get_paper"):  # o2 has not left yet
                chosen["order_id"] = "o1"
            if rule.endpoint.startswith(("bundles.", "report.post_appeal", "review.")):  # there is more to see of a run that was handed in
                chosen["run_id"] = lesson.over
            if rule.endpoint == "people.post_remove_staff":
                chosen["user_id"] = lesson.people["grader"].id
            if rule.endpoint.startswith("course_exports."):
                chosen["kind"] = "canvas"
            chosen = {name: value for name, value in chosen.items() if name in rule.arguments}
            yield rule, adapter.build(rule.endpoint, chosen, method=method)
