"""Which states of which source a monitor takes."""

import msgspec

from gwarant.prober.checks import SettingsRefused


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which states of which source a monitor takes: those that have all these labels."""

    source: str
    labels: dict[str, str]


def settings_of(told: bytes) -> Settings:
    """What the JSON says. Raises SettingsRefused."""
    try:
        settings = msgspec.json.decode(told, type=Settings)
    except msgspec.ValidationError as error:
        raise SettingsRefused([str(error)]) from error
    if not settings.labels:
        raise SettingsRefused(["labels: at least one, by which its states are known"])
    return settings
