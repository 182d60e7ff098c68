"""What a place is called: that from which the house itself looks in the language of whoever reads it."""

from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

HOME = "home"


def usual_name() -> str:
    """Of the house's own place, in the active language."""
    return gettext("Our own server")


def called(key: str, name: str) -> str:
    """The name of the place; the house's own in the reader's language, unless somebody has named it."""
    return usual_name() if key == HOME and name in _usual_names() else name


@cache
def _usual_names() -> frozenset[str]:
    """The same in every language: the one that is kept is that of the house when the place was made."""
    found = set()
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found.add(usual_name())
    return frozenset(found)
