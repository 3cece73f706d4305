"""What no page of a student's open run may tell: the seed, the author's solutions, the checks, other students' products."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lab.scenarios.photos import all_assets
from lab.scenarios.pictures import PICTURES
from lab.scenarios.script import Scenario
from lab.school.models import Course, Run
from lab.school.runs import open_run, play_of
from lab.values.yamlfile import read_yaml
from tests.web.addresses import addresses
from tests.web.lesson import Lesson, make_lesson

MOST_OF_A_KIND = 6
MOST_OF_A_PAGE = 20
"""Of one page with other questions in its address."""
_LINK = re.compile(r'(?:href|src|action|data-check)="(/[^"#]*)')
_NUMBER = re.compile(r"item/\d+|page=\d+|w=\d+|q=[^&]*")


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Lesson]:
    made = make_lesson(tmp_path_factory.mktemp("secrets"), markets)
    yield made
    made.close()


def of_the_open_run(lesson: Lesson) -> list[str]:
    """The address of every page of a run, those included that show more of a run that is over."""
    over, still_open = f"/runs/{lesson.over}/", f"/runs/{lesson.run_id}/"
    return [path.replace(over, still_open) for rule, path in addresses(lesson, "GET") if "run_id" in rule.arguments]


@pytest.fixture(scope="module")
def shown(lesson: Lesson) -> dict[str, str]:
    """Every page that a student comes to from the desk of an open run, by its address; of one kind only the first few."""
    browser = lesson.browser("student")
    waiting = ["/my", "/account", f"/runs/{lesson.run_id}/", f"/runs/{lesson.run_id}/store/meridian/DE/item/1", *of_the_open_run(lesson)]
    bodies: dict[str, str] = {}
    kinds: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0).replace("&amp;", "&")
        kind = _NUMBER.sub("N", path)
        page = kind.partition("?")[0] + "?"
        if path in bodies or kinds.get(kind, 0) >= MOST_OF_A_KIND or kinds.get(page, 0) >= MOST_OF_A_PAGE or path.startswith(f"/runs/{lesson.over}/"):
            continue
        for one in (kind, page):
            kinds[one] = kinds.get(one, 0) + 1
        answer = browser.client.get(path)
        bodies[path] = answer.data.decode("utf-8", "replace") + "\n".join(f"{name}: {value}" for name, value in answer.headers)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            waiting += [one for one in _LINK.findall(answer.text) if not one.startswith(("/static", "/my/"))]
        elif answer.status_code == 302:
            waiting.append(urlsplit(answer.location).path)
    address = f"/runs/{lesson.run_id}/listings/meridian/DE/lamp/check"
    answer = browser.client.post(address, data={"csrf_token": browser.token, "title": "Lampe"})
    assert answer.status_code == 200
    bodies[address] = answer.get_data(as_text=True)
    return bodies


def found(shown: dict[str, str], wanted: str) -> list[str]:
    """The pages that hold a text, as a word of its own."""
    pattern = re.compile(rf"(?<![\w.-]){re.escape(wanted)}(?![\w-])")
    return [path for path, body in shown.items() if wanted in body and pattern.search(body)]


def script(lesson: Lesson) -> Scenario:
    return play_of(lesson.db, lesson.people["student"], lesson.run_id).scenario


def test_the_walk_comes_to_every_kind_of_page(lesson: Lesson, shown: dict[str, str]) -> None:
    for path in of_the_open_run(lesson):
        assert path in shown
    assert 'class="item"' in shown[f"/runs/{lesson.run_id}/store/meridian/DE/item/1"]


def test_no_page_tells_the_seed_or_the_secret_that_makes_it(lesson: Lesson, shown: dict[str, str]) -> None:
    with lesson.db.session() as session:
        run, course = session.get_one(Run, lesson.run_id), session.get_one(Course, lesson.course.id)
    for secret in (run.seed, str(int(run.seed, 16)), course.secret, lesson.db.settings.secret_key):
        assert [path for path, body in shown.items() if secret in body] == []


def test_no_page_names_the_author_s_files(lesson: Lesson, shown: dict[str, str]) -> None:
    for folder in ("solution/", "broken/", "worry/", "products/", "rubrics/", "texts/", "scenario.yaml", str(lesson.db.settings.instance)):
        assert [path for path, body in shown.items() if folder in body] == [], folder


def test_no_page_names_a_check_its_type_or_its_hint(lesson: Lesson, shown: dict[str, str]) -> None:
    for check in script(lesson).checks:
        for wanted in (check.id, check.name, *check.hint.values()):
            assert found(shown, wanted) == [], wanted


def test_no_page_tells_what_a_check_expects(lesson: Lesson, shown: dict[str, str]) -> None:
    """The accepted customs code, the tolerance of the worksheet, the patterns of a good answer."""
    play = play_of(lesson.db, lesson.people["student"], lesson.run_id)
    product = play.world.setting.products["lamp"]
    worry = (play.scenario.folder / f"worry/{play.variant.values['worry']}.yaml").read_text("utf-8")
    patterns = [text for group in read_yaml(worry, "worry")[0]["groups"] for text in group if "|" in text]
    assert product.hs_accept and patterns
    for wanted in (*product.hs_accept, "0.05 EUR", *patterns):
        assert found(shown, wanted) == [], wanted


def test_no_page_shows_the_product_of_another_variant(lesson: Lesson, shown: dict[str, str]) -> None:
    play = play_of(lesson.db, lesson.people["student"], lesson.run_id)
    own = play.variant.values["lamp"]
    products = {path.stem: read_yaml(path.read_text("utf-8"), path.name)[0] for path in (play.scenario.folder / "products").glob("*.yaml")}
    assert found(shown, products.pop(own)["model"])
    for product in products.values():
        for wanted in (product["model"], *product["names"].values()):
            assert found(shown, wanted) == [], wanted


def test_pictures_of_the_solution_and_photos_of_other_variants_cannot_be_fetched(lesson: Lesson) -> None:
    student, browser = lesson.people["classmate"], lesson.browser("classmate")
    run_id = open_run(lesson.db, student, lesson.assignment.id)
    play = play_of(lesson.db, student, run_id)
    folder = play.scenario.folder / PICTURES
    for path in sorted(folder.rglob("*.jpg")):
        name = path.relative_to(folder).as_posix()
        assert browser.client.get(f"/runs/{run_id}/brief/pictures/{name}").status_code == 404, name
    for name in ("../scenario.yaml", "raw/../solution/arc-main.jpg", "%2e%2e/scenario.yaml", "raw"):
        assert browser.client.get(f"/runs/{run_id}/brief/pictures/{name}").status_code == 404, name
    own = play.world.setting.assets
    others = [asset for asset in all_assets(play.scenario) if asset not in own]
    assert own and others
    for asset in others:
        assert browser.client.get(f"/runs/{run_id}/pictures/photo/{asset}").status_code == 404, asset
        assert browser.client.get(f"/runs/{run_id}/studio/photo/{asset}").status_code == 404, asset
    assert browser.client.get(f"/runs/{run_id}/pictures/photo/{own[0]}").status_code == 200
