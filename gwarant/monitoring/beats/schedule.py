"""When a job should tell that it went well: every so often, by cron, or by a calendar as systemd has it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from cronsim import CronSim, CronSimError
from oncalendar import OnCalendar, OnCalendarError

from gwarant.prober.checks import SettingsRefused
from gwarant.prober.wrong import Unfit, Wrong
from gwarant.prober.wrong import said as _

HOUSE, CONTRACT = "house", "contract"  # whose ladder says who is called
WAYS = ("every", "cron", "calendar")  # in which a schedule is written
NO_CRON = _("%(value)s is no line of cron; write minute, hour, day, month and weekday, such as 30 2 * * *")
NO_CALENDAR = _("%(value)s is no calendar of systemd; write such as Mon..Fri *-*-* 02:30:00, or daily")
UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
TIME = re.compile(r"(\d{1,6})([smhdw])")
SLUG = re.compile(r"[a-z0-9_-]{1,100}")
SOONEST, RAREST = timedelta(seconds=10), timedelta(days=366)
LENGTH = 200  # letters of an expression


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """As they are written and kept: one of `every`, `cron` and `calendar`; times as `30s`, `15m`, `6h`, `1d`, `1w`."""

    every: str = ""
    cron: str = ""
    calendar: str = ""
    zone: str = ""
    grace: str = "1h"
    longest: str = ""
    slug: str = ""
    tells: str = HOUSE
    duty: str = ""  # of which contract which duty it proves: NUMBER/DUTY


@dataclass(frozen=True)
class Schedule:
    """When a success is expected, how much later it may come, and how long a run may take."""

    every: timedelta | None
    cron: str
    calendar: str
    zone: ZoneInfo
    grace: timedelta
    longest: timedelta

    def after(self, moment: datetime) -> datetime | None:
        """When the first success after the moment is expected; None where there is no such time any more."""
        if self.every is not None:
            return moment + self.every
        local = moment.astimezone(self.zone)
        coming = CronSim(self.cron, local) if self.cron else OnCalendar(self.calendar, local)
        moments = (one.astimezone(UTC) for one in coming)
        return next((one for one in moments if one > moment), None)  # in an hour that comes again others are over


def settings_of(told: bytes) -> Settings:
    """What the JSON says. Raises SettingsRefused with every fault."""
    try:
        settings = msgspec.json.decode(told, type=Settings)
    except msgspec.ValidationError as error:
        raise SettingsRefused([str(error)]) from error
    if wrong := list(_wrong(settings)):
        raise SettingsRefused(wrong)
    return settings


@lru_cache(4_096)
def schedule_of(told: bytes) -> Schedule:
    """The schedule of settings that were accepted."""
    settings = msgspec.json.decode(told, type=Settings)
    grace = span_of(settings.grace)
    return Schedule(
        every=span_of(settings.every) if settings.every else None,
        cron=settings.cron,
        calendar=settings.calendar,
        zone=ZoneInfo(settings.zone or "UTC"),
        grace=grace,
        longest=span_of(settings.longest) if settings.longest else grace,
    )


def span_of(text: str) -> timedelta:
    """A time as it is written. Raises Unfit."""
    found = TIME.fullmatch(text)
    if not found:
        raise Unfit(_("%(value)s is no time; write 30s, 15m, 6h, 1d or 1w"), text)
    return timedelta(seconds=int(found[1]) * UNITS[found[2]])


def _wrong(settings: Settings) -> Iterator[str]:
    given = [name for name in WAYS if getattr(settings, name)]
    if len(given) != 1:
        yield Wrong("every", _("give one of every, cron and calendar"))
        return
    for name in ("every", "grace", "longest"):
        if text := getattr(settings, name):
            yield from _wrong_span(name, text)
    if settings.slug and not SLUG.fullmatch(settings.slug):
        yield Wrong("slug", _("up to 100 of a-z, 0-9, - and _"))
    if settings.tells not in (HOUSE, CONTRACT):
        yield Wrong("tells", _("house or contract"))
    if settings.every:
        if settings.zone:
            yield Wrong("zone", _("with every there is none"))
    else:
        yield from _wrong_calendar(settings, given[0])


def _wrong_span(name: str, text: str) -> Iterator[str]:
    try:
        span = span_of(text)
    except Unfit as error:
        yield error.of(name)
        return
    if not SOONEST <= span <= RAREST:
        yield Wrong(name, _("from ten seconds to 366 days"))


def _wrong_calendar(settings: Settings, name: str) -> Iterator[str]:
    """Of an expression: whether it is one, and says any time of the next years."""
    try:
        zone = ZoneInfo(settings.zone)
    except (KeyError, OSError, ValueError):
        yield Wrong("zone", _("the zone of the job's machine, such as Europe/Warsaw"))
        return
    try:
        _try_out(name, getattr(settings, name), zone)
    except Unfit as error:
        yield error.of(name)


def _try_out(name: str, text: str, zone: ZoneInfo) -> None:
    """Raises Unfit."""
    if len(text) > LENGTH:
        raise Unfit(_("at most 200 letters"))
    start = datetime(2026, 1, 1, tzinfo=zone)
    try:
        found = next(CronSim(text, start) if name == "cron" else OnCalendar(text, start), None)
    except (CronSimError, OnCalendarError):
        raise Unfit(NO_CRON if name == "cron" else NO_CALENDAR, text) from None
    if found is None:
        raise Unfit(_("%(value)s never comes"), text)
