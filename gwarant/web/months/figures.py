"""The figures of a month, each with the address of what it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.pictures.faces import Face, Tone, face
from gwarant.pictures.frame import Frame
from gwarant.pictures.month import MS, days_of, measured_in, states_of
from gwarant.pictures.month_svg import month_svg, month_text, sign_svg
from gwarant.pictures.strip import share_svg
from gwarant.pictures.summary import (
    availability,
    bound,
    figure_face,
    figure_facts,
    kept_face,
    kept_target,
    milliseconds,
    outage_note,
    outages,
    promised_remarks,
    sum_text,
)
from gwarant.pictures.words import duration, known, percent, say, whole
from gwarant.reports.counted import COUNTS
from gwarant.reports.headline import Headline
from gwarant.reports.month import Month
from gwarant.sla.assessment.model import Kept, Promised
from gwarant.sla.availability.codes import NO_EVIDENCE
from gwarant.sla.availability.figure import Figure
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import cited
from gwarant.web.months.lists import JUDGED, count_words
from gwarant.web.templatetags.look import lang

TOP_OUTAGES = 12
NO_LOOKS = (NO_EVIDENCE(),)  # said in the page's own words


@dataclass(frozen=True)
class Fact:
    """A figure that stands first, and where it comes from."""

    name: str
    figure: str
    href: str
    remark: str = ""
    tone: str = ""


def facts_of(month: Month, head: Headline, addresses: Addresses) -> Iterator[Fact]:
    """The few figures that stand first."""
    if head.judged:
        share = percent_of(head.met, head.judged)
        yield Fact(say("kept", lang()), f"{head.met}/{head.judged}", addresses.readings(verdict=JUDGED), share)
    tone = "late" if head.breached else ""
    yield Fact(say("breaches", lang()), whole(head.breached, lang()), "#breaches", tone=tone)
    for one in month.assessment.availability[: 2 if month.is_month else 0]:
        name = f"{say('availability', lang())}, {month.names.under(one.contract).service(one.figure.service)}"
        yield Fact(name, availability(one.figure.point, one, lang()), "#availability", _remark(one))
    if head.has_hours:
        there = _("of %(there)s") % {"there": duration(head.there, lang())} if head.there else ""
        over = _("%(over)s over the pool") % {"over": duration(head.over, lang())} if head.over else ""
        yield Fact(_("Hours used"), duration(head.used + head.over, lang()), "#hours", over or there)
    if month.assessment.months:
        owed = sum_text(head.owed, head.currency, lang())
        yield Fact(say("remedies", lang()), owed, "#remedies", pgettext("settlement", "computed") if head.owed else "")


def _remark(one: Promised) -> str:
    """The verdict beside a figure, where there is a figure."""
    return "" if one.figure.point is None else figure_words(one).word


def percent_of(met: int, judged: int) -> str:
    """A share in percent, cut and never rounded up."""
    tenths = 1000 * met // judged
    text = f"{tenths // 10}.{tenths % 10}"
    return f"{text.replace('.', ',') if lang() == 'pl' else text}%"


def kept_of(month: Month, addresses: Addresses) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every promise of every class, its numbers leading to their readings."""
    several = len({one.contract for one in month.assessment.kept}) > 1
    found = []
    for (contract, class_), rows in groupby(month.assessment.kept, key=lambda one: (one.contract, one.class_)):
        version = cited(month, addresses, contract, "targets").text if several else ""
        title = " · ".join(part for part in (month.names.under(contract).class_(class_), version) if part)
        found.append((title, [_kept(one, month, addresses) for one in rows]))
    return found


def _kept(one: Kept, month: Month, addresses: Addresses) -> dict[str, Any]:
    place = {"clock": one.clock, "class": one.class_, "calendar": one.calendar, "contract": one.contract}
    css = "is-none" if one.share is None else ("is-broken" if one.breached else "")
    others = {name: getattr(one, name) for name in ("pending", "could_not_check", "excluded", "not_reached")}
    return {
        "name": month.names.under(one.contract).clock(one.clock),
        "target": kept_target(one, lang()),
        "calendar": one.calendar,
        "met": (one.met, addresses.readings(**place, verdict="met")),
        "judged": (one.judged, addresses.readings(**place, verdict=JUDGED)),
        "breached": (one.breached, addresses.readings(**place, verdict="breached")),
        "others": [(n, say(key, lang()), addresses.readings(**place, verdict=key)) for key, n in others.items() if n],
        "share": "–" if one.share is None else percent(one.share, lang()),
        "picture": safe(share_svg(0.0 if one.share is None else float(one.share) / 100, css)),
        "face": kept_face(one, lang()),
        "cited": cited(month, addresses, one.contract, "targets", one.clause),
    }


def availability_of(month: Month, addresses: Addresses) -> list[dict[str, Any]]:
    """Each availability promise with what is known of it; unknown is never green."""
    return [_promised(one, month, addresses, n) for n, one in enumerate(month.assessment.availability)]


def leaves_out(month: Month) -> bool:
    """Whether a quarter or year that runs lacks the figure of the month that still does: it is judged at its end."""
    found = month.assessment.availability
    is_longer = month.is_running and not month.is_month
    return is_longer and bool(found) and all(one.figure.end < month.until * MS for one in found)


def figure_words(one: Promised) -> Face:
    """The verdict; a figure that nobody measured says so."""
    if unmeasured(one.figure):
        return face(Tone.UNKNOWN, "unmeasured", lang())
    return figure_face(one.figure, lang())


def unmeasured(figure: Figure) -> str:
    """Why nothing was measured: nobody looked, too few places could say how it was, or none of the time counts."""
    if figure.point is not None and figure.downtime.unknown < figure.downtime.of:
        return ""
    if not figure.time.unknown:
        return "uncounted"
    return "few" if figure.evidence.rows else "nobody"


def figure_of(one: Promised, month: Month, addresses: Addresses) -> dict[str, Any]:
    """What is promised and what was measured of it, as every page tells it."""
    figure = one.figure
    return {
        "name": month.names.under(one.contract).service(figure.service),
        "label": known(one.label, lang()),
        "bound": bound(one.target, lang()),
        "of": measured_in(figure, month.period, month.assessment.zone, lang()),
        "cited": cited(month, addresses, one.contract, "availability", one.clause),
        "face": figure_words(one),
        "is_running": month.is_running and figure.end >= month.until * MS,
        "is_measured": not unmeasured(figure),
        "unmeasured": unmeasured(figure),
        "point": availability(figure.point, one, lang()),
        "lower": availability(figure.lower, one, lang()),
        "upper": availability(figure.upper, one, lang()),
        "is_priced": one.value_for_money is not None,
        "href": addresses.availability(figure.service),
    }


def _promised(one: Promised, month: Month, addresses: Addresses, n: int) -> dict[str, Any]:
    figure, zone = one.figure, month.assessment.zone
    days, found, told = days_of(figure, zone), outages(figure), figure_of(one, month, addresses)
    name = told["name"]
    return told | {
        "picture": safe(month_svg(days, name, month_text(days, lang()), lang(), Frame(f"m{n}", alone=False))),
        "legend": [(safe(sign_svg(state)), say(state.value, lang())) for state in states_of(days)],
        "facts": figure_facts(figure, zone, lang()) if told["is_measured"] else [],
        "outages": [
            (row.start // 1000, row.end // 1000, milliseconds(row.counted_ms, lang()), outage_note(row, lang()))
            for row in found[:TOP_OUTAGES]
        ],
        "more": len(found) - TOP_OUTAGES,
        "remarks": list(promised_remarks(one, month.assessment.zone, lang(), NO_LOOKS)),
    }


def tickets_of_month(month: Month, addresses: Addresses) -> list[tuple[str, int, str]]:
    """The counts of tickets, each leading to its tickets."""
    counts = month.assessment.counts
    numbers = {
        "reported": counts.reported,
        "resolved": counts.resolved,
        "reopened": counts.reopened,
        "open": counts.open_at_end,
    }
    words = count_words(month)
    return [(words[of], numbers[of], addresses.tickets(of)) for of in COUNTS]


def safe(markup: str) -> SafeString:
    """Markup that the pictures wrote, with everything from outside escaped."""
    return mark_safe(markup)
