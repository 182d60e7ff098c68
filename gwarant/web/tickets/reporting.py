"""The form of a report: which system, what happened, how bad, with what is promised for each class in words."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gwarant.accounts.models import User
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import judging, may_be_several, wording_of
from gwarant.customers.models import Customer, Service
from gwarant.sla.contract.classifying import client_sets_first
from gwarant.texts import TITLE
from gwarant.tickets.actions import report
from gwarant.tickets.authors import PORTAL
from gwarant.tickets.classes import classes_of, usual_class
from gwarant.tickets.models import Ticket
from gwarant.web.files.field import FilesField
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.promising import class_choices
from gwarant.web.tickets.typed import SayingForm, mark
from gwarant.web.tickets.wording import names_in
from gwarant.web.typed import LineField, WordsField

AGAIN = timedelta(minutes=10)


class ReportForm(SayingForm):
    """A problem with a system of one of these customers. Nothing is chosen beforehand; `channel_now`: how it comes."""

    channel_now = PORTAL
    is_clients = True  # the client types it, and not we for them

    system = forms.ChoiceField(
        label=gettext_lazy("Which system?"),
        error_messages={"required": gettext_lazy("Please choose the system that it concerns.")},
    )
    title = LineField(
        label=gettext_lazy("What is wrong?"),
        max_length=TITLE,
        help_text=gettext_lazy(
            "One sentence, as you would say it on the phone. Left empty, it is the first sentence of what happened."
        ),
        error_messages={
            "required": gettext_lazy(
                "Please say what is wrong, here or in what happened, or send a file that shows it: one is enough."
            )
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
        help_text=gettext_lazy(
            "What you did, what you saw, since when. Paste messages as they are. Empty if one sentence says it all."
        ),
    )
    files = FilesField()  # type: ignore[assignment]
    field_order: Iterable[str] | None = ("system", "title", "class_id", "down", "text", "files")

    def __init__(self, data: Any = None, *, customers: Sequence[Customer], now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.customers = {one.key: one for one in customers}
        self.services = _services(customers)
        self.fields["system"].choices = _systems(customers, self.services)  # type: ignore[attr-defined]
        self.needs_words = False  # a sentence, a text or a file: each says enough
        self.fields["title"].required = False
        mark(self.fields["title"])
        told, self.at = str(self["system"].value() or ""), now
        self.chosen = told if told in self.services else ("" if len(self.services) > 1 else next(iter(self.services)))
        self.initial["system"] = self.chosen
        self.version, self.is_known = self._judging(now)
        self.came = self._came()
        if self.came != now:
            self.version, self.is_known = self._judging(self.came)
        asked = self.fields["class_id"]
        asked.choices = (  # type: ignore[attr-defined]
            class_choices(self.version, self.came, self.channel_now, now) if self.is_known else []
        )
        if self.is_opinion:
            asked.help_text = _(
                "By your contract the provider sets the class. What you choose goes along with the report; "
                "until they set another, it is taken for: %(label)s."
            ) % {"label": names_in(self.version, lang()).class_(self._usual())}

    def _came(self) -> datetime:
        """When the report came, from which its clocks count: now."""
        return self.at

    def _judging(self, came: datetime) -> tuple[ContractVersion | None, bool]:
        """The wording that would judge the report, and whether that is known: chosen, or the same for every choice."""
        if self.chosen:
            return judging(self.customer.pk, self.service, came, self.at), True
        asked = {(key.partition("/")[0], one) for key, one in self.services.items()}
        found = {judging(self.customers[key].pk, one, came, self.at) for key, one in asked}
        is_one = len(found) == 1 and not any(may_be_several(one.pk, self.at) for one in self.customers.values())
        return (found.pop(), True) if is_one else (None, False)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.is_known:
            self.errors.pop("class_id", None)  # nobody could choose one before the system
        files = told.get("files") or ()
        if told.get("title") == "" and told.get("text"):
            told["title"] = first_sentence(told["text"])
        elif told.get("title") == "" and files:
            told["title"] = named_after(files[0].name, self.customer)
        elif told.get("title") == "" and "text" in told:
            self.add_error("title", self.fields["title"].error_messages["required"])
        elif told.get("title") and told.get("text") == "" and not files:
            told["text"] = told["title"]
        return told

    @property
    def is_opinion(self) -> bool:
        """Whether the contract leaves the class to the provider, so that the client only says how they see it."""
        return self.is_clients and self.version is not None and not client_sets_first(wording_of(self.version))

    def _usual(self) -> str:
        return usual_class([one.id for one in classes_of(self.version)])

    def _text(self) -> str:
        """What was typed; where the class is not theirs to set, with a sentence how bad they say it is."""
        told = self.cleaned_data
        if not self.is_opinion:
            return str(told["text"])
        with override(self.customer.language):
            label = names_in(self.version, self.customer.language).class_(told["class_id"])
            said = _("How bad it is for us: %(label)s.") % {"label": label}
        return f"{told['text']}\n\n{said}".strip()

    @property
    def depends(self) -> bool:
        """Whether the contract depends on the system, and it was said that nobody knows which it is."""
        return bool(self.chosen) and self.service is None and may_be_several(self.customer.pk, self.at)

    @property
    def customer(self) -> Customer:
        return self.customers[(self.chosen or next(iter(self.services))).partition("/")[0]]

    @property
    def service(self) -> Service | None:
        return self.services.get(self.chosen)

    def open(self, by: User, place: str, now: datetime, **more: Any) -> Ticket:
        """The ticket that the form asks for."""
        told = self.cleaned_data
        known = self._sent_again(by, now)
        class_id = self._usual() if self.is_opinion else told["class_id"]
        return known or report(
            self.customer,
            title=told["title"],
            text=self._text(),
            class_id=class_id,
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
        same = lately.filter(title=told["title"], messages__body=self._text())
        files = " ".join(one.sha256 for one in told["files"])
        same = same.filter(events__actor=by, events__number=1, events__files=files)
        return same.order_by("-pk").first()


def first_sentence(text: str) -> str:
    """What a report is called that came as a text alone: its first sentence, or as much of it as a title holds."""
    line = next((one.strip() for one in text.splitlines() if one.strip()), "")
    sentence = re.split(r"(?<=[.!?…])\s", line, maxsplit=1)[0]
    return sentence if len(sentence) <= TITLE else sentence[: TITLE - 1].rstrip() + "…"


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
    """The choices, under their customer's name where there are several; none is chosen beforehand."""
    named = [(key, one.name if one else _("Something else, or I do not know")) for key, one in services.items()]
    first = [("", _("Choose a system"))] if len(named) > 1 else []
    if len(customers) == 1:
        return [*first, *named]
    return [*first, *((one.name, [pair for pair in named if pair[0].startswith(f"{one.key}/")]) for one in customers)]
