"""What is typed about other tools and about the monitors that take their states."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gwarant.customers.models import Service
from gwarant.monitoring.actions import Facts
from gwarant.monitoring.beats.models import Source
from gwarant.monitoring.beats.schedule import RAREST, SOONEST, span_of
from gwarant.monitoring.kinds import REPORTED
from gwarant.monitoring.models import Monitor
from gwarant.prober.asked import lines_of
from gwarant.prober.wrong import Unfit, Wrong
from gwarant.web.mail.changing import compared
from gwarant.web.typed import LineField, WordsField

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_LABELS = 2_000


class SourceForm(forms.Form):
    """Another tool: its key in addresses, its name, how often it tells at least."""

    key = LineField(
        label=_("Key"),
        max_length=40,
        help_text=_("It stands in the addresses at which the tool tells: a-z, 0-9 and -, such as prom."),
    )
    name = LineField(label=_("Name"), max_length=120, help_text=_("What the tool is called here."))
    every = LineField(
        label=_("It tells at least every"),
        max_length=12,
        required=False,
        help_text=_(
            "Such as 5m, where an alert always fires (Alertmanager’s Watchdog) or the tool repeats itself: its silence "
            "is told then. Empty: silence says nothing."
        ),
    )

    def __init__(self, data: Any = None, *, source: Source | None = None) -> None:
        stands = {"name": source.name, "every": written(source.every)} if source else {}
        super().__init__(data, initial=stands)
        if source is not None:
            del self.fields["key"]

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).lower()
        if not KEY.fullmatch(key):
            raise forms.ValidationError(_("Letters from a to z, figures and -, such as prom."))
        if key == "new":
            raise forms.ValidationError(_("This word is an address of its own. Choose another one."))
        if Source.objects.filter(key=key).exists():
            raise forms.ValidationError(_("There is a tool of this key already."))
        return key

    def clean_every(self) -> int | None:
        told = str(self.cleaned_data["every"])
        if not told:
            return None
        try:
            span = span_of(told)
        except Unfit:
            span = timedelta(0)
        if not SOONEST <= span <= RAREST:
            raise forms.ValidationError(_("Write 5m, 1h or 1d: from ten seconds to 366 days."))
        return int(span.total_seconds())


class ReportedForm(forms.Form):
    """A monitor that takes states of another tool: those that have all of its labels."""

    kind = REPORTED
    is_secret_lost = False

    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("System"), empty_label=_("Choose the system that the states are about")
    )
    name = LineField(label=_("Name"), max_length=120, help_text=_("What it is called here and for the customer."))
    source = forms.ChoiceField(label=_("Which tool tells"), error_messages={"required": _("Choose the tool.")})
    labels = WordsField(
        label=_("Labels"),
        max_length=MOST_LABELS,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("One on each line, as name=value, such as job=shop. It takes the states that have all of them."),
        error_messages={"required": _("At least one label, by which its states are known.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, monitor: Monitor | None = None, initial: Any = None) -> None:
        super().__init__(data, initial={**_stored(monitor), **(initial or {})})
        self.monitor = monitor
        self.fields["source"].choices = _sources(monitor)  # type: ignore[attr-defined]
        if monitor is None:
            services = Service.objects.filter(is_active=True).select_related("customer")
            self.fields["service"].queryset = services.order_by("customer__name", "name")  # type: ignore[attr-defined]
            self.fields["service"].label_from_instance = _system  # type: ignore[attr-defined]
        else:
            del self.fields["service"]
            compared(self, "name", "source", "labels")

    def remade(self, data: Any) -> "ReportedForm":
        """The same form with other values."""
        return ReportedForm(data, monitor=self.monitor, initial=self.initial)

    @property
    def usual(self) -> list[Any]:
        """The fields that everybody sees."""
        return [self[name] for name in self.fields if name != "seen"]

    @property
    def others(self) -> list[Any]:
        """Those that few need: none."""
        return []

    def clean_labels(self) -> str:
        for line in lines_of(self.cleaned_data["labels"]):
            name, sign, value = line.partition("=")
            if not (sign and name.strip() and value.strip()):
                words = _("“%(line)s” is no label: write name=value, such as job=shop.")
                raise forms.ValidationError(words, params={"line": line[:60]})
        return "\n".join(lines_of(self.cleaned_data["labels"]))

    def facts(self) -> Facts:
        """What the form says."""
        told = self.cleaned_data
        labels = dict(_label(line) for line in lines_of(told["labels"]))
        return Facts(name=told["name"], kind=REPORTED, settings={"source": told["source"], "labels": labels}, places=())

    def blame(self, problems: Iterable[str]) -> None:
        """Put each problem at its field."""
        for one in problems:
            if isinstance(one, Wrong):
                words = gettext(one.sentence) % {"value": one.value}
                self.add_error(one.field if one.field in self.fields else None, f"{words[:1].upper()}{words[1:]}.")
            else:
                self.add_error(None, one)


def stored_in(monitor: Monitor) -> Mapping[str, Any]:
    """What a form of the monitor shows, by field, as it stands now."""
    return {name: value for name, value in _stored(monitor).items() if name != "seen"}


def written(seconds: int | None) -> str:
    """A length of time as it is typed."""
    for unit, length in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s" if seconds else ""


def _stored(monitor: Monitor | None) -> dict[str, Any]:
    if monitor is None:
        return {}
    labels = "\n".join(f"{name}={value}" for name, value in monitor.settings["labels"].items())
    return {"name": monitor.name, "source": monitor.settings["source"], "labels": labels, "seen": monitor.revision}


def _sources(monitor: Monitor | None) -> list[tuple[str, str]]:
    stands = monitor.settings["source"] if monitor else ""
    found = Source.objects.order_by("name", "key")
    own = [(one.key, f"{one.name} ({one.key})") for one in found if one.is_active or one.key == stands]
    return own if stands in dict(own) or not stands else [(stands, stands), *own]


def _label(line: str) -> tuple[str, str]:
    name, _sign, value = line.partition("=")
    return name.strip(), value.strip()


def _system(one: Service) -> str:
    return f"{one.customer.name}: {one.name}"
