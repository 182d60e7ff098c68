"""Mail: words, HTML and the promise bar, made when the notice is written; sent by the way that the settings name."""

import logging

from django.utils.translation import gettext_lazy as _

from gwarant.files.folder import Folder
from gwarant.notify.channels import channel_of
from gwarant.notify.channels.envelope import DeliveryFailed, Entry, Envelope, Receipt
from gwarant.notify.medium import Deliver, Medium, Parcel, Ways
from gwarant.notify.mime import File
from gwarant.notify.mime import envelope_of as packed
from gwarant.notify.picture import png_of
from gwarant.notify.render import render

log = logging.getLogger("gwarant.notify")
WIDTH = 542  # pixels of the bar in the mail


def opened(ways: Ways, entry: Entry) -> Deliver:
    """Deliver by SMTP or into files, as the settings say; an alarm that fails there by the second way, if any."""
    channel = channel_of(ways.email_url, entry)
    second = channel_of(ways.alarm_email_url, entry) if ways.alarm_email_url else None

    def deliver(parcel: Parcel) -> Receipt:
        envelope = envelope_of(parcel, ways)
        try:
            return channel(envelope)
        except DeliveryFailed:
            if second is None or not parcel.payload.get("is_alarm"):
                raise
            return second(envelope)

    return deliver


def envelope_of(parcel: Parcel, ways: Ways) -> Envelope:
    """The mail as it goes over the line, its bar drawn; a bar that cannot be drawn is left out, the words say it."""
    told, picture = parcel.payload, b""
    if told.get("picture"):
        try:
            picture = png_of(told["picture"], WIDTH)
        except ValueError:
            log.exception("the picture of mail %s could not be drawn", parcel.key)
    return packed(parcel, ways, picture, _files(parcel, ways))


def _files(parcel: Parcel, ways: Ways) -> list[File]:
    """The files that go inside the mail; one that was erased meanwhile is left out."""
    place = Folder(ways.files_dir)
    named = [tuple(one) for one in parcel.payload.get("files", ())]
    return [(name, kind, place.path(sha256).read_bytes()) for sha256, name, kind in named if place.has(sha256)]


MEDIUM = Medium(
    name="mail",
    label=_("E-mail"),
    render=render,
    opened=opened,
    known=lambda person: person.email,
    usual=lambda _kind: True,
    always=lambda kind: bool(kind.always),
    shown=lambda address: address,
    file=envelope_of,
    lane="outbox",
)
