"""Hosts and addresses as they go over the wire: names in IDNA, everything else that is not ASCII percent-encoded."""

import re
from ipaddress import IPv6Address
from unicodedata import normalize
from urllib.parse import quote, urlsplit

from gwarant.prober.wrong import MISSING, Unfit, Wrong
from gwarant.prober.wrong import said as _

NO_HOST = _("%(value)s is no host; write a name or an address alone, such as mail.shop.example")
NO_PAGE = _("%(value)s is no address of a page; write https://example.com/health")
TWO_NAMES = _("the name in %(value)s may mean two hosts; write it as name servers know it, with xn--")
USUAL = {"http": 80, "https": 443}
NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?")


def ascii_host(host: str) -> str:
    """The host as name servers know it; an address of version 6 stays. Raises Unfit."""
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if _is_version_6(bare):
        return host
    try:
        found = host if host.isascii() else host.encode("idna").decode("ascii")
        means = host if host.isascii() else found.encode("ascii").decode("idna")
    except UnicodeError:
        raise Unfit(NO_HOST, host) from None
    if means != host and means != normalize("NFC", host.lower()):
        raise Unfit(TWO_NAMES, host)
    if len(found) > 254 or not NAME.fullmatch(found) or any(len(label) > 63 for label in found.split(".")):
        raise Unfit(NO_HOST, host)
    return found


def ascii_url(url: str) -> str:
    """The address of a page as it is asked for; what is encoded already stays so. Raises Unfit."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Unfit(NO_PAGE, url) from None
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise Unfit(NO_PAGE, url)
    try:
        named = ascii_host(host)
    except Unfit as error:
        raise Unfit(TWO_NAMES if error.sentence == TWO_NAMES else NO_PAGE, url) from None
    who, at, _host = parts.netloc.rpartition("@")
    place = (f"[{named}]" if ":" in named else named) + ("" if port is None else f":{port}")
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"{parts.scheme}://{_encoded(who)}{at}{place}{_encoded(rest)}"


def origin_of(url: str) -> str:
    """Whom a page's address calls: `https://shop.example`, with the port where that is not the usual one.

    What is no address is nobody's.
    """
    try:
        parts = urlsplit(ascii_url(url))
    except Unfit:
        return ""
    port = "" if parts.port in (None, USUAL[parts.scheme]) else f":{parts.port}"
    host = (parts.hostname or "").removesuffix(".")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def is_led_away(origin: str, url: str) -> bool:
    """Whether an address is another server's; from http to https of the same one is none."""
    after = origin_of(url)
    return after not in (origin, origin.replace("http:", "https:", 1))


def wrong_host(host: str) -> list[str]:
    """What is wrong with a host that is called, or nothing."""
    if not host:
        return [Wrong("host", MISSING)]
    try:
        ascii_host(host)
    except Unfit as error:
        return [error.of("host")]
    return []


def _is_version_6(text: str) -> bool:
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


def _encoded(text: str) -> str:
    return "".join(one if "!" <= one <= "~" else quote(one, errors="replace") for one in text)
