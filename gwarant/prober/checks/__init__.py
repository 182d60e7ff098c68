"""The kinds of checks: how each reads its settings, what it finds wrong in them, and how it looks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from gwarant.prober.asked import Asked
from gwarant.prober.checks import dns, http, ping, tcp, tls
from gwarant.prober.model import Answer
from gwarant.prober.tools import Tools
from gwarant.prober.wrong import said as _


@dataclass(frozen=True)
class Kind:
    """One kind of check. `begin` looks once and calls back with an answer, within the milliseconds that it is given.

    `label` and `asked` say in words what it is and how its settings are asked for, in that order; `shows` names the
    ones by which people know what is looked at; `secrets` are the settings that nobody is shown again.
    """

    label: str
    shows: tuple[str, ...]
    asked: Mapping[str, Asked]

    settings: type[Any]
    problems: Callable[[Any], list[str]]
    begin: Callable[[Any, int, Tools, Callable[[Answer], None]], None]
    secrets: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "http": Kind(
        _("Page or API (HTTP)"),
        ("url",),
        http.ASKED,
        http.Settings,
        http.problems,
        http.begin,
        ("headers", "body", "key"),
    ),
    "tls": Kind(_("Certificate (TLS)"), ("host", "port"), tls.ASKED, tls.Settings, tls.problems, tls.begin),
    "tcp": Kind(_("Connection (TCP)"), ("host", "port"), tcp.ASKED, tcp.Settings, tcp.problems, tcp.begin, ("send",)),
    "dns": Kind(_("Name (DNS)"), ("name", "record"), dns.ASKED, dns.Settings, dns.problems, dns.begin),
    "ping": Kind(_("Machine (ping)"), ("host",), ping.ASKED, ping.Settings, ping.problems, ping.begin),
}


@lru_cache(32)
def defaults_of(kind: str) -> Mapping[str, Any]:
    """What its settings are where nothing is said, as JSON has them; one without a default is missing."""
    fields = msgspec.structs.fields(KINDS[kind].settings)
    return {one.name: msgspec.to_builtins(one.default) for one in fields if one.default is not msgspec.NODEFAULT} | {
        one.name: msgspec.to_builtins(one.default_factory())
        for one in fields
        if one.default_factory is not msgspec.NODEFAULT
    }


def target_in(kind: str, settings: Mapping[str, Any]) -> str:
    """What is looked at, as people know it: an address, a host with its port."""
    known = defaults_of(kind)
    return ":".join(str(settings.get(name, known.get(name, ""))) for name in KINDS[kind].shows)


class SettingsRefused(ValueError):
    """Settings that no check can be made of; `problems` says what is wrong, each with its field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def settings_of(kind: str, text: bytes) -> Any:
    """The settings of a check of that kind, from JSON. Raises SettingsRefused with everything that is wrong."""
    if kind not in KINDS:
        raise SettingsRefused([f"kind: {kind!r} is none; there are {', '.join(KINDS)}"])
    try:
        found = msgspec.json.decode(text, type=KINDS[kind].settings)
    except msgspec.DecodeError as error:  # ValidationError too
        raise SettingsRefused([str(error)]) from error
    if wrong := KINDS[kind].problems(found):
        raise SettingsRefused(wrong)
    return found
