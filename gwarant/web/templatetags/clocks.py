"""A clock's reading on a page: its bar, how long is left in words, and why."""

from itertools import count

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.pictures import sentence as said
from gwarant.pictures.counting import counts_from, counts_in_hours, days_left, hours_of
from gwarant.pictures.faces import Tone, face_of
from gwarant.pictures.facts import tell
from gwarant.pictures.frame import Frame
from gwarant.pictures.keys import wording_text
from gwarant.pictures.markup import Markup, el
from gwarant.pictures.names import Names
from gwarant.pictures.page.parts import NUMBER, table, time_html
from gwarant.pictures.segments import Line, by_and_ref, lines_of, stretch, sum_words
from gwarant.pictures.summary import late_length
from gwarant.pictures.svg import bar_svg, small_bar_svg
from gwarant.pictures.turns import turn
from gwarant.pictures.words import dated, promised, say
from gwarant.pictures.words import duration as length_of
from gwarant.sla.clocks.codes import AWAITING_ACCEPTANCE
from gwarant.sla.clocks.reading import ClockState, Reading, SegmentKind, Verdict
from gwarant.tickets.models import Status
from gwarant.web.templatetags.look import face_html, lang, moment

register = template.Library()
_NO_NAMES = Names()
_NUMBERS = count(1)
STILL = (SegmentKind.PAUSED, SegmentKind.DELIVERED)


@register.simple_tag
def large_bar(reading: Reading, names: Names | str = "") -> SafeString:
    """The promise bar with its captions and moments."""
    return mark_safe(bar_svg(reading, lang(), _names(names), Frame(f"bar{next(_NUMBERS)}", alone=False)))


@register.simple_tag
def small_bar(reading: Reading, names: Names | str = "") -> SafeString:
    """The strip alone, for a row; the words beside it say the same."""
    frame = Frame(f"bar{next(_NUMBERS)}", alone=False, silent=True)
    return mark_safe(small_bar_svg(reading, lang(), _names(names), frame))


@register.simple_tag
def sentence(reading: Reading, names: Names | str = "") -> str:
    """What the bar shows, in one sentence."""
    return said.sentence(reading, lang(), _names(names))


@register.simple_tag
def segments(reading: Reading) -> SafeString:
    """How it was counted: a row for every stretch, and their sum."""
    titles = [say(key, lang()) for key in ("from", "to", "used", "why")]
    total, remark = sum_words(reading, lang())
    label = el("th", say("total", lang()), scope="row", colspan="2", class_="short")
    foot = el("tr", label, el("td", total, **NUMBER), el("td", remark, class_="wide"), class_="total")
    rows = [*(_line(one, reading) for one in lines_of(reading)), foot]
    return mark_safe(table(say("segments", lang()), titles, rows, right=(2,)).replace("stack", "stacked why-table", 1))


@register.filter
def clock_name(reading: Reading, names: Names | str = "") -> str:
    """The clock as the contract calls it, with its cycle and link from the second on."""
    return " · ".join([_names(names).under(reading.contract).clock(reading.clock), *turn(reading, lang())])


@register.filter
def left(reading: Reading, names: Names | str = "") -> str:
    """How long is left, or how late it is; of a clock whose calendar closes at times in working hours or days."""
    match reading.verdict:
        case Verdict.BREACHED:
            text = _("%(length)s late") if reading.stopped_at is not None else _("%(length)s over")
            return text % {"length": late_length(reading, lang())}
        case Verdict.MET:
            return _("%(length)s to spare") % {"length": length_of(reading.remaining, lang())}
        case Verdict.EXCLUDED:
            return _("does not count")
        case Verdict.NOT_REACHED:
            return _("ended without it")
        case Verdict.COULD_NOT_CHECK:
            return _("could not check")
    if reading.left <= 0:
        return _("nothing left")
    if days := days_left(reading, _names(names)):
        return ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}
    length = length_of(reading.left, lang())
    if not counts_in_hours(reading, _names(names)):
        return _("%(length)s left") % {"length": length}
    hours, rest = divmod(reading.left, 3600)
    if hours < 1 or rest >= 60:
        return _("%(length)s left in working hours") % {"length": length}
    return ngettext("%(n)d working hour left", "%(n)d working hours left", hours) % {"n": hours}


@register.simple_tag
def left_face(reading: Reading, names: Names | str = "") -> SafeString:
    """How long is left in the colour and with the shape of its state; the word stands beside it."""
    shown = face_of(reading, lang())
    return face_html(shown.tone, shown.shape, left(reading, names))


@register.simple_tag
def lost_face(reading: Reading, names: Names | str = "") -> SafeString:
    """Which clock is late beside the one that can still be kept, and by how much."""
    shown = face_of(reading, lang())
    return face_html(shown.tone, shown.shape, f"{clock_name(reading, names)}: {left(reading, names)}")


@register.filter
def state_word(reading: Reading, names: Names | str = "") -> str:
    """The word of the state alone; of a clock that runs while its calendar is closed until when it stands still."""
    shown, goes_on = face_of(reading, lang()), counts_from(reading, lang(), _names(names))
    if not goes_on:
        return shown.word
    return f"{shown.word} · {goes_on}" if shown.tone is Tone.AT_RISK else goes_on


@register.filter
def due(reading: Reading) -> str:
    """When it falls due, or when it stopped, in a few words."""
    at = reading.due_at if reading.stopped_at is None else reading.stopped_at
    when = dated(at - at % 60, reading.zone, lang())
    return say("due", lang(), when=when) if reading.stopped_at is None else _("stopped %(when)s") % {"when": when}


@register.simple_tag
def due_line(reading: Reading, names: Names | str = "", status: str = "") -> SafeString:
    """When it falls due as a sentence, the moment with its whole date; before it until when it stands still."""
    at = reading.due_at if reading.stopped_at is None else reading.stopped_at
    when = moment(at, zone=reading.zone)
    if reading.stopped_at is not None:
        return format_html(_("Stopped {when}."), when=when)
    if reading.state is ClockState.PAUSED:
        return _still_line(reading, when, status)
    if reading.verdict is Verdict.BREACHED:
        return format_html(_("Was due {when}."), when=when)
    goes_on = counts_from(reading, lang(), _names(names))
    first = f"{goes_on[:1].upper()}{goes_on[1:]}. " if goes_on else ""
    return format_html("{}{}", first, format_html(_("Due {when}."), when=when))


def _still_line(reading: Reading, when: SafeString, status: str) -> SafeString:
    """Since when it stands still, why, and until when it would have to be done if that ended now."""
    since, reason = _pause(reading, status)
    if reading.awaits_acceptance:
        text = _("Handed over {since}, waits for acceptance. If it were refused now, it would be due {when}.")
        late = _("Handed over {since}, waits for acceptance. If it were refused now, it would be late since {when}.")
        return format_html(late if reading.left < 0 else text, since=moment(since, zone=reading.zone), when=when)
    if not reason:
        return format_html(_("Paused. Due {when} if it went on now."), when=when)
    text = _("Paused since {since}: {reason}. Due {when} if it went on now.")
    return format_html(text, since=moment(since, zone=reading.zone), reason=reason, when=when)


@register.filter
def target_note(reading: Reading, names: Names | str = "") -> str:
    """Why the target is another one than at the report: opened again with what was left, or of another class since."""
    if reading.cycle > 1:
        told = {"left": length_of(reading.target, lang())}
        told["target"] = promised(reading.target_text, reading.target, lang())
        return _("Opened again: %(left)s of the promised %(target)s are left for it.") % told
    note = said.class_note(reading, lang())
    own = _names(names).under(reading.contract)
    return f"{own.class_(reading.class_)}: {note}." if note else ""


@register.filter
def promise_facts(reading: Reading, names: Names | str = "") -> str:
    """What was promised, on which hours, for which class, by which contract: words, and no key of the contract's."""
    own = _names(names).under(reading.contract)
    target, class_ = said.target_of(reading, lang()), own.classes.get(reading.class_, "")
    if "wd" in reading.target_text and reading.cycle == 1:
        counted = _("the day it began counted") if own.counts_first_day else _("the day it began not counted")
        target = f"{target}, {counted}"
    hours = hours_of(reading, lang(), _names(names))
    facts = (target, hours, class_, said.class_note(reading, lang()), wording_text(reading.contract, lang()))
    return " · ".join(fact for fact in facts if fact)


def _pause(reading: Reading, status: str) -> tuple[int, str]:
    """Since when the clock stands still now, and why; where no time of its hours has passed yet the ticket says why."""
    still = [one for one in reading.segments if one.kind in STILL]
    handed = tell(AWAITING_ACCEPTANCE(), lang())
    if not still:
        waits = {Status.RESOLVED: handed, Status.WAITING: _("waiting for the customer's answer")}
        return reading.as_of, waits.get(Status(status), "") if status else ""
    last = still[-1]
    since = next(one.start for one in still if (one.why, one.ref) == (last.why, last.ref))
    return since, tell(last.why, lang()) if last.why else say("no_reason", lang())


def _line(line: Line, reading: Reading) -> Markup:
    since, until = stretch(line, reading.zone, lang())
    moments = ((line.since, since), (line.until, until))
    times = [el("td", time_html(at, text, reading.zone, lang()), class_="nowrap") for at, text in moments]
    counted = length_of(line.counted, lang(), exact=True) if line.is_counted else "–"
    about = by_and_ref(line, lang())
    why = [say(line.kind.value, lang()), el("span", f" · {about}", class_="quiet") if about else ""]
    return el("tr", *times, el("td", counted, **NUMBER), el("td", *why, class_="wide"))


def _names(names: Names | str) -> Names:
    """The names of the contract; a page without them passes none."""
    return names if isinstance(names, Names) else _NO_NAMES
