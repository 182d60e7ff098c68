"""The form of a report: which system, what happened, how bad, with what is promised for each class in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gwarant.accounts.models import User
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import may_be_several, version_for, wording_of
from gwarant.customers.models import Customer, Service
from gwarant.pictures.words import promised
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Clock, Moment, Target
from gwarant.sla.contract.values import Seconds
from gwarant.texts import TITLE
from gwarant.tickets.actions import report
from gwarant.tickets.classes import classes_of
from gwarant.tickets.models import Ticket
from gwarant.web.files.field import FilesField
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.typed import SayingForm, mark
from gwarant.web.tickets.wording import names_in
from gwarant.web.typed import LineField, WordsField

AGAIN = timedelta(minutes=10)
ALL_DAY = ("24/7", "Mon-Sun 00:00-24:00")


class ReportForm(SayingForm):
    """A problem with a system of one of these customers."""

    system = forms.ChoiceField(label=gettext_lazy("Which system?"))
    title = LineField(
        label=gettext_lazy("What is wrong?"),
        max_length=TITLE,
        help_text=gettext_lazy("One sentence, as you would say it on the phone."),
        error_messages={
            "required": gettext_lazy("Please say in one sentence what is wrong, or send a file that shows it.")
        },
    )
    class_id = forms.ChoiceField(
        label=gettext_lazy("How bad is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose how bad it is."),
            "invalid_choice": gettext_lazy("The contract of this system has other classes. Please choose again."),
        },
    )
    down = forms.BooleanField(label=gettext_lazy("It is down: nobody can use it"), required=False)
    text = WordsField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("What you did, what you saw, since when. Paste messages as they are."),
        error_messages={
            "required": gettext_lazy(
                "Please write what happened, even if only a few words, or send a file that shows it."
            )
        },
    )
    files = FilesField()  # type: ignore[assignment]
    field_order: Iterable[str] | None = ("system", "title", "class_id", "down", "text", "files")

    def __init__(self, data: Any = None, *, customers: Sequence[Customer], now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.customers = {one.key: one for one in customers}
        self.services = _services(customers)
        self.fields["system"].choices = _systems(customers, self.services)  # type: ignore[attr-defined]
        self.fields["title"].required = False  # a file that shows it says enough
        mark(self.fields["title"])
        told = str(self["system"].value() or "")
        self.chosen = told if told in self.services else next(iter(self.services))
        self.initial.setdefault("system", self.chosen)
        self.at = now
        self.version = version_for(self.customer.pk, self.service, now)
        self.fields["class_id"].choices = class_choices(self.version)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("title") == "":
            files = told.get("files") or ()
            if not files:
                self.add_error("title", self.fields["title"].error_messages["required"])
            else:
                told["title"] = named_after(files[0].name, self.customer)
        return told

    @property
    def depends(self) -> bool:
        """Whether the contract depends on the system, and none was chosen."""
        return self.service is None and may_be_several(self.customer.pk, self.at)

    @property
    def customer(self) -> Customer:
        return self.customers[self.chosen.split("/", maxsplit=1)[0]]

    @property
    def service(self) -> Service | None:
        return self.services[self.chosen]

    def open(self, by: User, place: str, now: datetime, **more: Any) -> Ticket:
        """The ticket that the form asks for."""
        told = self.cleaned_data
        known = self._sent_again(by, now)
        return known or report(
            self.customer,
            title=told["title"],
            text=told["text"],
            class_id=told["class_id"],
            by=by,
            now=now,
            service=self.service,
            is_down=told["down"],
            key=self.once(by, place),
            files=told["files"],
            **more,
        )

    def _sent_again(self, by: User, now: datetime) -> Ticket | None:
        """The ticket of the same words by the same person a moment ago: the page was sent again by going back."""
        told = self.cleaned_data
        mine = Ticket.objects.filter(customer=self.customer, service=self.service, events_count=1)
        lately = mine.filter(reported_at__gt=now - AGAIN)
        same = lately.filter(title=told["title"], messages__body=told["text"])
        files = " ".join(one.sha256 for one in told["files"])
        same = same.filter(events__actor=by, events__number=1, events__files=files)
        return same.order_by("-pk").first()


def class_choices(version: ContractVersion | None) -> list[tuple[str, str]]:
    """The classes of the wording, each with what makes a ticket fall into it and what is promised then."""
    names = names_in(version, lang())
    return [(one.id, _choice(names.class_(one.id), _meaning(version, one.id))) for one in classes_of(version)]


def promises_in(contract: Contract, class_id: str) -> list[str]:
    """What is promised for a class, clock by clock."""
    row = contract.targets.get(class_id, {})
    return [_promise(one, row[one.id], contract) for one in contract.clocks if one.id in row]


def named_after(file: str, customer: Customer) -> str:
    """What a report is called that came as a file alone, in the customer's language."""
    with override(customer.language):
        return _("File: %(name)s") % {"name": file}


def _services(customers: Iterable[Customer]) -> dict[str, Service | None]:
    """The systems by the value that stands in the form; each customer may report something else as well."""
    found: dict[str, Service | None] = {}
    for customer in customers:
        active = Service.objects.filter(customer=customer, is_active=True).order_by("name")
        found |= {f"{customer.key}/{one.key}": one for one in active}
        found[f"{customer.key}/"] = None
    return found


def _systems(customers: Sequence[Customer], services: dict[str, Service | None]) -> list[Any]:
    """The choices, under their customer's name where there are several."""
    named = [(key, one.name if one else _("Something else, or I do not know")) for key, one in services.items()]
    if len(customers) == 1:
        return named
    return [(one.name, [pair for pair in named if pair[0].startswith(f"{one.key}/")]) for one in customers]


def _choice(label: str, meaning: str) -> str:
    return format_html('<span><strong>{}</strong><br><span class="small quiet">{}</span></span>', label, meaning)


def _meaning(version: ContractVersion | None, class_id: str) -> str:
    if version is None:
        return _large(_usual().get(class_id, ""))
    contract = wording_of(version)
    when = next((one.when for one in contract.classes if one.id == class_id), {})
    causes = ", ".join(_causes(when)) or _usual().get(class_id, "")
    promised_words = _("we promise: %(promises)s") % {"promises": "; ".join(promises_in(contract, class_id))}
    return ". ".join(_large(part) for part in (causes, promised_words) if part)


def _causes(when: dict[str, Any]) -> list[str]:
    """What makes a ticket fall into a class, in words; what only a machine understands is left out."""
    words = {
        "service_down": _("it is down"),
        "critical_path_blocked": _("something that you cannot do without is blocked"),
        "data_loss": _("data are being lost"),
        "main_function_degraded": _("a main function works badly"),
    }
    rows = when.get("any") or when.get("all") or []
    found = [words[one] for one in rows if isinstance(one, str) and one in words]
    shares = [one["users_share_ge"] for one in rows if isinstance(one, dict) and "users_share_ge" in one]
    return found + [_("at least %(share)s of people are affected") % {"share": one} for one in shares]


def _usual() -> dict[str, str]:
    return {
        "critical": _("nobody can work"),
        "serious": _("some cannot work, or only with difficulty"),
        "ordinary": _("it can be worked with, but it is not right"),
        "change": _("something is to be different"),
    }


def _promise(clock: Clock, target: Target, contract: Contract) -> str:
    texts = {
        Moment.ACKNOWLEDGED: _("taken on within %(length)s"),
        Moment.FIRST_HUMAN_REPLY: _("an answer within %(length)s"),
        Moment.SERVICE_RESTORED: _("working again within %(length)s"),
        Moment.PUBLIC_UPDATE: _("news again within %(length)s"),
        Moment.QUOTE_SENT: _("a quote within %(length)s"),
    }
    length = _length(target)
    text = texts.get(clock.stop, _("repaired within %(length)s")) % {"length": length}
    week = contract.calendars[target.calendar].week if target.calendar in contract.calendars else ""
    return _("%(promise)s (day and night)") % {"promise": text} if week in ALL_DAY else text


def _length(target: Target) -> str:
    seconds = target.value.seconds if isinstance(target.value, Seconds) else 0
    text = str(target.value)
    return promised(text, seconds, lang(), "working_day_of") if seconds or "wd" in text else text


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]
