"""What is told and what went out by mail, for tests."""

from collections.abc import Callable

from gwarant.notify.letter import Letter
from gwarant.notify.models import Delivery, DeliveryQuerySet
from gwarant.notify.news import About, News


def mails() -> DeliveryQuerySet:
    """The deliveries by mail; `.subject` and `.text` are the words."""
    return Delivery.objects.filter(medium="mail")


def news(letter: Letter | Callable[[str], Letter], kind: str = "new", ref: str = "") -> News:
    """News with the words of a letter, about the ticket `ref` or about the house; the inbox has the English ones."""
    write = (lambda _: letter) if isinstance(letter, Letter) else letter
    english = write("en")
    line = english.lines[0] if english.lines else ""
    facts = {"subject": english.subject, "line": line, "path": english.path, "tone": english.tone}
    about = About.TICKET if ref else About.HOUSE
    return News(
        code="before",
        kind=kind,
        about=about,
        ref=ref,
        facts=facts,
        words=lambda _, lang: write(lang),
        reading=english.reading,
        names=english.names,
    )
