"""Whether a message is of whom it says: what our own mail server found out, and nothing that anybody else wrote."""

from collections.abc import Collection
from enum import StrEnum

from gwarant.mail import Mail, Verdict


class Trust(StrEnum):
    """What the own mail server says of the sender."""

    PROVEN = "proven"
    FORGED = "forged"
    UNSAID = "unsaid"  # it said nothing: no server is named as ours, or it does not look


def trust_in(mail: Mail, servers: Collection[str]) -> Trust:
    """What those of our `servers` say that checked the message.

    Of each method the topmost line counts: a server of ours puts its own above all that came with the message. DMARC
    decides; without it SPF or DKIM that passed for the very domain of the sender.
    """
    first: dict[str, Verdict] = {}
    for one in sorted(mail.auth, key=lambda row: row.hops):
        if one.server.lower() in servers:
            first.setdefault(one.method, one)
    dmarc = first["dmarc"].result if "dmarc" in first else ""
    if dmarc in ("pass", "fail"):
        return Trust.PROVEN if dmarc == "pass" else Trust.FORGED
    own = mail.sender.address.rpartition("@")[2].lower()
    checked = [first[method] for method in ("spf", "dkim") if method in first]
    if own and any(one.result == "pass" and one.domain.lower() == own for one in checked):
        return Trust.PROVEN
    is_refused = any(one.method == "spf" and one.result == "fail" and one.domain.lower() == own for one in checked)
    return Trust.FORGED if is_refused else Trust.UNSAID
