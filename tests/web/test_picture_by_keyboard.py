"""A whole main picture by keyboard alone: from the raw photo to the listing."""

import pytest
from playwright.sync_api import Browser, Page

from lab.images.compared import SAME
from lab.images.marks import FIGURES, figure
from lab.listings.faults import main_image_verdicts
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import play_of
from tests.web.test_in_browser import sign_in

pytestmark = pytest.mark.browser
LONGEST_WALK = 120


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, from wherever it is; it must be reachable."""
    for _ in range(LONGEST_WALK):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


def typed(page: Page, name: str, value: str) -> None:
    tab_to(page, f'#tool [name="{name}"]')
    page.keyboard.press("Control+a")
    page.keyboard.type(value)


def pressed(page: Page, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_response(lambda answer: "/studio/" in answer.url and answer.request.resource_type in ("fetch", "document")):
        page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('[data-stage][data-busy]')")


def tool(page: Page, name: str) -> None:
    pressed(page, f'.tools a[href*="tool={name}"]')
    page.wait_for_selector(f'#studio[data-tool="{name}"]')


def step(page: Page, count: int, button: str = 'button[value="step"]') -> None:
    """Press the tool's button and wait until the list has so many steps."""
    pressed(page, f"#tool {button}")
    page.wait_for_function("count => document.querySelectorAll('.recipe li').length === count", arg=count)


def test_a_main_picture_is_made_and_used_by_keyboard_alone(
    chromium: Browser, site: str, db: Database, student: Viewer, run_id: int
) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, site, student.login)
    page.goto(f"{site}/runs/{run_id}/pictures")
    page.mouse.move(0, 0)
    tab_to(page, 'a[href*="/studio/photo/"][href$="/front"]:not([tabindex])')
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio/**")

    flaws = roll_of(db, student, run_id)
    tool(page, "straighten")
    typed(page, "angle", flaws)
    step(page, 1)
    tool(page, "cutout")
    for name, value in (("left", "2"), ("top", "2"), ("width", "96"), ("height", "96")):
        typed(page, name, value)
    step(page, 2, 'button[value="anew"]')
    # a touch of the brush from the picture itself: arrow keys move it, Space paints
    tab_to(page, "[data-stage] canvas")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute('#tool [name="strokes"]', "value") == ""
    tool(page, "frame")
    typed(page, "fill", "88")
    step(page, 3)
    tool(page, "resize")
    typed(page, "side", "1600")
    step(page, 4)
    tab_to(page, 'button[value="finish"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/*")

    tab_to(page, '#use button[value="use"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/listings/**")
    assert complaints == []

    world = play_of(db, student, run_id).world
    (made,) = world.pictures.values()
    assert [done.do for done in made.steps] == ["straighten", "cutout", "frame", "resize"]
    (listing,) = [one for one in world.listings.values() if any(image.sha256 == made.sha256 for image in one.images)]
    image = listing.images[0]
    assert image.sha256 == made.sha256
    broken = {verdict.rule for verdict in main_image_verdicts(listing, world.profile_of(listing)) if not verdict.passed}
    assert not broken & {"size", "format", "bytes", "background", "fill"}
    assert image.compared is not None and image.compared.same >= SAME
    tilt = figure("tilt", image.facts, image.compared)
    assert tilt is not None and FIGURES["tilt"].share(tilt) == 1


def roll_of(db: Database, viewer: Viewer, run_id: int) -> str:
    """What a person would read off the table's edge: how far this run's own photo leans, to be turned back."""
    from lab.images.flaws import flaws_of
    from lab.scenarios.photos import photo_seed

    play = play_of(db, viewer, run_id)
    asset = play.world.setting.assets[0]
    flaws = flaws_of(photo_seed(play.variant, asset), asset)
    return f"{-flaws.roll / 100:.1f}"
