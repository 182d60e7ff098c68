"""Which states of which source a monitor takes."""

import msgspec

from gwarant.prober.checks import SettingsRefused
from gwarant.prober.wrong import Wrong
from gwarant.prober.wrong import said as _


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
        raise SettingsRefused([Wrong("labels", _("at least one, by which its states are known"))])
    blank = [name for name, value in settings.labels.items() if not (name.strip() and value.strip())]
    if blank:
        raise SettingsRefused([Wrong("labels", _("%(value)s is no label: give each a name and a value"), blank[0])])
    return settings
