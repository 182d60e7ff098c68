"""The page that shows every component in every state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gwarant.pictures.names import Names
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.terms import Terms
from gwarant.web.messages.grouping import Group, Item

_WORDING = """
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 1000}
calendars:
  office: {week: "Mon-Fri 08:00-18:00", holidays: PL}
  always: {week: "Mon-Sun 00:00-24:00"}
classes: [{id: critical}, {id: serious}, {id: usual}]
clocks:
  - {id: response, stop: first_human_reply}
  - {id: fix, stop: resolved}
pauses:
  - {id: waiting, label: Waiting for the customer, start: question_sent, stop: client_reply, applies: [fix]}
targets:
  critical: {response: [15m, always], fix: [4h, always]}
  serious: {response: [1h, office], fix: [10h, office]}
  usual: {response: [4h, office], fix: [40h, office]}
"""
_TERMS = Terms(resolve(parse(_WORDING).required()))
_NAMES = Names(clocks={"response": "Response", "fix": "Fix"}, calendars=_TERMS.calendars)
_LONG = (
    "The order list of the wholesale customers does not open in Firefox when more than four hundred rows are chosen "
    "and the reader has set the language to German, with Bezahlungsbestätigungsverarbeitungsgeschwindigkeitsmessung.csv"
)
_WRONG = {"title": "", "people": "0", "email": "cora at shop", "urgency": "serious"}
_YAML = """classes: [{id: critical}, {id: serious}, {id: usual}]
clocks:
  - {id: response, stop: first_human_reply}
  - {id: fix, stop: resolvd}
targets:
  critical: {response: [15m, always], fix: [4h, always]}
  serious: {response: [1h, office], fix: [10h, offce]}
"""


class Specimen(forms.Form):
    """A field of every kind."""

    title = forms.CharField(label=_("What is wrong?"), help_text=_("One sentence. Details follow below."))
    words = forms.CharField(label=_("What did you see?"), widget=forms.Textarea, required=False)
    urgency = forms.ChoiceField(
        label=_("How bad is it?"),
        widget=forms.RadioSelect,
        choices=[("critical", _("Nobody can work")), ("serious", _("Some cannot work")), ("usual", _("It can wait"))],
    )
    system = forms.ChoiceField(label=_("Which system?"), choices=[("", "–"), ("shop", "Shop"), ("till", "Till")])
    seen_at = forms.DateTimeField(
        label=_("Since when?"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    people = forms.IntegerField(label=_("How many people does it touch?"), min_value=1)
    channels = forms.MultipleChoiceField(
        label=_("How may we reach you?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("mail", _("E-mail")), ("phone", _("Phone"))],
    )
    email = forms.EmailField(label=_("E-mail"), help_text=_("We answer there too."))
    screenshot = forms.FileField(label=_("Screenshot"), required=False)
    is_private = forms.BooleanField(
        label=_("Only my company's administrators may read it"), required=False, help_text=_("We always may.")
    )


def components(request: HttpRequest) -> HttpResponse:
    """The page; its samples are fixed, so that two screenshots of it compare."""
    return render(request, "components.html", specimens())


def specimens() -> dict[str, object]:
    """What the page shows."""
    readings = sample_readings()
    now = datetime(2026, 6, 12, 13, 40, tzinfo=UTC)
    return {
        "names": _NAMES,
        "readings": readings,
        "late": [readings["over"]],
        "clocks": list(readings.items()),
        "long_title": _LONG,
        "now": now,
        "earlier": now - timedelta(hours=3, minutes=12),
        "groups": _told(now),
        "blank_form": Specimen(auto_id="blank_%s"),
        "wrong_form": Specimen(
            {"title": "", "people": "0", "email": "cora at shop", "urgency": "serious"}, auto_id="wrong_%s"
        ),
        "page": Paginator(range(240), 25).page(3),
        "yaml": _YAML,
        "many": range(7),
        **_words(),
    }


def _told(now: datetime) -> list[Group]:
    """An inbox: a ticket with something new, one with more than is shown, a contract, a matter without a name."""
    hour = timedelta(hours=1)
    late = Item(1, "90% used: First answer", "Due Mon 11:00. 1 h 20 min left of 10 h.", "at_risk", now, True)
    said = Item(2, "Reply", "Cora writes: it happens with every receipt.", "", now - hour, True)
    came = Item(3, "New", _LONG, "", now - 2 * hour, False)
    alone = Item(4, "Cora accepted the contract SHOP-1", "It holds from 2026-07-01.", "fine", now - 3 * hour, False)
    return [
        Group("SHOP-42", "The till prints every receipt twice", 2, (late, said, came), (), 0),
        Group("SHOP-41", _LONG, 0, (came,), (said,), 12),
        Group("SHOP-1", "", 0, (alone,), (), 0, is_ticket=False),
        Group("", "", 0, (replace(alone, subject="The evidence ledger does not verify"),), (), 0, is_ticket=False),
    ]


def _words() -> dict[str, object]:
    return {
        "crumbs": [("#", _("Tickets")), ("#", "Shop")],
        "tabs": [("#", _("Open"), True, 12), ("#", _("Waiting"), False, 3), ("#", _("Closed"), False, 0)],
        "changes": [(_("Class"), "usual", "serious"), (_("Title"), "Till broken", _LONG), (_("System"), "", "Till")],
        "facts": [
            (_("Promises kept"), "31/32", ""),
            (_("Availability"), "99.94%", _("target 99.9%")),
            (_("Hours used"), "14 h 30 min", _("of 20 h")),
        ],
        "letter": "The till prints every receipt twice.\n\nSee https://shop.example/receipts",
        "attachments": [("#", "screenshot.png", 482_133), ("#", "log-of-the-till.txt", 12_400)],
        "problems": [
            (4, "resolvd is not a moment that stops a clock", "Did you mean resolved?"),
            (7, "There is no calendar offce", "Calendars here are office and always."),
        ],
    }


def sample_readings() -> dict[str, Reading]:
    """A clock in each of its states."""
    reported = (_at("2026-06-12 10:00"), Kind.REPORTED, Role.CUSTOMER)
    asked = (_at("2026-06-12 12:00"), Kind.ASKED, Role.PROVIDER)
    done = (_at("2026-06-12 14:30"), Kind.RESOLVED, Role.PROVIDER)
    return {
        "running": _read("serious", _at("2026-06-12 15:40"), reported),
        "outside": _read("usual", _at("2026-06-13 09:00"), reported),
        "at_risk": _read("serious", _at("2026-06-15 09:40"), reported),
        "paused": _read("serious", _at("2026-06-12 15:40"), reported, asked),
        "met": _read("serious", _at("2026-06-12 15:40"), reported, done),
        "over": _read("critical", _at("2026-06-12 15:40"), reported),
        "late": _read("critical", _at("2026-06-12 15:40"), reported, done),
        "holiday": _read("usual", _at("2026-06-05 11:00"), (_at("2026-06-02 14:00"), Kind.REPORTED, Role.CUSTOMER)),
    }


def _read(class_: str, as_of: int, *told: tuple[int, Kind, Role]) -> Reading:
    events = [
        TicketEvent(
            id=f"e{n}",
            ticket="SHOP-42",
            at=at,
            received=at,
            kind=kind,
            by=by,
            person="cora" if by is Role.CUSTOMER else "alice",
            class_=class_ if kind is Kind.REPORTED else "",
        )
        for n, (at, kind, by) in enumerate(told)
    ]
    found = read_clocks(tickets_of(events)[0], _TERMS, as_of, ())
    return next(one for one in found if one.clock == "fix")


def _at(text: str) -> int:
    """Summer time in Warsaw."""
    return int(datetime.fromisoformat(f"{text}+02:00").timestamp())
