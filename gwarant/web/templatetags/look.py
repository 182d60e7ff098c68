"""How values look on a page: states, moments, lengths, and the pictures of a clock."""

from datetime import UTC, datetime

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from gwarant.pictures import words
from gwarant.pictures.faces import Tone, face_of
from gwarant.pictures.faces import face as named_face
from gwarant.pictures.frame import at as place
from gwarant.pictures.frame import page_hatching
from gwarant.pictures.markup import el
from gwarant.sla.calendar import zone as zone_of
from gwarant.sla.clocks.reading import Reading

register = template.Library()
OF_MONTHS = ("month", "availability")  # what their addresses are called by


def lang() -> str:
    """The reader's language, as the pictures name it."""
    return (get_language() or "en")[:2]


@register.simple_tag
def hatching() -> SafeString:
    """The pattern that all pictures of a page share: once in every page."""
    return mark_safe(page_hatching())


@register.simple_tag(takes_context=True)
def nav_link(context: Context, name: str, label: str, count: int = 0, exact: bool = False) -> SafeString:
    """A place of the navigation with its count; nothing where the address does not exist."""
    try:
        href = reverse(name)
    except NoReverseMatch:
        return SafeString()
    is_here = "request" in context and _is_here(context["request"], name, href, exact)
    current = SafeString(' aria-current="page"') if is_here else ""
    badge = format_html(' <span class="badge">{}</span>', count) if count else ""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', href, current, label, badge)


def _is_here(request: HttpRequest, name: str, href: str, exact: bool) -> bool:
    """Whether the page lies at the place; those of a month lie below its contract, and belong to the months."""
    match = request.resolver_match
    if match and (match.url_name or "").startswith(OF_MONTHS):
        return name.endswith(":months")
    return request.path == href or (not exact and request.path.startswith(href))


@register.simple_tag
def face(reading: Reading) -> SafeString:
    """The state of a reading: its shape and its word."""
    shown = face_of(reading, lang())
    return face_html(shown.tone, shown.shape, shown.word)


@register.simple_tag
def state(tone: str, word: str) -> SafeString:
    """A state with any word: `{% state "at_risk" _("two days left") %}`."""
    shown = named_face(Tone(tone), tone if tone != "fine" else "met", lang())
    return face_html(shown.tone, shown.shape, word)


@register.simple_tag
def moment(at: datetime | int | None, style: str = "dated", zone: str = "") -> SafeString:
    """A moment in the reader's zone, or in the one named; `style` is dated, short, time, day or full."""
    if at is None:
        return SafeString()
    seconds = at if isinstance(at, int) else int(at.timestamp())
    zone = zone or timezone.get_current_timezone_name()
    full = words.full(seconds, zone, lang())
    iso = datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    text = full if style == "full" else _moment(seconds, style, zone)
    return format_html('<time datetime="{}" title="{}" data-full="{}">{}</time>', iso, full, full, text)


@register.filter
def duration(seconds: int) -> str:
    """Working time: "2 h 15 min"."""
    return words.duration(seconds, lang())


@register.filter
def elapsed(seconds: int) -> str:
    """Real time: "2 days 3 h"."""
    return words.elapsed(seconds, lang())


@register.filter
def whole(number: int) -> str:
    """A whole number with its thousands parted."""
    return words.whole(number, lang())


@register.simple_tag
def share(used: float, total: float, label: str) -> SafeString:
    """A share as a bar: what is used of the total, what goes over it."""
    whole_width = max(used, total) or 1
    inside, edge = min(used, total) / whole_width, total / whole_width
    parts = [el("rect", class_="rest", x=place(inside), width=place(1 - inside), y="12", height="4")]
    parts += [el("rect", class_="used", width=place(inside), height="16")]
    if used > total:
        parts += [el("rect", class_="over", x=place(edge), width=place(1 - edge), height="16")]
    mark = place(0.996 * edge + 0.002)
    tick = el("line", class_="tick", x1=mark, x2=mark, y1="-3", y2="19")
    return mark_safe(el("svg", *parts, tick, class_="share", role="img", aria_label=label))


def _moment(seconds: int, style: str, zone: str) -> str:
    seconds -= seconds % 60  # whole minutes; the full moment shows on hover
    if style == "day":
        return words.short_day(timezone.localdate(datetime.fromtimestamp(seconds, UTC), timezone=zone_of(zone)), lang())
    written = {"short": words.short, "time": words.time_of}.get(style, words.dated)
    return written(seconds, zone, lang())


def face_html(tone: str, shape: str, word: str) -> SafeString:
    """A state: the shape is left out where words are read aloud."""
    return format_html('<span class="face {}"><span aria-hidden="true">{}</span> {}</span>', tone, shape, word)
