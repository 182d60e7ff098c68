"""How files look on a page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django import template
from django.template import Context
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from gwarant.files import sizes
from gwarant.files.html import NO_PICTURES, cleaned, frame
from gwarant.pictures.words import long_day
from gwarant.web.files.framing import IMAGES, asks_for_pictures
from gwarant.web.templatetags.look import lang

register = template.Library()
WIDTH, HEIGHT = 320, 200


class Sided(Protocol):
    """A picture with its sides in pixels."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


@register.filter
def size_words(size: int) -> str:
    """A length in bytes: "1.2 MB"."""
    return sizes.size_words(size)


@register.filter
def day_words(at: datetime) -> str:
    """The day of a moment in full: "4 April 2026", "4 kwietnia 2026"."""
    return long_day(localtime(at).date(), lang())


@register.filter
def shown_width(file: Sided) -> int:
    """How wide its small picture stands on the page, in pixels."""
    return _shown(file)[0]


@register.filter
def shown_height(file: Sided) -> int:
    """How high."""
    return _shown(file)[1]


@register.inclusion_tag("files/_html.html", takes_context=True)
def html_frame(context: Context, html: str, title: str, enclosed: Mapping[str, str] = NO_PICTURES) -> dict[str, Any]:
    """HTML that a stranger wrote, cleaned and in a frame; pictures from elsewhere when the address asks for them.

    `enclosed`: pictures that came with it, by the names under which it shows them.

    The view gives its answer to `framing.with_pictures`, so that the page's own policy lets them through too.
    """
    images = asks_for_pictures(context["request"])
    found = cleaned(html, images=images, enclosed=enclosed)
    return {"frame": mark_safe(frame(found, title, images=images)), "blocked": found.blocked, "images": IMAGES}


def _shown(file: Sided) -> tuple[int, int]:
    share = min(WIDTH / file.width, HEIGHT / file.height, 1)
    return max(1, round(file.width * share)), max(1, round(file.height * share))
