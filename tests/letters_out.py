"""What is told and what went out by mail, for tests."""

from collections.abc import Callable

from gwarant.notify.letter import Letter
from gwarant.notify.models import Delivery, DeliveryQuerySet
from gwarant.notify.news import About, News
from gwarant.notify.told import Before


def mails() -> DeliveryQuerySet:
    """The deliveries by mail; `.subject` and `.text` are the words."""
    return Delivery.objects.filter(medium="mail")


def news(letter: Letter | Callable[[str], Letter], kind: str = "new", ref: str = "") -> News:
    """News with the words of a letter, about the ticket `ref` or about the house; the inbox has the English ones."""
    write = (lambda _: letter) if isinstance(letter, Letter) else letter
    english = write("en")

    class Written(Before):
        def letter(self, lang: str) -> Letter:
            return write(lang)

    line = english.lines[0] if english.lines else ""
    told = Written(subject=english.subject, line=line, path=english.path, tone=english.tone)
    about = About.TICKET if ref else About.HOUSE
    return News(told=told, kind=kind, about=about, ref=ref, reading=english.reading, names=english.names)
