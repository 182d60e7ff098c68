"""A question to a name server: what it answers, and whether that holds the records that it should."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal

import msgspec

from gwarant.prober.asked import CHOICE, LINE, LINES, NUMBER, Asked
from gwarant.prober.model import Answer
from gwarant.prober.tools import Tools
from gwarant.prober.wrong import said as _

Done = Callable[[Answer], None]
Record = Literal["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT"]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked, and of whom: the address of a name server, else the first of this machine.

    The answer must have the code and hold each of the records, written as in a zone file, names also as people write
    them; nothing: any record at all.
    """

    name: str
    record: Record = "A"
    server: str = ""
    port: int = 53
    code: Literal["NOERROR", "NXDOMAIN"] = "NOERROR"
    holds: tuple[str, ...] = ()


RECORDS = ("A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT")
ASKED = {
    "name": Asked(_("Name that is asked for"), LINE, "shop.example"),
    "record": Asked(_("Kind of record"), CHOICE, choices=tuple((one, one) for one in RECORDS)),
    "holds": Asked(_("Records that must be there"), LINES, _("One a line, as a zone file writes them; empty: any.")),
    "server": Asked(_("Name server"), LINE, _("Its address; empty: the one of the prober’s machine."), usual=False),
    "port": Asked(_("Port"), NUMBER, usual=False),
    "code": Asked(
        _("What it must answer"),
        CHOICE,
        choices=(("NOERROR", _("that the name is there")), ("NXDOMAIN", _("that there is no such name"))),
        usual=False,
    ),
}


def problems(settings: Settings) -> list[str]:
    """What cannot be meant."""
    found: list[str] = _asking().problems(settings)
    return found


def begin(settings: Settings, timeout: int, tools: Tools, done: Done) -> None:
    """Ask; the answer comes by `done`, within `timeout` milliseconds."""
    _asking().begin(settings, timeout, tools, done)


def _asking() -> Any:
    """What speaks with name servers; whoever has none to ask, as most programs of the service, does not load it."""
    return import_module("gwarant.prober.checks.dns_asked")
