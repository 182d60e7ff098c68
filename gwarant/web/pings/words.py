"""How jobs stand and what they said, in words."""

from django.utils.translation import gettext as _

from gwarant.monitoring.beats.fold import Said
from gwarant.monitoring.beats.models import Ping


def beat_words() -> dict[str, str]:
    """Why a job stands as it does."""
    return {
        "new": _("the job has not told anything yet"),
        "late": _("the job is late; its grace runs"),
        "missed": _("the job did not tell in time"),
        "failed": _("the job said that it failed"),
        "overrun": _("a run takes longer than it may"),
        "away": _("we could not hear when the job may have told"),
        "paused": _("paused; what it tells is kept"),
        "firing": _("another tool says that something is wrong"),
        "resumed": _("goes on; nothing heard yet"),
    }


def said_words(one: Ping) -> tuple[str, str]:
    """What a ping said, and the tone of that."""
    if one.said == Said.EXIT:
        words = _("ended with code %(code)s") % {"code": one.status}
        return words, "fine" if one.status == 0 else "breached"
    words, tone = {
        Said.SUCCESS: (_("went well"), "fine"),
        Said.START: (_("began"), "waiting"),
        Said.FAIL: (_("failed"), "breached"),
        Said.LOG: (_("words alone"), "waiting"),
    }[Said(one.said)]
    return words, tone
