"""The settings by which a monitor judges, in words; of a secret one only that it is set."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.monitoring.giving import readable_secrets_of
from gwarant.monitoring.models import Monitor
from gwarant.prober.asked import Asked
from gwarant.prober.certificates import certificate_of
from gwarant.prober.checks import KINDS, defaults_of

MILLISECONDS = ("slow",)
PEM = ("authorities", "certificate")  # shown by whom they name


def settings_set(monitor: Monitor) -> Iterator[tuple[str, str]]:
    """Each setting that says something of its own, by its name on the form; none of what tells of itself."""
    if monitor.kind not in KINDS:
        return
    kind, defaults = KINDS[monitor.kind], defaults_of(monitor.kind)
    secrets = readable_secrets_of(monitor)
    for name, asked in kind.asked.items():
        if name in kind.secrets:
            if secrets.get(name):
                yield _(asked.label), pgettext("a secret", "set, and not shown")
        elif name not in kind.shows and name in monitor.settings:
            value, usual = monitor.settings[name], defaults.get(name)
            if value != (list(usual) if isinstance(usual, tuple) else usual):
                yield _(asked.label), _value(name, asked, value)


def _value(name: str, asked: Asked, value: Any) -> str:
    if name in PEM:
        found = certificate_of(value)
        return found.subject if found else "PEM"
    if asked.way.looks == "flag":
        return pgettext("a setting", "yes") if value else pgettext("a setting", "no")
    if asked.way.looks == "choice":
        return _(dict(asked.choices).get(value, value))
    written = asked.way.write(value)
    return f"{written} ms" if name in MILLISECONDS else written
