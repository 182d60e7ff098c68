"""The media, by name. One more medium is a file that describes itself, and one more line here."""

from gwarant.notify.media import inbox, mail, push
from gwarant.notify.medium import Medium, Ways

MEDIA: dict[str, Medium] = {one.name: one for one in (inbox.MEDIUM, mail.MEDIUM, push.MEDIUM)}


def ready(ways: Ways) -> dict[str, Medium]:
    """The media that can be used as the settings are."""
    return {name: one for name, one in MEDIA.items() if one.is_ready(ways)}


def sending() -> dict[str, Medium]:
    """The media that carry something out of the house, by the name of their sweep."""
    return {one.sweep: one for one in MEDIA.values() if one.opened}
