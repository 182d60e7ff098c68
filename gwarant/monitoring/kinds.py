"""The kinds of monitors: those that probers look at, and those that tell of themselves."""

from collections.abc import Callable, Mapping
from typing import Any

from gwarant.monitoring.beats import schedule
from gwarant.monitoring.telling import settings as telling
from gwarant.prober.checks import KINDS, SettingsRefused, target_in
from gwarant.prober.checks import settings_of as looking

HEARTBEAT, REPORTED = "heartbeat", "reported"
TOLD: Mapping[str, Callable[[bytes], Any]] = {  # how each reads its settings
    HEARTBEAT: schedule.settings_of,
    REPORTED: telling.settings_of,
}


def settings_of(kind: str, text: bytes) -> Any:
    """The settings of a monitor of that kind, from JSON. Raises SettingsRefused with everything that is wrong."""
    if kind in TOLD:
        return TOLD[kind](text)
    if kind not in KINDS:
        raise SettingsRefused([f"kind: {kind!r} is none; there are {', '.join((*KINDS, *TOLD))}"])
    return looking(kind, text)


def secret_names(kind: str) -> tuple[str, ...]:
    """The settings of the kind that nobody is shown again."""
    return KINDS[kind].secrets if kind in KINDS else ()


def target_of(kind: str, settings: Mapping[str, Any]) -> str:
    """What is looked at, or when what tells of itself should."""
    if kind not in TOLD:
        return target_in(kind, settings)
    if kind == REPORTED:
        labels = (f"{name}={value}" for name, value in settings["labels"].items())
        return f"{settings['source']}: {', '.join(labels)}"
    told = (str(settings.get(name, "")) for name in ("every", "cron", "calendar", "zone"))
    return " ".join(one for one in told if one)
