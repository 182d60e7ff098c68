"""What the house types about a ticket."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import Truncator
from django.utils.timezone import override as override_zone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gwarant.accounts.models import User
from gwarant.contracts.terms import wording_of
from gwarant.customers.models import Service
from gwarant.pictures.words import dated, known
from gwarant.sla.bounds import CALL, REPORT, is_kept
from gwarant.sla.contract.model.desk import Pause, Trigger
from gwarant.texts import NAME
from gwarant.tickets.actions.pausing import declarable, pauses_of
from gwarant.tickets.actions.placing import judging
from gwarant.tickets.actions.recognising import ANSWER
from gwarant.tickets.authors import EMAIL, PHONE
from gwarant.tickets.classes import classes_of
from gwarant.tickets.evidence import stamp
from gwarant.tickets.log import log_of
from gwarant.tickets.models import TicketEvent
from gwarant.tickets.silence import words_since
from gwarant.tickets.texts import SHORT
from gwarant.web.access import WORKERS
from gwarant.web.days import AskingForm, local_moment, twice, zone_note
from gwarant.web.desk.calling import MISSED, CallForm
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.reporting import ReportForm
from gwarant.web.tickets.typed import FilingForm, TextForm, TicketForm, mark
from gwarant.web.tickets.wording import house_zone, names_in, zone_of
from gwarant.web.typed import LineField, WordsField

CALLED = ("called_on", "called_at", "went", "contact", "contact_name")
YOURS = gettext_lazy("You take the ticket with it.")
FEW = 60  # characters that tell one message from another
LONG_AGO = timedelta(days=REPORT.most_past)


class SayForm(AskingForm, CallForm, FilingForm):
    """Words to a ticket: a reply, a question, a note, a call, a workaround, a resolution; `noun` says which.

    When a call was, and with whom, is judged for a call alone; with other words it is only kept.
    """

    text = WordsField(
        label=gettext_lazy("Message"),
        widget=forms.Textarea(attrs={"rows": 6, "data-key": "r"}),
        error_messages={"required": gettext_lazy("Please write something, or send a file.")},
    )
    called_on = forms.DateField(
        label=gettext_lazy("Day of the call"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": gettext_lazy("Write the day as 2026-10-24.")},
    )
    called_at = forms.TimeField(
        label=gettext_lazy("Time of the call"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=gettext_lazy("Leave both empty when it has just been."),
        error_messages={"invalid": gettext_lazy("Write the time as 14:30.")},
    )
    reason = forms.ChoiceField(label=gettext_lazy("What the clocks wait for"), required=False)

    now: datetime

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        self.zone = ZoneInfo(zone_of(self.ticket))
        asked = self.fields["called_at"]
        asked.help_text = f"{asked.help_text} {zone_note(self.zone, now)}".strip()
        self.fields["as"] = forms.Field(required=False, widget=forms.HiddenInput)
        self.know(self.ticket.customer, self.ticket.reporter)
        self.need_words((self.noun, self.data.get("went")) != ("calls", MISSED))
        if self.noun != "calls":
            for name in CALLED:
                one = self.fields[name]
                self.fields[name] = forms.Field(
                    required=False, label=one.label, help_text=one.help_text, widget=one.widget
                )
                if hasattr(one, "mark"):
                    mark(self.fields[name], one.mark)
        waits = [one for one in pauses_of(self.ticket) if one.start is Trigger.QUESTION_SENT]
        if len(waits) > 1:
            self.fields["reason"].choices = pause_choices(waits)  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        told.pop("as", None)
        if self.noun == "calls":
            told["person"] = self.people.get(told.get("contact", ""))
            told["named"], told["how"] = told.get("contact_name", ""), told.get("went", "")
            self.check_contact(told)
            if not {"called_on", "called_at"} & self.errors.keys():
                told["at"] = self._moment(told["called_on"], told["called_at"])
        self.ask()
        return {name: value for name, value in told.items() if name not in CALLED}

    def remade(self, told: dict[str, Any]) -> "SayForm":
        """The same form; what does not belong to these words goes along unseen."""
        form = SayForm(
            {**told, "as": self.noun}, ticket=self.ticket, noun=self.noun, now=self.now, auto_id=self.auto_id
        )
        for name in CALLED if self.noun != "calls" else ():
            if name in told:
                form.fields[name].widget = forms.HiddenInput()
            else:
                del form.fields[name]
        return form

    def _moment(self, on: date | None, at: time | None) -> datetime | None:
        """When the call was; None for just now."""
        today = self.now.astimezone(self.zone).date()
        if on is not None and on > today:
            self.add_error("called_on", _("A call that lies ahead cannot be written down yet."))
        self.look_at("called_on", CALL, today)
        if at is None and on is not None:
            self.add_error("called_at", _("Say at what time the call was."))
        if at is None or "called_on" in self.errors:
            return None
        moment = local_moment(on or today, at, self.zone)
        if moment is None:
            self.add_error("called_at", _("The clocks were put forward that night: this time did not exist."))
        elif moment > self.now:
            self.add_error("called_at", _("A call that lies ahead cannot be written down yet."))
        elif twice(moment, self.zone):
            self.doubt("called_at", twice(moment, self.zone))
        return self._since_the_report(moment) if moment and moment <= self.now else None

    def _since_the_report(self, moment: datetime) -> datetime:
        """A call in the minute of the report came after it; one that came before is asked about."""
        came = self.ticket.reported_at
        if moment >= came.replace(second=0, microsecond=0):
            return max(moment, came)
        said = _("The ticket came only on %(moment)s.") % {"moment": dated(stamp(came), self.zone.key, lang())}
        is_earlier = moment.astimezone(self.zone).date() < came.astimezone(self.zone).date()
        self.doubt("called_on" if is_earlier else "called_at", said)
        return moment


class PauseForm(TicketForm):
    """A reason from the contract's closed list, and what shows it."""

    takes = YOURS
    reason = forms.ChoiceField(label=gettext_lazy("Why the clocks are paused"))
    evidence = LineField(
        label=gettext_lazy("What shows it"),
        max_length=SHORT,
        required=False,
        help_text=gettext_lazy("A link, a number, or a sentence. The customer reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose a reason")), *pause_choices(declarable(self.ticket))]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]


class ClassForm(TicketForm):
    """Another class, and why."""

    class_id = forms.ChoiceField(label=pgettext_lazy("of a ticket", "Class"))
    reason = LineField(
        label=gettext_lazy("Why"),
        max_length=SHORT,
        help_text=gettext_lazy("The customer reads it."),
        error_messages={"required": gettext_lazy("Please say why the class changes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.ticket.version or judging(log_of(self.ticket))
        names = names_in(version, lang())
        choices = [(one.id, names.class_(one.id)) for one in classes_of(version)]
        self.fields["class_id"].choices = choices  # type: ignore[attr-defined]
        self.initial["class_id"] = self.ticket.class_id


class AssignmentForm(TicketForm):
    """Who works on it; nobody is an answer too."""

    to = forms.ChoiceField(label=gettext_lazy("Who works on it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = workers()
        self.people = {str(one.pk): one for one in people}
        choices = [("", _("Nobody")), *((str(one.pk), one.name) for one in people)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        self.initial["to"] = str(self.ticket.assignee_id or "")

    def told(self) -> Mapping[str, Any]:
        return {"person": self.people.get(self.cleaned_data["to"])}


class RecognitionForm(TicketForm):
    """Whose the address is that reported it: somebody who reports for the customer."""

    to = forms.ChoiceField(
        label=gettext_lazy("Whose address is it?"),
        error_messages={"required": gettext_lazy("Please choose the person whose address it is.")},
        help_text=gettext_lazy("They are asked from now on about all that this address reported."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = self.ticket.customer.memberships.active().filter(role__in=ANSWER).select_related("user")
        self.people = {str(one.user_id): one.user for one in places.order_by("user__name")}
        names = [(key, f"{one.name}, {one.email}") for key, one in self.people.items()]
        self.fields["to"].choices = [("", _("Choose a person")), *names]  # type: ignore[attr-defined]
        email = self.ticket.correspondent.email if self.ticket.correspondent else ""
        self.initial["to"] = next((key for key, one in self.people.items() if one.email.lower() == email), "")

    def told(self) -> Mapping[str, Any]:
        return {"person": self.people[self.cleaned_data["to"]]}


class ClosingForm(TextForm):
    """Why it is closed without the customer's confirmation."""

    text = WordsField(label=gettext_lazy("Why it is closed"), widget=forms.Textarea(attrs={"rows": 3}))


class TakenRefusalForm(TicketForm):
    """The word of the customer that is taken as a refusal, and what we say to that."""

    takes = YOURS
    word = forms.IntegerField(label=gettext_lazy("Which message"), widget=forms.Select, min_value=1, max_value=10**9)
    text = WordsField(
        label=gettext_lazy("A word to the customer"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = words_since(log_of(self.ticket))
        zone = zone_of(self.ticket)
        choices = [(one.number, f"{dated(stamp(one.at), zone, lang())} · {_beginning(one)}") for one in words]
        is_one = len(words) == 1
        self.fields["word"].widget = forms.HiddenInput() if is_one else forms.Select(choices=choices)
        self.initial["word"] = words[-1].number if words else ""


class WordsAsideForm(TicketForm):
    """Why what the customer wrote about a closed ticket asks for nothing."""

    text = WordsField(
        label=gettext_lazy("Why nothing is to be done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only our people see it. The customer is told nothing."),
    )


class WhetherFixedForm(TicketForm):
    """A question to the customer who wrote after the resolution, and words to it."""

    takes = YOURS
    text = WordsField(
        label=gettext_lazy("Your words to it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("They are asked: is it fixed? They may answer yes, it works, or no, it is not fixed."),
    )


class PlaceForm(TicketForm):
    """A system of the customer."""

    service = forms.ChoiceField(label=gettext_lazy("System"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Service.objects.filter(customer_id=self.ticket.customer_id, is_active=True).order_by("name")
        self.services = {one.key: one for one in found}
        names = [(key, one.name) for key, one in self.services.items()]
        none = _("As reported") if self.ticket.service else _("Choose a system")
        self.fields["service"].choices = [("", none), *names]  # type: ignore[attr-defined]
        self.initial["service"] = self.ticket.service.key if self.ticket.service else ""

    def told(self) -> Mapping[str, Any]:
        return {**self.cleaned_data, "place": self.services.get(self.cleaned_data["service"])}


class AdoptionForm(PlaceForm):
    """Under which system's contract a ticket goes."""


class MovingForm(PlaceForm):
    """Which system it really concerns, and why it was reported for another."""

    reason = LineField(
        label=gettext_lazy("Why"),
        max_length=SHORT,
        help_text=gettext_lazy("The customer reads it."),
        error_messages={"required": gettext_lazy("Please say why the system changes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(key, one.name) for key, one in self.services.items()]
        self.fields["service"].choices = [("", _("Choose a system")), *names]  # type: ignore[attr-defined]
        self.fields["service"].required = True
        self.fields["service"].error_messages["required"] = _("Please choose the system that it concerns.")
        self.initial["service"] = ""


class TakenReportForm(ReportForm):
    """A report that somebody of the house writes down for a customer."""

    channel_now = PHONE
    is_clients = False
    reporter = forms.ChoiceField(label=gettext_lazy("Who reports it?"), required=False)
    contact_name = LineField(
        label=gettext_lazy("Their name, if they are not in the list"), max_length=NAME, required=False
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=[("phone", gettext_lazy("By phone")), ("email", gettext_lazy("By e-mail"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please say how it came.")},
    )
    came_at = forms.DateTimeField(
        label=gettext_lazy("When did it come?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("The clocks start then. Empty: just now."),
    )
    field_order: Iterable[str] | None = (
        "system",
        "reporter",
        "contact_name",
        "channel",
        "came_at",
        "title",
        "class_id",
        "down",
        "text",
        "files",
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, now=now, **kwargs)
        places = self.customer.memberships.active().select_related("user").order_by("user__name")
        self.people = {str(one.user_id): one.user for one in places}
        names = [(key, one.name) for key, one in self.people.items()]
        self.fields["reporter"].choices = [("", _("Somebody else")), *names]  # type: ignore[attr-defined]
        self.zone = self._zone()
        came = self.fields["came_at"]
        came.help_text = f"{came.help_text} {zone_note(self.zone, now)}".strip()

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(wording_of(self.version).defaults.timezone if self.version else house_zone())

    def _came(self) -> datetime:
        """The moment that was typed; now where none was, or one that cannot be."""
        self.channel_now = EMAIL if self._told("channel") == EMAIL else PHONE
        with override_zone(self._zone()):
            try:
                came = self.fields["came_at"].to_python(self._told("came_at"))
            except forms.ValidationError:
                return self.at
        return came if came is not None and self._can_be(came) else self.at

    def _told(self, name: str) -> str:
        """What stands in the field; `self[name]` would keep the field as it is now, before its hint is written."""
        return str((self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)) or "")

    def full_clean(self) -> None:
        """What is typed is read from the clocks by which the ticket's page tells it."""
        with override_zone(self.zone):
            super().full_clean()

    def _can_be(self, came: datetime) -> bool:
        return is_kept(came) and self.now - LONG_AGO <= came <= self.now

    def clean_came_at(self) -> datetime | None:
        came: datetime | None = self.cleaned_data["came_at"]
        if came is not None and not self._can_be(came):
            raise forms.ValidationError(_("Choose a moment of the last seven days, not one that lies ahead."))
        return came

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        by_phone, person, name = told.get("channel") == "phone", told.get("reporter"), told.get("contact_name")
        if person and name:
            self.add_error("contact_name", _("Choose a person or type a name, not both."))
        if by_phone and not person and not name and not self.errors.keys() & {"reporter", "contact_name"}:
            self.add_error("contact_name", _("Please say who rang: choose a person, or type a name."))
        return told

    @property
    def person(self) -> User | None:
        return self.people.get(self.cleaned_data["reporter"])


def pause_choices(pauses: Any) -> list[tuple[str, str]]:
    return [(one.id, pause_words(one)) for one in pauses]


def pause_words(pause: Pause) -> str:
    """What a pause is called, and whether the customer must agree."""
    label = known(pause.label or pause.id, lang())
    return _("%(pause)s (the customer decides)") % {"pause": label} if pause.approve == "client" else label


def _beginning(event: TicketEvent) -> str:
    """The first words that were said."""
    said = event.message.body if hasattr(event, "message") else ""
    return Truncator(said).chars(FEW) or known(event.kind, lang())


def workers() -> list[User]:
    return list(User.objects.filter(is_active=True, staff_role__in=WORKERS).order_by("name"))
