"""The inbox in the product: the notice itself, whose words are made when somebody looks."""

from django.utils.translation import gettext_lazy as _

from gwarant.notify.letter import Letter
from gwarant.notify.medium import Medium, Payload, Reader, Ways


def render(_letter: Letter, _reader: Reader, _ways: Ways) -> Payload:
    """Nothing is kept but the notice: the reader's language of that day is not known yet."""
    return {}


MEDIUM = Medium(
    name="inbox",
    label=_("Inbox"),
    render=render,
    known=lambda person: person.opaque,
    usual=lambda _kind: True,
    always=lambda _kind: True,
)
