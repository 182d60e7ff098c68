"""HTML of strangers keeps what it says and loses what it does."""

import pytest
from payloads import ALL, OUT

from gwarant.files.html import STYLE, STYLE_HASH, cleaned, frame, page_of

REMOTE = f'<p>Hello</p><img src="{OUT}/pixel.png" alt="logo" width="20">'
GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def test_what_it_says_stays() -> None:
    said = (
        '<h1>Umowa</h1><p>Zażółć <b>gęślą</b> <a href="https://ok.example/?a=1&amp;b=2">jaźń</a></p>'
        '<table><tr><td colspan="2">1</td></tr></table><ul><li>x</li></ul><blockquote>y</blockquote>'
    )
    found = cleaned(said)
    for part in (
        "<h1>Umowa</h1>",
        "<b>gęślą</b>",
        'href="https://ok.example/?a=1&amp;b=2"',
        'colspan="2"',
        "<li>x</li>",
    ):
        assert part in found.html
    assert 'rel="noopener noreferrer nofollow"' in found.html


def test_pictures_from_elsewhere_wait_until_they_are_asked_for() -> None:
    found = cleaned(REMOTE)
    assert (OUT in found.html, found.blocked) == (False, 1)
    assert 'alt="logo"' in found.html
    asked = cleaned(REMOTE, images=True)
    assert (f'src="{OUT}/pixel.png"' in asked.html, asked.blocked) == (True, 0)


def test_a_picture_that_stands_in_the_text_is_shown() -> None:
    found = cleaned(f'<img src="{GIF}">')
    assert (GIF in found.html, found.blocked) == (True, 0)
    assert "svg" not in cleaned('<img src="data:image/svg+xml;base64,PHN2Zz4=">').html


@pytest.mark.parametrize(
    "address",
    ["/desk/", "//outside.example", "#top", "data:text/html,x", "javascript:1", "java\tscript:1", "http:///x"],
)
def test_a_link_leads_to_the_web_or_a_mailbox_or_nowhere(address: str) -> None:
    assert "href" not in cleaned(f'<a href="{address}">x</a>').html


def test_a_size_is_a_number() -> None:
    assert cleaned('<img width="100%" height="7">').html == '<img width="100%" height="7">'
    assert "width" not in cleaned('<img width="99999999">').html


def test_no_payload_leaves_anything_that_could_run_or_load() -> None:
    for payload in ALL:
        found = cleaned(payload).html.lower()
        assert not any(word in found for word in ("<script", "<svg", "<math", "<iframe", "<style", "srcset", "style="))
        assert f'src="{OUT}' not in found


def test_cleaning_again_changes_nothing() -> None:
    for payload in ALL:
        once = cleaned(payload).html
        assert cleaned(once).html == once


def test_the_frame_runs_nothing_and_its_policy_loads_nothing() -> None:
    shown = frame(cleaned(REMOTE), 'A "title"')
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
    assert "allow-scripts" not in shown
    assert "allow-same-origin" not in shown
    assert 'title="A &quot;title&quot;"' in shown
    page = page_of(cleaned(REMOTE))
    assert page.index("Content-Security-Policy") < page.index(STYLE)
    assert f"default-src 'none'; img-src data:; style-src {STYLE_HASH}" in page
    assert "img-src data: https: http:" in page_of(cleaned(REMOTE), images=True)
