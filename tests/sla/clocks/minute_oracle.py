"""A slow second opinion: a clock counted minute by minute on the wall, by its own reading of the rules."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
FREE = {  # Poland, written out by hand
    date(2026, 1, 1), date(2026, 1, 6), date(2026, 4, 5), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 3),
    date(2026, 5, 24), date(2026, 6, 4), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11),
    date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 1, 6),
}  # fmt: skip
TARGETS = {"critical": ("always", 240), "serious": ("office", 600), "usual": ("office", 2400)}


def counts(calendar, moment):
    """Whether the minute that begins at the moment is one of the calendar's."""
    if calendar == "always":
        return True
    local = datetime.fromtimestamp(moment, UTC).astimezone(WARSAW)
    return local.weekday() < 5 and 8 <= local.hour < 18 and local.date() not in FREE


def paused_minutes(events, end):
    """The minutes in which the customer is asked, or a third party is waited for."""
    still = set()
    for opens, closes in (("asked", ("replied", "resolved")), ("paused", ("resumed", "resolved"))):
        since = None
        for moment, kind, *_ in events:
            if since is None and kind == opens:
                since = moment
            elif since is not None and kind in closes:
                still.update(range(since, moment, 60))
                since = None
        if since is not None:
            still.update(range(since, end, 60))
    return still


def used_and_due(events, class_, as_of):
    """Minutes used until the stop or `as_of`, and the moment at which the class's target is used up."""
    calendar, target = TARGETS[class_]
    start = events[0][0]
    stop = next((moment for moment, kind, *_ in events if kind == "resolved"), as_of)
    still = paused_minutes(events, stop)
    used = sum(counts(calendar, moment) for moment in range(start, stop, 60) if moment not in still)
    moment, left = start, target
    while left:
        left -= counts(calendar, moment) and moment not in still
        moment += 60
    return used, moment


def verdict(events, as_of):
    """(verdict, when): the first deadline missed under the class then in force, else what the stop says."""
    stop = next((moment for moment, kind, *_ in events if kind == "resolved"), None)
    horizon = as_of if stop is None else stop
    start = events[0][0]
    changes = [(moment, rest[0]) for moment, kind, *rest in events if rest]
    for n, (since, class_) in enumerate(changes):
        due = used_and_due(events, class_, as_of)[1]
        due = due if since == start else max(due, since)
        until = changes[n + 1][0] if n + 1 < len(changes) else horizon
        if since < horizon and due < min(until, horizon):
            return "breached", due
    return ("pending", None) if stop is None else ("met", stop)
