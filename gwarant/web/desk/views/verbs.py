"""What the house does to a ticket; each verb is a form sent to a noun below the ticket."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.access import WORKERS, AuthedRequest, get_ticket, staff
from gwarant.web.desk.forms import (
    AdoptionForm,
    AssignmentForm,
    ClassForm,
    ClosingForm,
    MovingForm,
    PauseForm,
    SayForm,
    TakenRefusalForm,
    WhetherFixedForm,
)
from gwarant.web.desk.page import ticket_page
from gwarant.web.moment import now
from gwarant.web.tickets.doing import DESK, Again, Deed, carry_out
from gwarant.web.tickets.typed import PlainForm, TicketForm


@require_POST
@staff(*WORKERS)
def replies(request: AuthedRequest, key: str) -> HttpResponse:
    return _say(request, key, "replies", lambda on, told, **way: actions.reply(on, told["text"], **way), _("Sent."))


@require_POST
@staff(*WORKERS)
def questions(request: AuthedRequest, key: str) -> HttpResponse:
    said = _("Asked. What depends on the answer waits for it.")
    return _say(
        request,
        key,
        "questions",
        lambda on, told, **way: actions.ask(on, told["text"], reason=told.get("reason", ""), **way),
        said,
    )


@require_POST
@staff(*WORKERS)
def notes(request: AuthedRequest, key: str) -> HttpResponse:
    return _say(
        request,
        key,
        "notes",
        lambda on, told, **way: actions.note(on, told["text"], **way),
        _("Noted, for our people only."),
    )


@require_POST
@staff(*WORKERS)
def quotes(request: AuthedRequest, key: str) -> HttpResponse:
    said = _("The quote is sent.")
    return _say(request, key, "quotes", lambda on, told, **way: actions.quote(on, told["text"], **way), said)


@require_POST
@staff(*WORKERS)
def calls(request: AuthedRequest, key: str) -> HttpResponse:
    return _say(
        request,
        key,
        "calls",
        lambda on, told, **way: actions.call(on, told["text"], at=told["at"], **way),
        _("The call is written down."),
    )


@require_POST
@staff(*WORKERS)
def restoration(request: AuthedRequest, key: str) -> HttpResponse:
    return _say(
        request,
        key,
        "restoration",
        lambda on, told, **way: actions.restore(on, told["text"], **way),
        _("Sent: it works again. The repair goes on."),
    )


@require_POST
@staff(*WORKERS)
def resolution(request: AuthedRequest, key: str) -> HttpResponse:
    return _say(
        request,
        key,
        "resolution",
        lambda on, told, **way: actions.resolve(on, told["text"], **way),
        _("Resolved. The customer confirms it or says that it is not fixed."),
    )


@require_POST
@staff(*WORKERS)
def acknowledgement(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request, key, "acknowledgement", PlainForm, lambda on, told, **way: actions.acknowledge(on, **way), _("Taken.")
    )


@require_POST
@staff(*WORKERS)
def pause(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "pause",
        PauseForm,
        lambda on, told, **way: actions.pause(on, told["reason"], told["evidence"], **way),
        _("The clocks that this concerns stand still."),
    )


@require_POST
@staff(*WORKERS)
def pause_end(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "pause_end",
        PlainForm,
        lambda on, told, **way: actions.end_pause(on, **way),
        _("The clocks run again."),
    )


@require_POST
@staff(*WORKERS)
def class_(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "class",
        ClassForm,
        lambda on, told, **way: actions.classify(on, told["class_id"], reason=told["reason"], **way),
        _("The class is set and the clocks are counted anew."),
    )


@require_POST
@staff(*WORKERS)
def assignment(request: AuthedRequest, key: str) -> HttpResponse:
    ticket = get_ticket(request, key)
    form = AssignmentForm(request.POST, ticket=ticket, auto_id="assignment_%s")
    return carry_out(
        request,
        DESK,
        ticket,
        form,
        lambda on, told, **way: actions.assign(on, form.person, **way),
        _("Given on."),
        _again(request, ticket, "assignment"),
        now(),
    )


@require_POST
@staff(*WORKERS)
def refusal(request: AuthedRequest, key: str) -> HttpResponse:
    """What the customer wrote after the resolution meant that it is not fixed."""
    return _do(
        request,
        key,
        "refusal",
        TakenRefusalForm,
        lambda on, told, **way: actions.take_as_refusal(on, told["word"], told["text"], **way),
        _("Taken as a refusal. The clocks run again."),
    )


@require_POST
@staff(*WORKERS)
def whether_fixed(request: AuthedRequest, key: str) -> HttpResponse:
    """Ask the customer who wrote after the resolution."""
    return _do(
        request,
        key,
        "fixed",
        WhetherFixedForm,
        lambda on, told, **way: actions.ask_whether_fixed(on, told["text"], **way),
        _("Asked. Nothing closes it until the customer answers."),
    )


@require_POST
@staff(*WORKERS)
def closing(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "closing",
        ClosingForm,
        lambda on, told, **way: actions.close(on, told["text"], **way),
        _("Closed."),
    )


@require_POST
@staff(*WORKERS)
def contract(request: AuthedRequest, key: str) -> HttpResponse:
    """Put a ticket under the contract that was in force when it came; where there is none it stays in the queue."""
    ticket = get_ticket(request, key)
    form = AdoptionForm(request.POST, ticket=ticket, auto_id="contract_%s")
    return carry_out(
        request,
        DESK,
        ticket,
        form,
        lambda on, told, **way: actions.adopt(on, service=form.chosen, **way),
        _("It is under a contract now."),
        _again(request, ticket, "contract"),
        now(),
    )


@require_POST
@staff(*WORKERS)
def system(request: AuthedRequest, key: str) -> HttpResponse:
    """Correct the system that a ticket concerns, and with it the contract that judges it."""
    ticket = get_ticket(request, key)
    form = MovingForm(request.POST, ticket=ticket, auto_id="system_%s")
    return carry_out(
        request,
        DESK,
        ticket,
        form,
        lambda on, told, **way: actions.move(on, form.place, told["reason"], **way),
        _("The system is corrected and the clocks are counted anew."),
        _again(request, ticket, "system"),
        now(),
    )


def _say(request: AuthedRequest, key: str, noun: str, deed: Deed, said: str) -> HttpResponse:
    """Words of the composer."""
    ticket, at = get_ticket(request, key), now()
    form = SayForm(request.POST, ticket=ticket, noun=noun, now=at, auto_id="say_%s")
    return carry_out(request, DESK, ticket, form, deed, said, _again(request, ticket, "say", noun), at)


def _do(request: AuthedRequest, key: str, noun: str, form_of: type[TicketForm], deed: Deed, said: str) -> HttpResponse:
    """A form of its own."""
    ticket = get_ticket(request, key)
    form = form_of(request.POST, ticket=ticket, auto_id=f"{noun}_%s")
    return carry_out(request, DESK, ticket, form, deed, said, _again(request, ticket, noun), now())


def _again(request: AuthedRequest, ticket: Ticket, noun: str, saying: str = "") -> Again:
    """The page of the ticket with the form as it was sent."""
    return lambda form: ticket_page(request, ticket, {noun: form}, saying, status=422)
