"""What a receiving server made of a mail of ours, and what is missing where it did not pass."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from gwarant.mail import Verdict

MISSING: Final = {
    "spf": "its domain has to name the mail server by which we send, in its SPF record",
    "dkim": "the mail server by which we send has to sign, and the key has to stand in the DNS of the sender's domain",
    "dmarc": "neither SPF nor DKIM passed for the very domain in From: sign with a key of that domain",
}


def judged(verdicts: Sequence[Verdict], servers: Collection[str]) -> Iterator[str]:
    """A line for each of SPF, DKIM and DMARC: of each method the topmost counts, which the last server wrote.

    `servers`: those that the settings believe, in small letters.
    """
    first: dict[str, Verdict] = {}
    for one in sorted(verdicts, key=lambda row: row.hops):
        first.setdefault(one.method, one)
    known = [first[method] for method in MISSING if method in first]
    if not known:
        yield "checked: the receiving server says nothing of SPF, DKIM and DMARC; ask another one before customers do"
        return
    for method, missing in MISSING.items():
        yield f"checked: {method.upper()} {_told(first[method], missing) if method in first else 'is not told'}"
    strangers = sorted({one.server for one in known if one.server and one.server.lower() not in servers})
    if strangers:
        yield f"checked: what {', '.join(strangers)} says is not believed: GWARANT_MAIL_AUTH_SERVERS does not name it"


def _told(one: Verdict, missing: str) -> str:
    about = f" for {one.domain}" if one.domain else ""
    said = f"{one.result}{about}, says {one.server or 'a server without a name'}"
    return said if one.result == "pass" else f"{said}: {missing}"
