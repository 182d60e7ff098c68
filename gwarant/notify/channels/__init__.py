"""The ways out of the house: a scheme of the mail's URL each. One more way is one more line."""

from collections.abc import Callable

from gwarant.notify.channels import file, smtp
from gwarant.notify.channels.envelope import Envelope, Receipt

Deliver = Callable[[Envelope], Receipt]
CHANNELS: dict[str, Callable[[str], Deliver]] = {"smtp": smtp.channel, "smtps": smtp.channel, "file": file.channel}


def channel_of(url: str) -> Deliver:
    """The way out that the URL names; ValueError says what is wrong with it."""
    scheme = url.partition(":")[0]
    if scheme not in CHANNELS:
        raise ValueError(f"{scheme!r} is no way out: write one of {', '.join(CHANNELS)}")
    return CHANNELS[scheme](url)
