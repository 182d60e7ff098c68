"""Corrections in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.monitoring.corrections.models import Act, Stands

TONES = {Stands.ASKED: "at_risk", Stands.WAITS: "at_risk", Stands.COUNTS: "fine", Stands.ENDED: "paused"}


def stands_words() -> dict[str, str]:
    """How each stands."""
    return {
        Stands.ASKED: pgettext("a correction", "waits for a second person"),
        Stands.WAITS: pgettext("a correction", "waits for the client"),
        Stands.COUNTS: pgettext("a correction", "counts"),
        Stands.ENDED: pgettext("a correction", "refused"),
    }


def act_words() -> dict[str, str]:
    """What somebody did."""
    return {
        Act.APPROVED: pgettext("a correction", "approved it, as the second person"),
        Act.AGREED: pgettext("a correction", "agreed for the client"),
        Act.REFUSED: pgettext("a correction", "refused it"),
        Act.DECLINED: pgettext("a correction", "did not agree"),
        Act.WITHDRAWN: pgettext("a correction", "took it back"),
    }


def refusals() -> dict[str, tuple[str, str]]:
    """Why it is not asked for, by the code: at which field, and the sentence."""
    return {
        "backwards": ("ends", _("It ends before it begins.")),
        "future": ("ends", _("Only what is over can be corrected. Work that comes is announced as maintenance.")),
        "reason": ("reason", _("The contract does not know this reason.")),
        "never": ("reason", _("The contract lets nothing be decided afterwards.")),
        "silent": ("text", _("Please say why: both sides read it.")),
        "unseen": (
            "begins",
            _("From too few places it was looked at then: there is nothing measured as up that could be corrected."),
        ),
        "unshown": ("shown", _("The contract asks for evidence: say what shows it, or give a link.")),
    }


def not_decided() -> dict[str, str]:
    """Why a decision was not taken, by the code."""
    return {
        "own": _("A second person has to agree, not the one who asks."),
        "meanwhile": _("Somebody has decided meanwhile. Nothing was done; this is how it stands now."),
    }


def not_raised() -> dict[str, tuple[str, str]]:
    """Why an objection is not taken, by the code: at which field, and the sentence."""
    return {
        "backwards": ("ends", _("It ends before it begins.")),
        "future": ("ends", _("This time is not over yet: one objects to what was measured.")),
        "unpromised": ("begins", _("The contract promised nothing of this system then.")),
        "silent": ("text", _("Please say why: both sides read it.")),
        "twice": ("begins", _("You have objected to exactly this time already, and that waits for our answer.")),
    }


def not_answered() -> dict[str, str]:
    """Why an answer was not given, by the code."""
    return {
        "silent": _("Please say why: the client reads it."),
        "meanwhile": _("Somebody has answered meanwhile. Nothing was done; this is how it stands now."),
        "correcting": _("A correction by which it would be accepted waits. Decide that first."),
    }
