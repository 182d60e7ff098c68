"""A month in one row of a list."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.contracts.models import Contract
from gwarant.pictures.faces import Face, Tone, face
from gwarant.pictures.strip import share_svg
from gwarant.pictures.summary import period_name, sum_text
from gwarant.reports.headline import Headline
from gwarant.sla.civil import month_of
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.web.months.figures import percent_of
from gwarant.web.templatetags.look import lang


def row_of(contract: Contract, head: Headline, side: str, at: datetime) -> dict[str, Any]:
    """The row: the contract, the month, how much was kept, what was broken, what nobody knows, hours."""
    day = head.first
    css = "is-none" if not head.judged else ("is-broken" if head.met < head.judged else "")
    return {
        "contract": contract,
        "month": capfirst(period_name(month_of(day, "UTC"), lang())),
        "head": head,
        "stands": moment_of(head.until) if head.is_running and head.until < stamp(at) else None,
        "href": reverse(f"{side}:month", args=[contract.number, head.name]),
        "share": percent_of(head.met, head.judged) if head.judged else "–",
        "picture": mark_safe(share_svg(head.met / head.judged if head.judged else 0.0, css)),
        "face": verdict_of(head),
        "used": head.used + head.over,
        "owed": sum_text(head.owed, head.currency, lang()) if head.owed != 0 else "",
    }


def verdict_of(head: Headline) -> Face:
    """The month in a word: broken before unknown, unknown before kept."""
    if head.breached:
        words = ngettext("%(n)s breach", "%(n)s breaches", head.breached) % {"n": head.breached}
        return Face(Tone.BREACHED, words, "✕")
    if head.could_not_check:
        return face(Tone.UNKNOWN, "could_not_check", lang())
    if not head.judged:
        return face(Tone.UNKNOWN, "none_judged", lang())
    return Face(Tone.FINE, _("all kept") if not head.is_running else _("all kept so far"), "✓")
