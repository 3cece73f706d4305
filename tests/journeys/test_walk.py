"""A student's whole way through the demo assignment, and the instructor's look at it; with script and without."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from lab.values.places import SCENARIOS
from lab.values.yamlfile import read_yaml
from tests.journeys.conftest import Demo, Person

pytestmark = pytest.mark.browser
FOLDER = SCENARIOS / "desk-lamp-two-markets"


@dataclass(frozen=True, slots=True)
class Lamp:
    """What this student's lamp is, as the brief tells: the author's files go by its key."""

    key: str
    cord_cm: str

    def fill(self, text: object) -> str:
        return str(text).replace("${cord_cm}", self.cord_cm)


def written(name: str) -> Any:
    """One of the author's files: what a good student would type."""
    return read_yaml((FOLDER / name).read_text("utf-8"), name)[0]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def browsers(chromium: Browser, script: bool) -> Iterator[list[BrowserContext]]:
    """One browser for the student and one for the instructor."""
    made = [chromium.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900}) for _ in range(2)]
    yield made
    for one in made:
        one.close()


def test_a_student_lists_answers_ships_and_hands_in_and_the_instructor_sees_it(
    demo: Demo, browsers: list[BrowserContext], script: bool
) -> None:
    page = browsers[0].new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if line.type == "error" else None)
    page.on("dialog", lambda question: answer_yes(question))

    sign_in(page, demo, demo.student)
    run = begin(page)
    lamp = read_brief(page)
    list_in_germany(page, lamp)
    set_up_kazakhstan(page)
    wait(page, "1 hour")
    answer_in_german(page, lamp)
    end_the_day(page)
    ship_first_order(page)
    points = hand_in(page)

    look = browsers[1].new_page()
    sign_in(look, demo, demo.teacher)
    find_in_class(look, run, points)
    assert broken == []


def answer_yes(question: Dialog) -> None:
    question.accept()


def sign_in(page: Page, demo: Demo, person: Person) -> None:
    page.goto(demo.house.address)
    page.get_by_label("Login").fill(person.login)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/sign-in" not in page.url


def begin(page: Page) -> str:
    """Open the assignment; the address of the run."""
    page.get_by_role("button", name=re.compile("^(Start|New attempt)$")).click()
    expect(page).to_have_url(re.compile(r"/runs/\d+/$"))
    return page.url


def go(page: Page, name: str) -> None:
    """Choose a place of the seller centre."""
    page.get_by_role("navigation", name="Seller centre").get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def read_brief(page: Page) -> Lamp:
    """Which lamp it is stands beside the supplier's sheet; how long the cord really is, in the sheet's measured line."""
    page.get_by_role("link", name="Brief", exact=True).click()
    expect(page.get_by_role("heading", name="One lamp, two markets")).to_be_visible()
    text = page.locator("main").inner_text()
    models = {written(f"products/{path.name}")["model"]: path.stem for path in (FOLDER / "products").glob("*.yaml")}
    (model,) = {model for model in models if model in text}
    measured = re.search(r"measured[^\n]*?(\d{3}) cm", text)
    assert measured is not None, text
    assert "unit_cost" not in text and "${" not in text
    return Lamp(models[model], measured[1])


def list_in_germany(page: Page, lamp: Lamp) -> None:
    """Write the listing, upload its main picture through the file field, put it on sale."""
    text = written(f"solution/de.{lamp.key}.yaml")
    go(page, "Listings")
    page.get_by_role("region", name="Meridian · Germany").first.get_by_role("link", name="Write").click()
    page.get_by_label("Title", exact=True).fill(lamp.fill(text["title"]))
    for number, bullet in enumerate(text["bullets"], 1):
        page.locator(f'[name="bullet.{number}"]').fill(lamp.fill(bullet))
    page.get_by_label("Description", exact=True).fill(lamp.fill(text["description"]))
    page.get_by_label("Hidden search terms", exact=True).fill(text["search_terms"])
    page.get_by_label("Category").select_option(text["category"])
    for name, value in text["attributes"].items():
        field = page.locator(f'[name="attribute.{name}"]')
        choose = field.evaluate("one => one.tagName") == "SELECT"
        field.select_option(lamp.fill(value)) if choose else field.fill(lamp.fill(value))
    for paper in text["documents"]:
        page.locator(f'[name="document"][value="{paper}"]').check()
    page.get_by_label("Price", exact=True).fill(str(text["price"]).split()[0].replace(".", ","))
    page.get_by_label("Pieces on offer").fill(str(text["stock"]))

    page.get_by_label("Add pictures").set_input_files(FOLDER / "pictures" / "made" / f"{lamp.key}-main.jpg")
    page.get_by_label("as the main picture").check()
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("status")).to_contain_text(f"Picture added: {lamp.key}-main.jpg")
    picture = page.locator("#pictures img").first
    expect(picture).to_be_visible()
    answer = page.request.get(page.url.partition("/runs")[0] + str(picture.get_attribute("src")))
    assert answer.status == 200 and answer.headers["content-type"].startswith("image/")
    assert page.get_by_label("Title", exact=True).input_value() == lamp.fill(text["title"])

    page.get_by_role("button", name="Save and put on sale").click()
    expect(page.get_by_role("status")).to_contain_text("Saved and on sale.")
    expect(page.locator(".page-head")).to_contain_text("On sale")


def set_up_kazakhstan(page: Page) -> None:
    go(page, "Shipping")
    place = page.locator("#place-caravan-KZ")
    expect(place).to_contain_text("not set up")
    template = written("solution/ship_kz.yaml")
    place.locator(f'[name="lane"][value="{template["lane"]}"]').check()
    place.get_by_role("checkbox", name="Kazakhstan").check()
    place.get_by_label("Handling time").fill(str(template["handling_hours"]))
    place.get_by_role("textbox", name="The buyer pays").fill(template["charge"].split()[0])
    place.get_by_role("button", name="Save shipping").click()
    expect(page.get_by_role("status")).to_contain_text("Shipping saved: Caravan · Kazakhstan")
    expect(page.locator("#place-caravan-KZ .badge").first).to_have_text("set up")


def wait(page: Page, how_long: str) -> None:
    """Let some time pass, by the menu of the run bar."""
    bar = page.get_by_role("region", name="Your run")
    bar.locator("summary", has_text="Wait").click()
    bar.get_by_role("button", name=how_long).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("What happened"))


def answer_in_german(page: Page, lamp: Lamp) -> None:
    """The first buyer has asked; the answer is in German and has the facts."""
    go(page, "Messages")
    page.get_by_role("list", name="Conversations").get_by_role("link").first.click()
    conversation = page.locator("main")
    expect(conversation).to_contain_text("Wie lang ist denn das Kabel?")
    expect(conversation).to_contain_text("writes in German")
    buyer = conversation.locator(".thread-head p bdi").first.inner_text()
    text = lamp.fill((FOLDER / "solution" / "a1.de.txt").read_text("utf-8")).replace("${buyer_de}", buyer)
    page.get_by_label("Answer in German").fill(text)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status")).to_contain_text(f"Your answer was sent to {buyer}")
    expect(page.locator(".bubbles li")).to_have_count(2)


def end_the_day(page: Page) -> None:
    page.get_by_role("region", name="Your run").get_by_role("button", name="End the day").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("What happened"))
    expect(page.get_by_role("region", name="Your run")).to_contain_text("Day 2 · 08:00")
    expect(page.locator("main")).to_contain_text("New order")


def ship_first_order(page: Page) -> None:
    """The German buyer's order: one lamp, an invoice, the parcel service."""
    go(page, "Orders")
    row = page.get_by_role("row").filter(has=page.locator('a[href$="/orders/o1"]'))  # simulated shoppers may have bought too
    expect(row).to_contain_text("Meridian · Germany")
    row.get_by_role("link", name="Pack").click()
    parcel = written("solution/ship_o1.yaml")
    for item in parcel["items"]:
        page.locator(f'[name="pack.{item["sku"]}"]').fill(str(item["quantity"]))
    for paper in parcel["documents"]:
        page.locator(f'[name="paper"][value="{paper}"]').check()
    page.locator(f'[name="lane"][value="{parcel["lane"]}"]').check()
    page.get_by_role("button", name="Hand the parcel over").click()
    expect(page.get_by_role("status")).to_contain_text("The parcel is with the carrier.")
    expect(page.locator("main")).to_contain_text("Tracking number")


def hand_in(page: Page) -> str:
    """Hand in and read the report; the points."""
    go(page, "Hand in")
    page.get_by_label("I have finished.").check()
    page.locator("main").get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report")
    points = page.locator(".score-total strong").inner_text()
    assert float(points) > 20, points
    reached = page.locator("#check-de_live")
    expect(reached).to_contain_text("Reached")
    reached.locator("summary").click()
    expect(reached.locator(".evidence")).to_contain_text("Meridian · Germany")
    expect(page.locator("#check-o_items")).to_contain_text(re.compile("Partly|Reached"))
    return points


def find_in_class(page: Page, run: str, points: str) -> None:
    """The instructor opens the course, its assignment and this attempt, and sees the same points with evidence."""
    page.get_by_role("link", name="Cross-border trade: demo").click()
    page.get_by_role("table").get_by_role("link", name="One lamp, two markets").click()
    path = run.rstrip("/").partition("/runs")[2]
    link = page.locator(f'a[href="/runs{path}/review"]')
    row = page.get_by_role("row").filter(has=link)
    expect(row).to_contain_text("Demo Student")
    expect(row).to_contain_text("Handed in")
    expect(row).to_contain_text(points)
    link.click()
    expect(page.locator(".score-total strong")).to_have_text(points)
    evidence = page.locator("#check-de_live")
    evidence.locator("summary").first.click()
    expect(evidence.locator(".evidence")).to_contain_text("Meridian · Germany")
    page.get_by_role("link", name=re.compile("^Timeline")).click()
    expect(page.locator(".timeline").first).to_contain_text("Put a listing on sale")
    expect(page.locator(".timeline").first).to_contain_text("Answered a buyer")
