"""What is typed to announce maintenance."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gwarant.accounts.models import User
from gwarant.customers.models import Service
from gwarant.monitoring.maintenance.announcing import FURTHEST, NotAnnounced, planned, windows_by
from gwarant.monitoring.maintenance.meaning import Meaning, meaning_of
from gwarant.monitoring.maintenance.models import Maintenance
from gwarant.reports.caps import Over, over_caps
from gwarant.sla.bounds import is_kept
from gwarant.sla.calendar.errors import CalendarError
from gwarant.web.days import AskingForm
from gwarant.web.maintenance.words import doubts, refusals
from gwarant.web.typed import LineField, WordsField

OF_ITS_END = ("backwards", "long")  # why a window is not announced, where its end is what has to change


class SystemField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A system with its customer."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.customer.name}: {obj.name}"


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the moment as 2026-10-24 22:00.")},
    )


class WithdrawalForm(forms.Form):
    """Why a window is taken back, or over already."""

    text = WordsField(label=gettext_lazy("Why"), required=False, help_text=gettext_lazy("The customer reads it."))
    with_later = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, later: int) -> None:
        super().__init__(data)
        told = ngettext(
            "Also the %(later)d later window that was announced with it",
            "Also the %(later)d later windows that were announced with it",
            later,
        )
        self.fields["with_later"].label = told % {"later": later}
        if not later:
            del self.fields["with_later"]


class AnnouncementForm(AskingForm):
    """One window, or those of a rule until a day; `windows` is what would be announced."""

    service = SystemField(
        Service.objects.none(), label=gettext_lazy("System"), empty_label=gettext_lazy("Choose the system")
    )
    begins = _moment(gettext_lazy("Begins"))
    ends = _moment(gettext_lazy("Ends"))
    rule = LineField(
        label=gettext_lazy("Or again and again"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Such as Sun 01:00-05:00, or last Sun 02:00-06:00 for once a month."),
    )
    until = forms.DateField(
        label=gettext_lazy("Until the day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day as 2026-10-24.")},
    )
    text = WordsField(
        label=gettext_lazy("What is done"), required=False, help_text=gettext_lazy("The customer reads it.")
    )
    is_emergency = forms.BooleanField(
        label=gettext_lazy("It is an emergency and cannot wait for the notice"), required=False
    )

    def __init__(self, data: Any = None, *, by: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.by, self.now = by, now
        self.windows: list[Maintenance] = []
        self.meaning = Meaning()
        self.over: list[Over] = []
        found = Service.objects.filter(is_active=True).select_related("customer")
        self.fields["service"].queryset = found.order_by("customer__name", "name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self.errors:
            return told
        found = self._windows(told)
        if found is None:
            return told
        try:
            self.windows = planned(
                told["service"],
                found,
                text=told["text"],
                is_emergency=told["is_emergency"],
                by=self.by,
                now=self.now,
            )
        except NotAnnounced as refused:
            at_end = "ends" if str(refused) in OF_ITS_END else "begins"
            self.add_error("rule" if told["rule"] else at_end, refusals()[str(refused)])
            return told
        self.meaning = meaning_of(told["service"], self.windows, self.now)
        self.over = over_caps(told["service"], self.windows, self.now)
        for words in doubts(self.meaning, self.over):
            self.doubt("rule" if told["rule"] else "begins", words)
        self.ask()
        return told

    def _windows(self, told: dict[str, Any]) -> list[tuple[datetime, datetime]] | None:
        if told["rule"]:
            return self._by_rule(told["rule"], told["until"])
        far = [name for name in ("begins", "ends") if told[name] and not is_kept(told[name])]
        for name in far:
            self.add_error(name, _("Write the moment as 2026-10-24 22:00."))
        if far:
            return None
        if told["begins"] and told["ends"]:
            return [(told["begins"], told["ends"])]
        self.add_error("ends" if told["begins"] else "begins", _("Say when it begins and ends, or give a rule."))
        return None

    def _by_rule(self, rule: str, until: date | None) -> list[tuple[datetime, datetime]] | None:
        today = timezone.localdate(self.now)
        if until is None or not today <= until <= today + FURTHEST:
            self.add_error("until", _("Say until which day, within a year from now."))
            return None
        try:
            found = windows_by(rule, timezone.get_current_timezone_name(), today, until)
        except CalendarError:
            self.add_error("rule", _("Write it as Sun 01:00-05:00, or last Sun 02:00-06:00."))
            return None
        return [one for one in found if one[0] > self.now + timedelta(minutes=1)]
