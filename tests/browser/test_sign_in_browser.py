"""Passkeys and codes as a browser does them, with Chromium's own virtual authenticator."""

import base64
import hashlib
import hmac
import struct
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from gwarant.demo.cast import PASSWORD

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(live: str, chromium: Browser) -> Iterator[Page]:
    """A page with an authenticator built in; a message from the content security policy fails the test."""
    place = chromium.new_context(base_url=live.replace("127.0.0.1", "localhost"), locale="en")
    page = place.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    tools = place.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    place.close()
    assert not [one for one in said if "Content Security Policy" in one]


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button.primary")


def reach(page: Page, path: str) -> None:
    """A page about signing in, with the password once more where it is asked for."""
    page.goto(path)
    if "reauthenticate" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.click("form.form button.primary")
        page.wait_for_url(f"**{path}")


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.click("main form button.primary")
    page.wait_for_url("**/accounts/login/")


def code_of(secret: str, at: float) -> str:
    """The six digits of RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_a_passkey_is_added_and_signs_in_alone(page: Page) -> None:
    sign_in(page, "marek@house.example")
    reach(page, "/accounts/2fa/webauthn/add/")
    page.fill("[name=name]", "Laptop")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator("#recovery_codes li").count() == 10
    sign_out(page)
    page.click("#passkey_login")
    page.wait_for_url("**/desk/")
    page.goto("/accounts/2fa/webauthn/")
    assert "Laptop" in page.inner_text("main table")


def test_an_app_is_asked_for_its_code_after_the_password(page: Page) -> None:
    sign_in(page, "celina@shop.example")
    reach(page, "/accounts/2fa/totp/activate/")
    secret = page.text_content("#authenticator_secret") or ""
    page.fill("[name=code]", code_of(secret, page.evaluate("Date.now() / 1000")))
    page.click("main form button.primary")
    page.wait_for_url("**/recovery-codes/")
    code = page.text_content("#recovery_codes li") or ""
    sign_out(page)
    sign_in(page, "celina@shop.example")
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("[name=code]", "000000")
    page.click("main form button.primary")
    assert page.locator(".notice.problem").first.is_visible()
    page.fill("[name=code]", code.strip())
    page.click("main form button.primary")
    page.wait_for_url("**/portal/")


def test_a_passkey_that_is_not_there_says_so_in_words(page: Page) -> None:
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.click("#passkey_login")
    page.wait_for_selector("#passkey_problem:visible")
