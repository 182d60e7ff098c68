"""The ways out of the house: a scheme of the mail's URL each. One more way is one more line."""

from collections.abc import Callable

from gwarant.notify.channels import account, file, smtp
from gwarant.notify.channels.envelope import NO_ENTRY, Entry, Envelope, Receipt

Deliver = Callable[[Envelope], Receipt]
CHANNELS: dict[str, Callable[[str, Entry], Deliver]] = {
    "smtp": smtp.channel,
    "smtps": smtp.channel,
    "smtp+oauth": account.by_smtp,
    "smtps+oauth": account.by_smtp,
    "graph": account.by_graph,
    "file": file.channel,
}


def channel_of(url: str, entry: Entry = NO_ENTRY) -> Deliver:
    """The way out that the URL names, which signs in by `entry`; ValueError says what is wrong with it."""
    scheme = url.partition(":")[0]
    if scheme not in CHANNELS:
        raise ValueError(f"{scheme!r} is no way out: write one of {', '.join(CHANNELS)}")
    return CHANNELS[scheme](url, entry)
