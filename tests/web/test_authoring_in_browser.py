"""Writing a scenario in a real browser: a fault seen at its line and mended, proofs, a release, an assignment; and how the pages are built."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Browser, Page, Route

from lab.school.accounts import Viewer, set_preferences
from lab.school.assignments import assignments_of
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.drafts import create_draft, drafts_of, file_of
from lab.school.releases import releases_of
from lab.school.scripts import installed_scenario
from lab.school.worker import work
from lab.web.authoring_form import scenario_files
from tests.school.drafting import add_release, small_files
from tests.web.browser import SCENARIO
from tests.web.test_in_browser import LOOKS, faults_of, is_turn, sign_in

pytestmark = pytest.mark.browser
PROOFS_TAKE_MS = 900_000
"""On a machine that has other things to do as well; alone it is a fraction of it."""


@pytest.fixture
def at_work(db: Database) -> Iterator[None]:
    """A worker beside the server, as `lab serve` keeps one."""
    stop = Event()
    worker = Thread(target=work, args=(db, stop), daemon=True)
    worker.start()
    yield
    stop.set()
    worker.join()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(120_000)  # the market is loaded at the first look at goods
    made = context.new_page()
    made.on("dialog", lambda dialog: dialog.accept())
    yield made
    context.close()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_scenario_is_written_mended_proved_released_and_assigned(
    page: Page, site: str, db: Database, teacher: Viewer, course: CourseView, markets: Path, at_work: None
) -> None:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, site, teacher.login)
    page.click(".places >> text=Scenarios")
    page.click(".tabs >> text=Drafts")
    page.click("a.button:has-text('New scenario')")
    page.click("a.button:has-text('Begin')")
    page.fill("[name=title]", "A letter from Hamburg")
    page.fill("[name=slug]", "letter-from-hamburg")
    for part in ("letter", "order", "price"):
        page.uncheck(f"[name=parts][value={part}]")
    page.click("button:has-text('Make the draft')")
    page.wait_for_selector("text=No fault found in any file")

    # a fault appears at its line while typing, and a click leads to it
    page.click("a.button:has-text('Edit scenario.yaml')")
    text = page.input_value("#f-text")
    line = text[: text.index("grading:")].count("\n") + 1
    page.fill("#f-text", text.replace("grading:", "gradings:"))
    link = page.locator(f"[data-author-faults] a[data-line='{line}']")
    link.wait_for()
    assert "did you mean 'grading'?" in page.inner_text("[data-author-faults]")
    assert "fault" in page.inner_text("[data-author-words]")
    assert page.locator(f"#line-{line}.bad").count() == 1
    link.click()
    assert page.evaluate("document.activeElement.id") == "f-text"
    start = page.evaluate("document.activeElement.selectionStart")
    assert page.input_value("#f-text")[:start].count("\n") + 1 == line

    # it may be saved as it is; then it is mended
    page.keyboard.press("Control+s")
    page.wait_for_selector(".toast:has-text('Saved.')")
    page.wait_for_selector(f"#line-{line}.bad", state="attached")
    page.fill("#f-text", page.input_value("#f-text").replace("gradings:", "grading:"))
    page.wait_for_selector("[data-author-words]:has-text('No fault found')")
    page.click("[data-author-save]")
    page.wait_for_selector(".toast:has-text('Saved.')")
    assert file_of(db, teacher, drafts_of(db, teacher)[0].id, "scenario.yaml").text == text

    page.click(".tabs >> text=As a student")
    page.wait_for_selector("h2:has-text('A letter from Hamburg')")
    page.click(".tabs >> text=Proofs")
    page.click("button:has-text('Prove it')")
    page.wait_for_selector("text=The robots are at work")
    page.wait_for_selector(".note-box:has-text('All proofs hold')", timeout=PROOFS_TAKE_MS)
    assert page.locator(".author-proofs .badge.good").count() == 11
    page.click("main a:has-text('Release this version')")
    page.fill("[name=notes]", "The first one.")
    page.click("main button:has-text('Release')")
    page.wait_for_selector("text=is released. You can assign it now.")
    page.click(f"main a:has-text('{course.title}')")
    assert page.locator("[name=scenario_id]:checked").get_attribute("value") == releases_of(db, teacher)[0].name
    page.click("main button:has-text('Assign')")
    page.wait_for_selector("text=is assigned.")
    assert [one.scenario_id for one in assignments_of(db, teacher, course.id)] == ["letter-from-hamburg"]
    assert complaints == []


def test_the_keyboard_is_never_caught_and_nothing_is_lost(page: Page, site: str, db: Database, teacher: Viewer, markets: Path) -> None:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    draft_id = create_draft(db, teacher, small_files())
    sign_in(page, site, teacher.login)
    page.goto(f"{site}/scenarios/drafts/{draft_id}/edit/scenario.yaml")
    page.focus("#f-text")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.authorSave") == ""
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "f-text"
    # Enter keeps the indentation, and can be taken back like typing
    before = page.input_value("#f-text")
    page.evaluate("text => { const at = text.indexOf('places:') + 7; const area = document.getElementById('f-text'); area.setSelectionRange(at, at); }", before)
    page.keyboard.press("Enter")
    assert "places:\n    " in page.input_value("#f-text")
    page.keyboard.press("Control+z")
    assert page.input_value("#f-text") == before
    # an example of the help is put in on a line of its own
    page.evaluate("text => { const at = text.indexOf('grading:') - 1; document.getElementById('f-text').setSelectionRange(at, at); }", before)
    page.fill("#f-help", "message.thread_closed")
    page.wait_for_selector("[data-author-entries] summary:has-text('message.thread_closed')")
    if not page.locator("[data-author-insert]").first.is_visible():
        page.click("[data-author-entries] summary >> nth=0")
    page.click("[data-author-insert] >> nth=0")
    assert "\n  - {id: my_check, task: my_task, check: message.thread_closed" in page.input_value("#f-text")
    # leaving asks first
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.goto(f"{site}/scenarios/drafts")
    assert asked == ["beforeunload"]


def test_what_was_typed_before_the_scripts_arrived_is_looked_at_too(page: Page, site: str, db: Database, teacher: Viewer, markets: Path) -> None:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    draft_id = create_draft(db, teacher, small_files())
    sign_in(page, site, teacher.login)
    held: list[Route] = []
    page.route("**/js/author-editor.js*", lambda route: held.append(route))
    page.goto(f"{site}/scenarios/drafts/{draft_id}/edit/scenario.yaml", wait_until="commit")
    text = page.input_value("#f-text")
    page.fill("#f-text", text.replace("grading:", "gradings:"))
    page.wait_for_timeout(1000)
    assert page.locator("[data-author-faults] a").count() == 0 and held
    for route in held:
        route.continue_()
    page.wait_for_selector("[data-author-faults]:has-text(\"did you mean 'grading'?\")")
    # and it is not lost by leaving the page
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.goto(f"{site}/scenarios/drafts")
    assert asked == ["beforeunload"]


def test_two_windows_save_one_after_the_other(page: Page, site: str, db: Database, teacher: Viewer, markets: Path) -> None:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    draft_id = create_draft(db, teacher, small_files())
    sign_in(page, site, teacher.login)
    address = f"{site}/scenarios/drafts/{draft_id}/edit/tasks/ship.en.md"
    second = page.context.new_page()
    for window in (page, second):
        window.goto(address)
    page.fill("#f-text", "# First\n")
    page.click("[data-author-save]")
    page.wait_for_selector(".toast:has-text('Saved.')")
    second.fill("#f-text", "# Second\n")
    second.click("[data-author-save]")
    second.wait_for_selector("text=while you were writing")
    assert second.input_value("#f-text") == "# Second\n" and "+# Second" in second.inner_text(".author-difference")
    assert file_of(db, teacher, draft_id, "tasks/ship.en.md").text == "# First\n"


def test_all_of_it_works_without_script(chromium: Browser, site: str, db: Database, teacher: Viewer, markets: Path) -> None:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    draft_id = create_draft(db, teacher, small_files())
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(120_000)
    page = context.new_page()
    sign_in(page, site, teacher.login)
    page.goto(f"{site}/scenarios/drafts/{draft_id}/edit/scenario.yaml")
    text = page.input_value("#f-text")
    page.fill("#f-text", text.replace("total: 10", "total: 9"))
    page.click("button:has-text('Look for faults')")
    assert "the checks give 10 points, not 9" in page.inner_text("#author-faults")
    page.click("#author-faults a")
    assert "#line-" in page.url
    page.fill("#f-help", "thread_closed")
    page.click("button[value=help]")
    assert page.locator("summary:has-text('message.thread_closed')").count() == 1
    assert "total: 9" in page.input_value("#f-text")
    page.click("[data-author-save]")
    assert "total: 9" in file_of(db, teacher, draft_id, "scenario.yaml").text
    page.goto(f"{site}/scenarios/drafts/{draft_id}/proofs")
    page.click("button:has-text('Quick look')")
    work(db, Event(), until_idle=True)
    page.click("a.button:has-text('Look again')")
    assert "Not all proofs hold" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS[:2])
def test_every_page_of_a_draft_is_accessible(
    chromium: Browser, site: str, db: Database, teacher: Viewer, course: CourseView, markets: Path, tmp_path: Path, language: str, scheme: str, width: int
) -> None:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    files = scenario_files(installed_scenario(SCENARIO))
    files["scenario.yaml"] = files["scenario.yaml"].replace(b"\nlevel: 2", b"\nlevle: 2")
    broken = create_draft(db, teacher, files)
    small = create_draft(db, teacher, small_files())
    add_release(db, teacher, tmp_path / "released")
    set_preferences(db, teacher, language=language)
    # The checker is put into the page as a script, which the policy of the site would refuse.
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, site, teacher.login)
    base = "/scenarios/drafts"
    paths = [
        base, f"{base}/new", f"{base}/questions", f"{base}/{broken}", f"{base}/{broken}/edit/scenario.yaml", f"{base}/{small}/edit/tasks/ship.de.md",
        f"{base}/{broken}/edit/pictures/solution/arc-detail.jpg", f"{base}/{small}/preview", f"{base}/{broken}/preview", f"{base}/{small}/proofs",
        f"{base}/{broken}/pictures", f"{base}/{small}/release", "/scenarios/releases", "/scenarios/help?help=reply", "/scenarios",
    ]  # fmt: skip
    faults = {}
    for number, path in enumerate(paths):
        page.goto(f"{site}{path}")
        faults[path] = faults_of(page, is_turn(number, language, 2))
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}
    assert complaints == []
