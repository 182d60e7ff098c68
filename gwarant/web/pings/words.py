"""How jobs stand and what they said, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.monitoring.beats.fold import Said
from gwarant.monitoring.beats.history import How
from gwarant.monitoring.beats.models import Ping
from gwarant.pictures.faces import Tone
from gwarant.pictures.words import duration
from gwarant.web.templatetags.look import lang

SECOND, MINUTE = 1_000, 60_000  # milliseconds

HOW_TONES = {
    How.DONE: Tone.FINE,
    How.LATE: Tone.AT_RISK,
    How.FAILED: Tone.BREACHED,
    How.MISSED: Tone.BREACHED,
    How.AWAY: Tone.UNKNOWN,
}


def how_words() -> dict[How, str]:
    """What became of a time at which a job was expected."""
    return {
        How.DONE: pgettext("an expected time", "In time"),
        How.LATE: pgettext("an expected time", "Too late"),
        How.FAILED: pgettext("an expected time", "Failed"),
        How.MISSED: pgettext("an expected time", "Did not come"),
        How.AWAY: pgettext("an expected time", "We could not hear"),
    }


def beat_words() -> dict[str, str]:
    """Why a job stands as it does."""
    return {
        "new": _("the job has not told anything yet"),
        "missed": _("the job did not tell in time"),
        "failed": _("the job said that it failed"),
        "overrun": _("a run takes longer than it may"),
        "away": _("we could not hear when the job may have told"),
        "paused": _("paused; what it tells is kept"),
        "unheard": _("the other tool has not told anything yet"),
        "silent": _("the other tool has fallen silent: it should have told something since"),
        "firing": _("another tool says that something is wrong"),
        "resumed": _("goes on; nothing heard yet"),
    }


def said_words(one: Ping) -> tuple[str, Tone | None]:
    """What a ping said, and the tone of that; none where it says neither that a run went well nor that it failed."""
    if one.said == Said.EXIT:
        words = _("ended with code %(code)s") % {"code": one.status}
        return words, Tone.FINE if one.status == 0 else Tone.BREACHED
    told: dict[Said, tuple[str, Tone | None]] = {
        Said.SUCCESS: (_("went well"), Tone.FINE),
        Said.START: (_("began"), None),
        Said.FAIL: (_("failed"), Tone.BREACHED),
        Said.LOG: (_("words alone"), None),
    }
    return told[Said(one.said)]


def took_words(milliseconds: int | None) -> str:
    """How long a run took; empty where nobody knows."""
    if milliseconds is None:
        return ""
    if milliseconds < SECOND:
        return f"{milliseconds} ms"
    if milliseconds < MINUTE:
        return f"{milliseconds / 1000:.1f} s".replace(".", "," if lang() == "pl" else ".")
    return duration(milliseconds // 1000, lang(), exact=True)
