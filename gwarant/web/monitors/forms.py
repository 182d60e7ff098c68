"""What is typed about monitors and places; the fields of a kind of check are those that the kind itself asks for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gwarant.customers.models import Customer, Service
from gwarant.monitoring.actions import Facts, wrong_times
from gwarant.monitoring.giving import readable_secrets_of
from gwarant.monitoring.home import HOME
from gwarant.monitoring.models import Monitor, Place
from gwarant.monitoring.written import milliseconds, time_of
from gwarant.prober.asked import Asked, lines_of
from gwarant.prober.checks import KINDS, defaults_of
from gwarant.prober.network import reference_of
from gwarant.prober.wrong import Unfit, Wrong
from gwarant.web.mail.changing import compared
from gwarant.web.typed import LineField

PLAIN, SECRET, FORGET = "set_", "secret_", "forget_secret_"  # before the name of a setting
MOST = 100_000


class TimeField(LineField):
    """A length of time as files write it, in milliseconds: 500ms, 60s, 5m, 1h."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)

    def clean(self, value: Any) -> int:
        told = super().clean(value)
        try:
            return milliseconds(told)
        except ValueError:
            raise forms.ValidationError(gettext("Write 500ms, 60s, 5m or 1h.")) from None

    def prepare_value(self, value: Any) -> Any:
        return time_of(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "").strip() != str(data or "").strip()


class SettingField(forms.CharField):
    """A setting as its kind has it typed; its value is JSON's."""

    def __init__(self, asked: Asked, *, is_secret: bool, **kwargs: Any) -> None:
        self.asked = asked
        super().__init__(
            label=_(asked.label),
            help_text=_(asked.hint) if asked.hint else "",
            max_length=MOST,
            widget=_widget(asked, is_secret),
            strip=False,
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        told = (super().to_python(value) or "").replace("\r\n", "\n")
        return told if self.asked.way.looks == "words" else told.strip()

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.asked.way.write(value)


def _widget(asked: Asked, is_secret: bool) -> forms.Widget:
    if asked.way.looks == "choice":
        return forms.Select(choices=[(value, _(words)) for value, words in asked.choices])
    if asked.way.looks == "number":
        return forms.NumberInput(attrs={"inputmode": "numeric"})
    if asked.way.looks == "words":
        attrs = {"rows": 3, "spellcheck": "false"}
        return _Unshown(attrs=attrs) if is_secret else forms.Textarea(attrs=attrs)
    return forms.TextInput(attrs={"spellcheck": "false"})


class _Unshown(forms.Textarea):
    """Lines that no page shows again."""

    def format_value(self, value: Any) -> str | None:
        return None


class PlacesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """From where it is looked at."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.called} ({obj.key})"


class MonitorForm(forms.Form):
    """A monitor of one kind: whose, how it is called, what is looked at, how often, from where."""

    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("System"), empty_label=_("Choose the system that is looked at")
    )
    name = LineField(label=_("Name"), max_length=120, help_text=_("What it is called here and for the customer."))
    every = TimeField(label=_("How often"), initial=60_000, help_text=_("From 5s to 24h, such as 30s, 1m, 5m."))
    timeout = TimeField(
        label=_("How long a look may take"), initial=10_000, help_text=_("Less than that, such as 10s.")
    )
    places = PlacesField(
        Place.objects.none(), label=_("From where"), widget=forms.CheckboxSelectMultiple, to_field_name="key"
    )
    counts = forms.BooleanField(label=_("Promises about the system are judged by it"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kind: str, monitor: Monitor | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {**_initial(kind, monitor), **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)
        self.kind, self.monitor = kind, monitor
        self._choose()
        for name, asked in KINDS[kind].asked.items():
            self._ask(name, asked)
        self.order_fields(
            ["service", "name", *self._usual(), "every", "timeout", "places", "counts", *self._others(), "seen"]
        )
        if monitor is not None:
            plain = [one for one in self.fields if one.startswith(PLAIN) and self._looks(one) != "flag"]
            compared(self, "name", "every", "timeout", "places", *plain)

    def remade(self, data: Any) -> "MonitorForm":
        """The same form with other values."""
        return MonitorForm(data, kind=self.kind, monitor=self.monitor, initial=self.initial)

    def is_enough_to_look(self) -> bool:
        """Whether it can be tried: that needs no system, no name and no place yet."""
        own = [self.fields[name] for name in ("service", "name", "places")]
        for field in own:
            field.required = False
        found = self.is_valid()
        for field in own:
            field.required = True
        return found

    @property
    def usual(self) -> list[Any]:
        """The fields that everybody sees."""
        folded = set(self._others()) | {"seen"}
        return [self[name] for name in self.fields if name not in folded]

    @property
    def others(self) -> list[Any]:
        """Those that few need."""
        return [self[name] for name in self._others()]

    @property
    def opens(self) -> bool:
        """Whether one of these says something of its own, or is wrong."""
        stored = self.monitor.settings if self.monitor else {}
        is_own = any(self._setting(one) in stored or one.startswith(FORGET) for one in self._others())
        return is_own or (self.is_bound and any(one in self.errors for one in self._others()))

    @property
    def is_secret_lost(self) -> bool:
        """Whether something was typed that the page does not show again."""
        return self.is_bound and any(self.data.get(name) for name in self.fields if name.startswith(SECRET))

    def facts(self) -> Facts:
        """What the form says."""
        told, (given, forgets) = self.cleaned_data, self.settings()
        return Facts(
            name=told["name"],
            kind=self.kind,
            settings=given,
            places=tuple(told["places"]),
            every=told["every"],
            timeout=told["timeout"],
            forgets=forgets,
            counts=told.get("counts"),
        )

    def settings(self) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The settings that were given, without those that say what is so anyway; and the secrets to forget."""
        defaults, given = defaults_of(self.kind), dict[str, Any]()
        for name in KINDS[self.kind].asked:
            if PLAIN + name in self.cleaned_data:
                value = self.cleaned_data[PLAIN + name]
                if value != _json(defaults.get(name)):
                    given[name] = value
            elif self.cleaned_data.get(SECRET + name) not in (None, "", {}):
                given[name] = self.cleaned_data[SECRET + name]
        forgets = tuple(
            one[len(FORGET) :] for one, told in self.cleaned_data.items() if one.startswith(FORGET) and told
        )
        return given, forgets

    def blame(self, problems: Iterable[str]) -> None:
        """Put each problem at its field."""
        for one in problems:
            if isinstance(one, Wrong):
                words = gettext(one.sentence) % {"value": one.value}
                names = (one.field, PLAIN + one.field, SECRET + one.field)
                field = next((name for name in names if name in self.fields), None)
                self.add_error(field, f"{words[:1].upper()}{words[1:]}.")
            else:
                self.add_error(None, one)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name, asked in KINDS[self.kind].asked.items():
            field = SECRET + name if SECRET + name in self.fields else PLAIN + name
            if isinstance(told.get(field), str) and (told[field] or field.startswith(PLAIN)):
                self._read(field, asked, told)
        if "every" in told and "timeout" in told:
            self.blame(wrong_times(told["every"], told["timeout"]))
        return told

    def _read(self, field: str, asked: Asked, told: dict[str, Any]) -> None:
        defaults = defaults_of(self.kind)
        name = field.removeprefix(PLAIN).removeprefix(SECRET)
        if asked.way.looks == "number" and not told[field]:
            told[field] = defaults.get(name, 0)
            return
        try:
            told[field] = asked.way.read(told[field])
        except Unfit as error:
            self.add_error(field, _sentence(error))
        except ValueError:
            self.add_error(field, _("This is no number."))

    def _choose(self) -> None:
        services = Service.objects.filter(is_active=True).select_related("customer").order_by("customer__name", "name")
        places = Place.objects.filter(is_active=True)
        if self.monitor is not None:
            del self.fields["service"]
            own = places.filter(customer=None) | places.filter(customer=self.monitor.customer_id)
            places = own | Place.objects.filter(monitors=self.monitor)
        else:
            del self.fields["counts"]  # the first of a system counts
            self.fields["service"].queryset = services  # type: ignore[attr-defined]
            self.fields["service"].label_from_instance = _system  # type: ignore[attr-defined]
        self.fields["places"].queryset = places.distinct().order_by("key")  # type: ignore[attr-defined]

    def _ask(self, name: str, asked: Asked) -> None:
        is_secret = name in KINDS[self.kind].secrets
        is_needed = name not in defaults_of(self.kind)
        if asked.way.looks == "flag":
            self.fields[PLAIN + name] = forms.BooleanField(label=_(asked.label), required=False)
            return
        field = SettingField(asked, is_secret=is_secret, required=is_needed)
        self.fields[(SECRET if is_secret else PLAIN) + name] = field
        if is_secret and self.monitor is not None and name in readable_secrets_of(self.monitor):
            field.help_text = gettext("Set; empty: it stays.")
            field.mark = pgettext_lazy("a secret", "only to replace it")  # type: ignore[attr-defined]
            label = gettext("Take out: %(what)s") % {"what": gettext(asked.label)}
            self.fields[FORGET + name] = forms.BooleanField(label=label, required=False)

    def _looks(self, field: str) -> str:
        return KINDS[self.kind].asked[field.removeprefix(PLAIN)].way.looks

    def _usual(self) -> list[str]:
        return [one for one in self._of_kind() if KINDS[self.kind].asked[self._setting(one)].usual]

    def _others(self) -> list[str]:
        return [one for one in self._of_kind() if not KINDS[self.kind].asked[self._setting(one)].usual]

    def _of_kind(self) -> list[str]:
        return [one for one in self.fields if one.startswith((PLAIN, SECRET, FORGET))]

    def _setting(self, field: str) -> str:
        return next(field[len(one) :] for one in (PLAIN, FORGET, SECRET) if field.startswith(one))


class PlaceForm(forms.Form):
    """A place: the key that contracts use, its name, in whose network it stands, by what its probers know their own."""

    key = forms.SlugField(label=_("Key"), max_length=40, help_text=_("What contracts and files call it, such as waw."))
    name = LineField(label=_("Name"), max_length=120)
    customer = forms.ModelChoiceField(
        Customer.objects.none(),
        label=_("In whose network"),
        required=False,
        empty_label=_("In nobody’s: it looks for all customers"),
        to_field_name="key",
    )
    references = forms.CharField(
        label=_("References"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("host:port, one a line: what is nearly always there, by which a prober knows its own network."),
        max_length=4000,
    )

    def __init__(self, data: Any = None, *, place: Place | None = None) -> None:
        super().__init__(data, initial=shown_of(place) if place else {})
        self.place = place
        self.fields["customer"].queryset = Customer.objects.order_by("name")  # type: ignore[attr-defined]
        if place:
            del self.fields["key"], self.fields["customer"]
            compared(self, *self.fields)

    def remade(self, data: Any) -> "PlaceForm":
        """The same form with other values."""
        return PlaceForm(data, place=self.place)

    @property
    def shown(self) -> dict[str, str]:
        """What stood in the fields when the page was shown."""
        return {name: "\n".join(lines_of(self.data.get(f"initial-{name}", ""))) for name in self.fields}

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).lower()
        if Place.objects.filter(key=key).exists():
            raise forms.ValidationError(_("There is a place of this key already."))
        return key

    def clean_references(self) -> str:
        told = [*lines_of(self.cleaned_data["references"])]
        try:
            for one in told:
                reference_of(one)
        except ValueError:
            words = _("%(value)s is no reference; write host:port, such as 9.9.9.9:443.")
            raise forms.ValidationError(words % {"value": one}) from None
        return "\n".join(told)


def shown_of(place: Place) -> dict[str, str]:
    """What a form of the place shows, by field, as it stands now."""
    return {"name": place.name, "references": "\n".join(place.references)}


def stored_as(told: Mapping[str, str]) -> dict[str, Any]:
    """What fields of the form say, as the place keeps it."""
    return {name: lines_of(value) if name == "references" else value for name, value in told.items()}


def _initial(kind: str, monitor: Monitor | None) -> dict[str, Any]:
    defaults = {name: _json(value) for name, value in defaults_of(kind).items()}
    if monitor is None:
        return {PLAIN + name: value for name, value in defaults.items()} | {"places": [HOME]}
    told = {PLAIN + name: value for name, value in {**defaults, **monitor.settings}.items()}
    facts = {"name": monitor.name, "every": monitor.every, "timeout": monitor.timeout, "seen": monitor.revision}
    facts["counts"] = monitor.counts
    return told | facts | {"places": [one.key for one in monitor.places.all()]}


def _json(value: Any) -> Any:
    """As JSON has it: a tuple is a list."""
    return list(value) if isinstance(value, tuple) else value


def _sentence(error: Unfit) -> str:
    words = gettext(error.sentence) % {"value": repr(error.value)}
    return f"{words[:1].upper()}{words[1:]}."


def _system(one: Service) -> str:
    return f"{one.customer.name}: {one.name}"


def stored_in(monitor: Monitor) -> Mapping[str, Any]:
    """What a form of the monitor shows, by field, as it stands now."""
    return {name: value for name, value in _initial(monitor.kind, monitor).items() if name not in ("seen", "places")}
