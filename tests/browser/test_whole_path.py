"""The whole path in a browser, in both languages: report, question, pause, workaround, resolution, confirmation."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from gwarant.demo.cast import PASSWORD


@dataclass(frozen=True)
class Side:
    """Whose eyes: who reports, who answers, and the words that they see."""

    client: str
    staff: str
    system: str
    paused: str
    confirmed: str


SIDES = {
    "en": Side("umar@uni.example", "ben@house.example", "Enrolment", "paused", "closed"),
    "pl": Side("zenon@clinic.example", "alice@house.example", "Rejestracja", "wstrzymane", "zamknięte"),
}


@pytest.fixture
def said() -> list[str]:
    """What the browser complained about."""
    return []


@pytest.fixture
def person(live: str, chromium: Browser, said: list[str]) -> Iterator[object]:
    """Signs somebody in and gives their page."""
    opened = []

    def sign_in(email: str, lang: str, **context: object) -> Page:
        place = chromium.new_context(base_url=live, locale="pl-PL" if lang == "pl" else "en", **context)
        opened.append(place)
        page = place.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("form.form button.primary")
        expect(page.locator("header nav").first).to_be_visible()
        return page

    yield sign_in
    for place in opened:
        place.close()
    assert [one for one in said if "409" not in one] == []


@pytest.mark.parametrize("lang", ["en", "pl"])
@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_report_to_the_confirmation(person, lang: str, script: bool) -> None:  # type: ignore[no-untyped-def]
    side = SIDES[lang]
    client = person(side.client, lang, java_script_enabled=script)
    staff = person(side.staff, lang, java_script_enabled=script)
    key = report(client, side)
    assert client.locator("html").get_attribute("lang") == lang

    staff.goto("/desk/")
    staff.get_by_role("link", name=f"Whole path {lang}").first.click()
    staff.locator("form[action$='/acknowledgement'] button").click()
    say(staff, "questions", "Since when?")
    expect(staff.locator(".ticket-clocks")).to_contain_text(side.paused, ignore_case=True)
    client.goto(f"/portal/tickets/{key}")
    expect(client.locator("body")).to_contain_text("Since when?")
    say(client, "", "Since ten.")

    staff.goto(f"/desk/tickets/{key}")
    expect(staff.locator("body")).to_contain_text("Since ten.")
    say(staff, "notes", "Only for us.")
    say(staff, "restoration", "Works by the spare server.")
    say(staff, "resolution", "Repaired for good.")

    client.goto(f"/portal/tickets/{key}")
    expect(client.locator("body")).to_contain_text("Repaired for good.")
    expect(client.locator("body")).not_to_contain_text("Only for us.")
    client.locator("[formaction$='/confirmation']").first.click()
    expect(client.locator("main")).to_contain_text(side.confirmed, ignore_case=True)


def test_why_shows_segments_that_sum_to_the_total(person) -> None:  # type: ignore[no-untyped-def]
    staff = person("ben@house.example", "en")
    staff.goto("/desk/tickets/CLINIC-1")
    staff.locator(".ticket-clocks a[href*='/clocks/']:visible, .ticket-clocks summary").first.click()
    if "/clocks/" not in staff.url:  # what was kept is folded
        staff.locator(".ticket-clocks a[href*='/clocks/']:visible").first.click()
    expect(staff.locator("table")).to_be_visible()
    expect(staff.locator("svg.gw-bar").first).to_be_visible()
    expect(staff.locator("tfoot, tbody tr:last-child").last).to_contain_text("Together")


def test_two_people_act_at_once_and_the_second_is_told(person) -> None:  # type: ignore[no-untyped-def]
    client = person("umar@uni.example", "en")
    first, second = person("ben@house.example", "en"), person("dorota@house.example", "en")
    key = report(client, SIDES["en"], "Two at once")
    for page in (first, second):
        page.goto(f"/desk/tickets/{key}")
    say(first, "replies", "I am on it.")
    say(second, "replies", "So am I.")
    expect(second.locator("main")).to_contain_text("I am on it.")
    assert second.locator("textarea").first.input_value() == "So am I."


def report(page: Page, side: Side, title: str = "") -> str:
    """Report a problem; the number of the ticket."""
    lang = page.locator("html").get_attribute("lang")
    page.goto("/portal/report")
    option = page.locator("select option", has_text=side.system).first.get_attribute("value")
    page.locator("select").first.select_option(option)
    if page.locator("noscript button[name=look]").is_visible():
        page.click("noscript button[name=look]")  # without a script the classes of that system are asked for
    page.wait_for_load_state("networkidle")  # they arrive
    page.fill("[name=title]", title or f"Whole path {lang}")
    page.locator("[name=class_id][value=ordinary]").check()
    page.fill("[name=text]", "It does not work.")
    page.locator("form#report button.primary").click()
    expect(page.locator("h1")).to_contain_text(title or "Whole path")
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def say(page: Page, noun: str, text: str) -> None:
    """Use the composer."""
    if noun:
        page.locator(f".say [value={noun}]").check()
    page.locator(".say textarea[name=text]").first.fill(text)
    button = page.locator(f".say button[formaction$='/{noun}']") if noun else page.locator(".say button.primary")
    button.first.click()
    page.wait_for_load_state()
