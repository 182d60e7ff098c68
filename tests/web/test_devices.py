"""The list of sessions says "Firefox on Windows", and not what a browser sends of itself."""

import pytest
from django.utils.translation import override

from gwarant.web.devices import device_name

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
NT, IPHONE = "(Windows NT 10.0; Win64; x64", "(iPhone; CPU iPhone OS 17_5 like Mac OS X)"


@pytest.mark.parametrize(
    ("agent", "en", "pl"),
    [
        (f"{MOZILLA} {NT}; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows", "Firefox, Windows"),
        (f"{MOZILLA} {NT}) {WEBKIT} Chrome/126.0 Safari/537.36", "Chrome on Windows", "Chrome, Windows"),
        (f"{MOZILLA} {NT}) {WEBKIT} Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows", "Edge, Windows"),
        (f"{MOZILLA} {IPHONE} AppleWebKit/605 Version/17.5 Mobile Safari/604.1", "Safari on iPhone", "Safari, iPhone"),
        (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} HeadlessChrome/126 Safari/537", "Chrome on Linux", "Chrome, Linux"),
        ("curl/8.5.0", "another program", "inny program"),
        ("", "", ""),
    ],
)
def test_a_browser_is_told_by_its_name_and_its_system(agent: str, en: str, pl: str) -> None:
    with override("en"):
        assert device_name(agent) == en
    with override("pl"):
        assert device_name(agent) == pl
