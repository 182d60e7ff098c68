"""Business time: what a calendar of service hours counts, when a target is due, and why."""

from gwarant.sla.calendar.calendar import Calendar
from gwarant.sla.calendar.clock import seconds_of_day, time_text
from gwarant.sla.calendar.compiled import CompiledCalendar, to_moment
from gwarant.sla.calendar.errors import CalendarError, NoOpenTime, RangeError, UnknownZone
from gwarant.sla.calendar.holiday import HOLIDAYS_VERSION, Holiday, Shoulder, check_place, statutory
from gwarant.sla.calendar.reasons import Kind, Reason
from gwarant.sla.calendar.values import DatedHours, Season
from gwarant.sla.calendar.week import Week, Windows, windows_of
from gwarant.sla.calendar.zone import TZ_VERSION, zone

__all__ = [
    "HOLIDAYS_VERSION",
    "TZ_VERSION",
    "Calendar",
    "CalendarError",
    "CompiledCalendar",
    "DatedHours",
    "Holiday",
    "Kind",
    "NoOpenTime",
    "RangeError",
    "Reason",
    "Season",
    "Shoulder",
    "UnknownZone",
    "Week",
    "Windows",
    "check_place",
    "seconds_of_day",
    "statutory",
    "time_text",
    "to_moment",
    "windows_of",
    "zone",
]
