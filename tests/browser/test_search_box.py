"""The search from any page: a key opens it, results come in place, arrows lead to them; else it is a page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gwarant.demo.cast import PASSWORD


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(live: str, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of an engineer who signed in, with scripts and without."""
    place = chromium.new_context(base_url=live, locale="en", java_script_enabled=request.param)
    page = place.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", "ben@house.example")
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button.primary")
    expect(page.locator("header nav").first).to_be_visible()
    page.goto("/desk/customers")
    yield page
    place.close()


@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_a_key_opens_it_results_come_in_place_and_arrows_lead_to_them(page: Page) -> None:
    page.keyboard.press("/")
    field = page.locator("#search input[type=search]")
    expect(field).to_be_focused()
    page.keyboard.type("shop")
    found = page.locator("#found-here a.row-title")
    expect(found.first).to_be_visible()
    expect(field).to_have_value("shop")
    page.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")  # empties the field first, as browsers do
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_visible()
    assert page.url.endswith("/desk/customers")
    page.locator("h1").press("/")
    expect(field).to_be_focused()
    field.fill("shop")
    field.press("Enter")
    expect(page.locator("h1")).to_have_text("Search")
    expect(page.locator("#found a.row-title").first).to_be_visible()


@pytest.mark.parametrize("page", [False], indirect=True, ids=["no scripts"])
def test_without_scripts_it_is_a_page(page: Page) -> None:
    page.click("header a.find")
    expect(page.locator("h1")).to_have_text("Search")
    page.fill("main input[type=search]", "shop")
    page.click("main form button")
    expect(page.locator("#found a.row-title").first).to_be_visible()
    expect(page.locator("main input[type=search]")).to_have_value("shop")
