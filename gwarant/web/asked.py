"""What an address asks for behind its question mark: gone by, or answered 400 with what would be right."""

import re
from collections.abc import Iterable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gwarant.customers.models import Customer
from gwarant.texts import line_of

_PAGE = re.compile(r"[1-9][0-9]{0,8}")
_SHOWN = 40


class Misread(BadRequest):
    """A value that the page cannot go by; `words` say which, and what would be right."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def shown(text: str) -> str:
    """A value as a sentence repeats it."""
    return line_of(text)[:_SHOWN]


def page_asked(request: HttpRequest) -> int:
    """The number of a list's page, from 1; beyond the last it is the last, because lists become shorter."""
    text = request.GET.get("page", "") or "1"
    if not _PAGE.fullmatch(text):
        told = _("“%(page)s” is no page of a list: they are numbered from 1, as in page=2.")
        raise Misread(told % {"page": shown(text)})
    return int(text)


def one_of(request: HttpRequest, name: str, known: Iterable[str]) -> str:
    """The value of that name, one of those known; empty where nothing is asked for."""
    text, values = request.GET.get(name, "").strip(), list(known)
    if text and text not in values:
        told = {"name": name, "value": shown(text), "known": ", ".join(one for one in values if one)}
        raise Misread(_("%(name)s=%(value)s: this page knows %(known)s.") % told)
    return text


def customer_asked(request: HttpRequest) -> str:
    """The key of the customer whose rows are asked for; empty for all."""
    key = request.GET.get("customer", "").strip()
    if key and ("\x00" in key or not Customer.objects.filter(key=key).exists()):
        raise Misread(_("customer=%(key)s: no customer has this key.") % {"key": shown(key)})
    return key
