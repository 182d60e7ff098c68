"""What people type about their work."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.accounts.models import User
from gwarant.hours.actions import kinds_of_work, standing
from gwarant.hours.length import minutes_of
from gwarant.pictures.words import dated, time_of
from gwarant.sla.bounds import WORK, Standing
from gwarant.tickets.evidence import stamp
from gwarant.tickets.models import Ticket
from gwarant.tickets.texts import SHORT
from gwarant.web.days import ASKED, SURE, AskingForm, local_moment, twice, zone_note
from gwarant.web.hours.words import work_choice
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.typed import OnceForm
from gwarant.web.tickets.wording import zone_of
from gwarant.web.typed import LineField


class LogForm(AskingForm, OnceForm):
    """Work on a ticket: when, how long, of which kind."""

    on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={
            "invalid": gettext_lazy("Write the day as 2026-10-24."),
            "required": gettext_lazy("Say on which day it was."),
        },
    )
    start = forms.TimeField(
        label=gettext_lazy("Started at"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=gettext_lazy("Leave it empty when you have just finished."),
        error_messages={"invalid": gettext_lazy("Write the time as 14:30.")},
    )
    length = LineField(
        label=gettext_lazy("How long"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
        help_text=gettext_lazy("1:30, 90 or 1.5 h"),
        error_messages={"required": gettext_lazy("Say how long it took: 1:30, 90 or 1.5 h.")},
    )
    work = forms.ChoiceField(
        label=gettext_lazy("Kind of work"),
        error_messages={"invalid_choice": gettext_lazy("Choose a kind of work from the list.")},
    )
    note = LineField(
        label=gettext_lazy("What was done"),
        max_length=SHORT,
        required=False,
        help_text=gettext_lazy("The customer reads it on the month's page."),
    )

    apart = ("seen", "start_at", SURE, ASKED)  # worked out from the clock, or about what was asked

    def __init__(
        self, data: Any = None, *, ticket: Ticket, now: datetime, by: tuple[User, str] | None = None, **kwargs: Any
    ) -> None:
        """`by`: who sends it, and to which place."""
        self.now, self.zone, self.ticket, self.by = now, ZoneInfo(zone_of(ticket)), ticket, by
        today = now.astimezone(self.zone).date()
        kwargs["initial"] = {"on": today, "work": "support", **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)
        is_charged = ticket.version is not None
        choices = [(one.id, work_choice(one, is_charged=is_charged)) for one in kinds_of_work(ticket, now)]
        self.fields["work"].choices = choices  # type: ignore[attr-defined]
        self.fields["start"].help_text = f"{self.fields['start'].help_text} {zone_note(self.zone, now)}".strip()

    def clean_length(self) -> int:
        minutes = minutes_of(self.cleaned_data["length"])
        if minutes is None:
            raise forms.ValidationError(_("Write the length as 1:30, 90 (minutes) or 1.5 h."))
        if not 0 < minutes <= 24 * 60:
            raise forms.ValidationError(_("Work lasts from one minute to 24 hours."))
        return minutes

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        self._look_at_the_day()
        if {"on", "length"} <= told.keys() and "start" in told:
            told["start_at"] = self._start_at(told["on"], told["start"], timedelta(minutes=told["length"]))
            self._look_at_the_report(told["start_at"])
            self._look_at_the_others(told["start_at"], timedelta(minutes=told["length"]))
        self.ask()
        return told

    def _look_at_the_day(self) -> None:
        """Refuse a day on which nobody can have worked, doubt one of long ago or from before the contract."""
        day, today = self.cleaned_data.get("on"), self.now.astimezone(self.zone).date()
        if day is None:
            return
        if WORK.of(day, today) in (Standing.AHEAD, Standing.TOO_FAR):
            self.add_error("on", _("Work that lies ahead cannot be logged yet."))
            return
        self.look_at("on", WORK, today)
        since = self._first_day()
        if since is not None and "on" in self.cleaned_data and day < since:
            said = _("The contract holds from %(day)s only: work from before it is not counted.")
            self.doubt("on", said % {"day": since.isoformat()})

    def _look_at_the_report(self, start: datetime | None) -> None:
        """Doubt work that began in a minute before the one in which the ticket was reported."""
        came = self.ticket.reported_at
        if self.errors or start is None or start >= came.replace(second=0, microsecond=0):
            return
        said = _("The ticket came only on %(moment)s.") % {"moment": dated(stamp(came), self.zone.key, lang())}
        if self.cleaned_data["on"] < came.astimezone(self.zone).date():
            self.doubt("on", said)
        else:
            self.doubt("start" if self.cleaned_data["start"] else "length", said)

    def _look_at_the_others(self, start: datetime | None, length: timedelta) -> None:
        """Doubt minutes that the same person has logged already, on any ticket; a form sent twice is logged once."""
        if self.errors or start is None or self.by is None:
            return
        who, place = self.by
        for one in standing(who, start, start + length).exclude(key=self.once(who, place))[:1]:
            told = {
                "ticket": one.ticket.key,
                "since": dated(stamp(one.start_at), self.zone.key, lang()),
                "until": time_of(stamp(one.end_at), self.zone.key, lang()),
            }
            said = _(
                "You have logged these minutes on %(ticket)s already, %(since)s – %(until)s: they would count twice."
            )
            self.doubt("start" if self.cleaned_data["start"] else "length", said % told)

    def _first_day(self) -> date | None:
        """The first day of the contract that judges the ticket."""
        if self.ticket.version is None:
            return None
        wordings = self.ticket.version.contract.versions.accepted()
        first = wordings.order_by("version").values_list("holds_from_at", flat=True).first()
        return first.astimezone(self.zone).date() if first else None

    def _start_at(self, on: date, start: time | None, length: timedelta) -> datetime | None:
        if start is None:
            if on != self.now.astimezone(self.zone).date():
                self.add_error("start", _("Say when the work started on that day."))
            return self.now - length
        at = local_moment(on, start, self.zone)
        if at is None:
            self.add_error("start", _("The clocks were put forward that night: this time did not exist."))
        elif at + length > self.now:
            self.add_error("start", _("Work that lies ahead cannot be logged yet."))
        elif twice(at, self.zone):
            self.doubt("start", twice(at, self.zone))
        return at


class ReversalForm(OnceForm):
    """Why an entry is taken back."""

    note = LineField(
        label=gettext_lazy("Why it is taken back"),
        max_length=SHORT,
        help_text=gettext_lazy("Both entries stay, and the customer reads why."),
        error_messages={"required": gettext_lazy("Please say why it is taken back.")},
    )
