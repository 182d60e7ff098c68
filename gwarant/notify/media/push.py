"""Push to a telephone by ntfy, or a server that takes the same: the subject and where it leads, nothing that was said.

A person gives the address of their topic, such as https://ntfy.sh/a-long-word-that-nobody-guesses.
"""

import json
from urllib.parse import urlsplit, urlunsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.notify.channels.envelope import Entry, Receipt
from gwarant.notify.channels.web import NotPosted, place_of, post
from gwarant.notify.letter import Letter
from gwarant.notify.medium import Deliver, DeliveryFailed, Medium, OwnAddress, Parcel, Payload, Reader, Ways

# How loud it is, from 1 to 5, and the sign beside it, by the letter's tone.
LOUD = {"breached": 5, "at_risk": 4, "paused": 3, "fine": 2}
SIGNS = {"breached": "rotating_light", "at_risk": "warning", "paused": "pause_button", "fine": "white_check_mark"}


def render(letter: Letter, reader: Reader, ways: Ways) -> Payload:
    """The subject under the house's name; the words stay at home, because they pass through another's server."""
    told: Payload = {"title": reader.house, "message": letter.subject, "priority": LOUD.get(letter.tone, 3)}
    if letter.tone in SIGNS:
        told["tags"] = [SIGNS[letter.tone]]
    if letter.path:
        told["click"] = f"{ways.url}{letter.path}"
    return told | {"subject": letter.subject}


def opened(ways: Ways, _entry: Entry) -> Deliver:
    """Publish to the topic's server."""

    def deliver(parcel: Parcel) -> Receipt:
        try:
            server, topic = _parted(parcel.address)
            place = place_of(server, ways.inside_hosts)
        except ValueError as error:
            raise DeliveryFailed(str(error), permanent=True) from error
        told = {name: value for name, value in parcel.payload.items() if name != "subject"}
        body = json.dumps({"topic": topic, **told}, ensure_ascii=False).encode()
        return post(place, body, "application/json", ways.inside_hosts)

    return deliver


def check(address: str, ways: Ways) -> str:
    """What is wrong with the address of a topic."""
    try:
        place_of(_parted(address)[0], ways.inside_hosts)
    except ValueError as error:
        if isinstance(error, NotPosted) and error.is_inside:
            return _(
                "This server lies in a network that is not public, and messages go to public ones only. Write the"
                " address of one that everybody can reach, such as https://ntfy.sh/a-long-word-that-nobody-guesses."
            )
        return _("Write the whole address of your topic, such as https://ntfy.sh/a-long-word-that-nobody-guesses.")
    return ""


def _parted(address: str) -> tuple[str, str]:
    """The server's address, with the query that may hold a token, and the topic."""
    parts = urlsplit(address)
    path, _slash, topic = parts.path.rstrip("/").rpartition("/")
    if not topic or len(address) > 500:
        raise ValueError("it names no topic")
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/", parts.query, "")), topic


MEDIUM = Medium(
    name="push",
    label=gettext_lazy("Telephone"),
    render=render,
    opened=opened,
    own=OwnAddress(
        label=gettext_lazy("Your topic at ntfy"),
        hint=gettext_lazy(
            "For messages on your telephone: install the app ntfy, make up a topic that nobody guesses, and paste its "
            "address. Only the subject goes there. "
            "Whether the server can be reached shows when the first message is sent."
        ),
        check=check,
        type="url",
    ),
    shown=lambda address: urlsplit(address).hostname or "",  # the topic is a secret
)
