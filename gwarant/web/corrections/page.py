"""A correction as both sides see it: why, who agreed, and each month with its figures before and after."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext

from gwarant.contracts.terms import judging, wording_of
from gwarant.monitoring.corrections.letters import reason_words
from gwarant.monitoring.corrections.models import Act, Correction, Stands
from gwarant.pictures.facts import tell_all
from gwarant.pictures.summary import availability, bound, figure_face, period_name
from gwarant.reports.corrected import Effect, effects_of
from gwarant.web.corrections.words import TONES, act_words, stands_words
from gwarant.web.templatetags.look import lang

RELATED = ("customer", "contract", "service", "asked_by", "window__customer")
OF_HOUSE = (Act.REFUSED, Act.WITHDRAWN)


def corrections() -> Any:
    """All that the connection's scope shows, with what a page tells of them."""
    return Correction.objects.select_related(*RELATED).prefetch_related(
        "steps__by", "taken_back__steps", "taken_back__customer"
    )


def line_of(one: Correction) -> dict[str, Any]:
    """A correction as a row of a list."""
    stands = one.stands
    told = {"correction": one, "why": reason_words(one.reason), "tone": TONES[stands], "word": stands_words()[stands]}
    if Act.WITHDRAWN in one.said:
        return told | {"word": act_words()[Act.WITHDRAWN]}
    if any(back.stands is Stands.COUNTS for back in one.taken_back.all()):
        return told | {"tone": "paused", "word": pgettext("a correction", "counted, and was taken back")}
    return told


def page_of(one: Correction, side: str, now: datetime) -> dict[str, Any]:
    """All that its page shows."""
    version = judging(one.customer_id, one.service, one.start_at, one.start_at)
    effects = effects_of(one, now)
    steps = [step for step in one.steps.all() if side == "desk" or step.act not in OF_HOUSE]
    return {
        **line_of(one),
        "base": f"{side}/base.html",
        "side": side,
        "zone": wording_of(version).zone if version else None,
        "steps": [(step, act_words()[step.act]) for step in steps],
        "effects": [_effect(effect, one, side) for effect in effects],
        "refused": list(tell_all(dict.fromkeys(why for effect in effects for why in effect.refused), lang())),
        "counts": one.stands is Stands.COUNTS,
        "taken_back_by": [back for back in one.taken_back.all() if back.stands is Stands.COUNTS],
        "is_over": one.stands in (Stands.COUNTS, Stands.ENDED),
    }


def _effect(one: Effect, correction: Correction, side: str) -> dict[str, Any]:
    name = period_name(one.month, lang())
    place = [correction.contract.number, one.month.name, correction.service.key]
    return {
        "month": name,
        "href": reverse(f"{side}:month_availability", args=place),
        "bound": bound(one.after.target, lang()),
        "before": availability(one.before.figure.point, one.before, lang()),
        "before_face": figure_face(one.before.figure, lang()),
        "after": availability(one.after.figure.point, one.after, lang()),
        "after_face": figure_face(one.after.figure, lang()),
        "is_other": one.before.figure != one.after.figure,
    }
