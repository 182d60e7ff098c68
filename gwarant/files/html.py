"""HTML that strangers wrote, such as the body of a mail: cleaned, and shown in a frame in which nothing runs.

Two walls. `cleaned` leaves only what says something: words, lists, tables, links, pictures. `frame` puts that into a
sandboxed frame without scripts, with a policy of its own that loads nothing; pictures from elsewhere only when asked.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from urllib.parse import unquote, urlsplit

import nh3

WORDS = """
a abbr b blockquote br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark
ol p pre q s samp small span strong sub sup table tbody td tfoot th thead time tr tt u ul var
"""
TAGS = frozenset(WORDS.split())
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign", "scope"},
}
WITH_CONTENT = (
    "script style title head noscript template iframe object embed svg math textarea select xmp noembed noframes"
)
GONE = frozenset(WITH_CONTENT.split())
SCHEMES = frozenset({"http", "https", "mailto", "tel", "data", "cid"})  # the last two for pictures alone: see `keep`
NO_PICTURES: Mapping[str, str] = {}
_LINK = re.compile(r"(https?://[^/\\]|mailto:|tel:)", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,4}%?")
_SIDES = ("width", "height", "colspan", "rowspan", "span", "start")
_DRAWN = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
POLICY = "default-src 'none'; img-src {images}; style-src {style}; form-action 'none'; base-uri 'none'"
STYLE = (
    "body{margin:0;font:1rem/1.5 system-ui,'Noto Sans',sans-serif;color:#26292e;background:#fff;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}blockquote{margin:0 0 0 1em}"
)
STYLE_HASH = f"'sha256-{base64.b64encode(sha256(STYLE.encode()).digest()).decode()}'"  # for the policy of the page


@dataclass(frozen=True)
class Cleaned:
    """HTML in which nothing runs, and how many pictures from elsewhere were held back."""

    html: str
    blocked: int


def cleaned(html: str, *, images: bool = False, enclosed: Mapping[str, str] = NO_PICTURES) -> Cleaned:
    """What may be shown of the HTML; pictures from elsewhere only with `images`.

    `enclosed`: pictures that came with it, as addresses of data, by the names under which it shows them (`cid:`).
    """
    blocked = 0

    def keep(tag: str, name: str, value: str) -> str | None:
        nonlocal blocked
        if name in _SIDES:
            return value if _NUMBER.fullmatch(value) else None
        if name == "href":
            return value.strip() if _LINK.match(value.strip()) else None
        if name == "src":
            kept = _picture(_enclosed(value.strip(), enclosed), images)
            blocked += kept is None and _is_elsewhere(value.strip())
            return kept
        return value

    found = nh3.clean(
        html.replace("\x00", ""),
        tags=set(TAGS),
        clean_content_tags=set(GONE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=keep,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return Cleaned(found, blocked)


def page_of(found: Cleaned, *, images: bool = False) -> str:
    """A whole document with the cleaned HTML, its own policy first."""
    policy = POLICY.format(images="data: https: http:" if images else "data:", style=STYLE_HASH)
    return (
        '<!doctype html><html><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="referrer" content="no-referrer"><base target="_blank">'
        f"<style>{STYLE}</style></head><body>{found.html}</body></html>"
    )


def frame(found: Cleaned, title: str, *, images: bool = False) -> str:
    """The frame: no scripts, no forms, an origin of its own; links open apart from us."""
    return (
        '<iframe class="html-frame" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        f'referrerpolicy="no-referrer" loading="lazy" title="{escape(title)}" '
        f'srcdoc="{escape(page_of(found, images=images))}"></iframe>'
    )


def _enclosed(address: str, enclosed: Mapping[str, str]) -> str:
    """The picture itself where the address names one that came along."""
    scheme, _, name = address.partition(":")
    return enclosed.get(unquote(name).lower(), "") if scheme.lower() == "cid" else address


def _picture(address: str, images: bool) -> str | None:
    """The address of a picture that may be loaded: one that stands in the text itself, or any that was asked for."""
    if _DRAWN.fullmatch(address):
        return address
    return address if images and _is_elsewhere(address) else None


def _is_elsewhere(address: str) -> bool:
    """Whether it is an address in the web: `//host/…` is none here, as a frame has no scheme of its own."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
