"""The kinds of checks: how each reads its settings, what it finds wrong in them, and how it looks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from gwarant.prober.checks import dns, http, ping, tcp, tls
from gwarant.prober.model import Answer
from gwarant.prober.tools import Tools


@dataclass(frozen=True)
class Kind:
    """One kind of check. `begin` looks once and calls back with an answer, within the milliseconds that it is given.

    `secrets` are the settings that nobody is shown again.
    """

    settings: type[Any]
    problems: Callable[[Any], list[str]]
    begin: Callable[[Any, int, Tools, Callable[[Answer], None]], None]
    secrets: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "http": Kind(http.Settings, http.problems, http.begin, ("headers", "body", "key")),
    "tls": Kind(tls.Settings, tls.problems, tls.begin),
    "tcp": Kind(tcp.Settings, tcp.problems, tcp.begin, ("send",)),
    "dns": Kind(dns.Settings, dns.problems, dns.begin),
    "ping": Kind(ping.Settings, ping.problems, ping.begin),
}


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
