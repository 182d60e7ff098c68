"""What is typed about a job that tells of itself: whose it is, when it should tell, how much later it may."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gwarant.customers.models import Service
from gwarant.monitoring.actions import Facts
from gwarant.monitoring.beats.schedule import CONTRACT, HOUSE, LENGTH, WAYS
from gwarant.monitoring.kinds import HEARTBEAT
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.proving.tying import duties_of, named
from gwarant.prober.wrong import Wrong
from gwarant.web.mail.changing import compared
from gwarant.web.typed import LineField

BY = (
    ("every", _("so long after it last went well: 1d, 6h, 30m")),
    ("cron", _("by a line of cron: 30 2 * * *")),
    ("calendar", _("by a calendar of systemd: Mon..Fri *-*-* 02:30:00")),
)
TELLS = (
    (HOUSE, _("the house alone, and no page of the customer shows it: whoever looks after them, managers, owners")),
    (CONTRACT, _("whoever the contract’s contact ladder names, the customer’s people too; their portal shows it")),
)
USUAL = {"grace": "1h", "longest": "", "slug": "", "tells": HOUSE, "duty": ""}


class JobForm(forms.Form):
    """A job: its system, its name, its schedule."""

    kind = HEARTBEAT
    is_secret_lost = False

    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("System"), empty_label=_("Choose the system that it works for")
    )
    name = LineField(label=_("Name"), max_length=120, help_text=_("What it is called here and for the customer."))
    by = forms.ChoiceField(label=_("It should tell"), choices=BY, widget=forms.RadioSelect)
    when = LineField(label=_("Schedule"), max_length=LENGTH, help_text=_("As it is written where the job runs."))
    zone = LineField(
        label=_("Zone"),
        max_length=60,
        required=False,
        help_text=_("In which the machine of the job counts, such as Europe/Warsaw; for cron and systemd."),
    )
    grace = LineField(label=_("How much later it may"), max_length=12, help_text=_("Such as 10m or 1h: until then."))
    tells = forms.ChoiceField(label=_("Who is told when it is missed"), choices=TELLS, initial=HOUSE)
    duty = forms.ChoiceField(
        label=_("Proves the duty"),
        required=False,
        help_text=_("Its success within a slot shows that the duty was done; a failure, or silence, does not."),
    )
    longest = LineField(
        label=_("How long a run may take"),
        max_length=12,
        required=False,
        help_text=_("From its start to its end; empty: as long as it may be late."),
    )
    slug = LineField(
        label=_("Name in addresses"),
        max_length=100,
        required=False,
        help_text=_("For addresses with the customer’s key: a-z, 0-9, - and _; empty: made of the name."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, monitor: Monitor | None = None, initial: Any = None) -> None:
        super().__init__(data, initial={**_stored(monitor), **(initial or {})})
        self.monitor = monitor
        self.fields["zone"].mark = _("for cron and systemd")  # type: ignore[attr-defined]
        if monitor is None:
            del self.fields["duty"]  # it is known whose duties there are when it is known whose job it is
            services = Service.objects.filter(is_active=True).select_related("customer")
            self.fields["service"].queryset = services.order_by("customer__name", "name")  # type: ignore[attr-defined]
            self.fields["service"].label_from_instance = _system  # type: ignore[attr-defined]
        else:
            del self.fields["service"]
            self.fields["duty"].choices = _duties(monitor)  # type: ignore[attr-defined]
            compared(self, *(name for name in self.fields if name != "seen"))

    def remade(self, data: Any) -> "JobForm":
        """The same form with other values."""
        return JobForm(data, monitor=self.monitor, initial=self.initial)

    @property
    def usual(self) -> list[Any]:
        """The fields that everybody sees."""
        return [self[name] for name in self.fields if name not in ("longest", "slug", "seen")]

    @property
    def others(self) -> list[Any]:
        """Those that few need."""
        return [self[name] for name in ("longest", "slug")]

    @property
    def opens(self) -> bool:
        """Whether one of these says something of its own, or is wrong."""
        return any(one.value() or one.errors for one in self.others)

    def facts(self) -> Facts:
        """What the form says. `zone` is said of what has one."""
        told = self.cleaned_data
        settings = {told["by"]: told["when"]} | ({"zone": told["zone"]} if told["by"] != "every" else {})
        settings |= {name: told[name] for name, usual in USUAL.items() if told.get(name, usual) != usual}
        return Facts(name=told["name"], kind=HEARTBEAT, settings=settings, places=())

    def blame(self, problems: Iterable[str]) -> None:
        """Put each problem at its field."""
        for one in problems:
            if isinstance(one, Wrong):
                words = gettext(one.sentence) % {"value": one.value}
                field = "when" if one.field in WAYS else one.field
                self.add_error(field if field in self.fields else None, f"{words[:1].upper()}{words[1:]}.")
            else:
                self.add_error(None, one)


def stored_in(monitor: Monitor) -> Mapping[str, Any]:
    """What a form of the job shows, by field, as it stands now."""
    return {name: value for name, value in _stored(monitor).items() if name != "seen"}


def _stored(monitor: Monitor | None) -> dict[str, Any]:
    zone = get_current_timezone_name()
    if monitor is None:
        return {"by": "cron", "zone": zone, **USUAL}
    told = monitor.settings
    by = next((name for name in WAYS if told.get(name)), "every")
    found = {"name": monitor.name, "by": by, "when": told.get(by, ""), "zone": told.get("zone", "")}
    return found | {name: told.get(name, usual) for name, usual in USUAL.items()} | {"seen": monitor.revision}


def _duties(monitor: Monitor) -> list[tuple[str, str]]:
    """Those that a job of its system may prove, and the one that it proves."""
    stands = monitor.settings.get("duty", "")
    own = {
        named(contract, duty): f"{contract.number}: {duty.label or duty.id}"
        for contract, duty in duties_of(monitor.customer)
        if duty.service in ("", monitor.service.key)
    }
    found = own if stands in own or not stands else {stands: stands, **own}
    return [("", gettext("none")), *found.items()]


def _system(one: Service) -> str:
    return f"{one.customer.name}: {one.name}"
