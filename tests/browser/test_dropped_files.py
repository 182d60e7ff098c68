"""Files that are dropped on a form and a screenshot that is pasted into it: listed, removable, sent, and kept."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gwarant.demo.cast import PASSWORD

MADE = """
const transfer = new DataTransfer();
for (const [name, type, words] of files) transfer.items.add(new File([words], name, { type, lastModified: 1 }));
"""
DROP = f"""(form, files) => {{ {MADE}
for (const name of ["dragover", "drop"])
  form.dispatchEvent(new DragEvent(name, {{ dataTransfer: transfer, bubbles: true, cancelable: true }}));
}}"""
PASTE = f"""(place, files) => {{ {MADE}
place.dispatchEvent(new ClipboardEvent("paste", {{ clipboardData: transfer, bubbles: true, cancelable: true }}));
}}"""
LOGS = [["shop.log", "text/plain", "ERROR"], ["other.log", "text/plain", "WARN"]]
SHOT = [["image.png", "image/png", "\x89PNG\r\n\x1a\n"]]


@pytest.fixture
def client(live: str, chromium: Browser) -> Iterator[Page]:
    """The page of somebody of the university who signed in."""
    place = chromium.new_context(base_url=live, locale="en")
    page = place.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", "umar@uni.example")
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button.primary")
    expect(page.locator("header nav").first).to_be_visible()
    yield page
    place.close()


def form_of(page: Page) -> Locator:
    return page.locator("form", has=page.locator("[data-files]")).first


def drop_and_paste(form: Locator) -> Locator:
    """Two logs and a screenshot; the list of what will be sent."""
    form.evaluate(DROP, LOGS)
    form.locator("textarea").first.evaluate(PASTE, SHOT)
    listed = form.locator(".files-new li")
    expect(listed).to_have_count(3)
    expect(listed.nth(2)).to_contain_text("screenshot-")
    return listed


def test_what_is_dropped_and_pasted_is_removable_kept_by_a_form_that_comes_back_and_sent(client: Page) -> None:
    client.goto("/portal/report")
    form = form_of(client)
    listed = drop_and_paste(form)
    form.get_by_role("button", name="Remove: other.log").click()
    expect(listed).to_have_count(2)
    form.locator("[name=text]").fill("See the files.")
    form.evaluate("form => { form.noValidate = true }")
    form.locator("button:not([type=button])").last.click()

    held = client.locator("[name=held]")
    expect(held).to_have_count(2)
    expect(client.locator("[name=text]")).to_have_value("See the files.")
    client.get_by_label("screenshot-").uncheck()
    client.fill("[name=title]", "Files that were dropped")
    client.locator("select").first.select_option(label="Enrolment")
    client.wait_for_load_state("networkidle")  # the classes of that system arrive
    client.locator("[name=class_id]").last.check()
    form_of(client).locator("button:not([type=button])").last.click()
    expect(client).to_have_url(re.compile("/portal/tickets/"))
    expect(client.locator(".files li")).to_have_count(1)
    expect(client.locator(".files")).to_contain_text("shop.log")

    reply = form_of(client)
    listed = drop_and_paste(reply)
    reply.get_by_role("button", name="Remove: shop.log").click()
    expect(listed).to_have_count(2)
    reply.locator("[name=text]").fill("Two more.")
    reply.locator("button.primary").first.click()
    expect(client.locator(".files li")).to_have_count(3)
    expect(client.locator("body")).to_contain_text("other.log")
