"""What a customer does to a ticket; each verb is a form sent to a noun below the ticket."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gwarant.tickets import actions
from gwarant.web.access import REPORTERS, AuthedRequest, customer_person, get_ticket
from gwarant.web.moment import now
from gwarant.web.portal.page import FORMS, ticket_page
from gwarant.web.tickets.doing import PORTAL, Deed, carry_out


@require_POST
@customer_person(*REPORTERS)
def replies(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request, key, "replies", lambda on, told, **way: actions.reply(on, told["text"], **way), _("Sent. We have it.")
    )


@require_POST
@customer_person(*REPORTERS)
def confirmation(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "confirmation",
        lambda on, told, **way: actions.confirm(on, text=told["text"], **way),
        _("Thank you. The ticket is closed."),
    )


@require_POST
@customer_person(*REPORTERS)
def refusal(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "refusal",
        lambda on, told, **way: actions.refuse(on, told["text"], **way),
        _("We go on working on it. The clocks run again."),
    )


@require_POST
@customer_person(*REPORTERS)
def reopening(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "reopening",
        lambda on, told, **way: actions.reopen(on, told["text"], **way),
        _("The ticket is open again."),
    )


@require_POST
@customer_person(*REPORTERS)
def pause_decision(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "pause_decision",
        lambda on, told, **way: actions.decide_pause(on, told["approved"] == "yes", reason=told["reason"], **way),
        _("Thank you, we have your decision."),
    )


@require_POST
@customer_person(*REPORTERS)
def closing(request: AuthedRequest, key: str) -> HttpResponse:
    return _do(
        request,
        key,
        "closing",
        lambda on, told, **way: actions.close(on, told["text"], **way),
        _("Withdrawn. The ticket is closed."),
    )


def _do(request: AuthedRequest, key: str, noun: str, deed: Deed, said: str) -> HttpResponse:
    ticket = get_ticket(request, key, REPORTERS)
    form = FORMS[noun][0](request.POST, ticket=ticket, auto_id=f"{noun}_%s")
    return carry_out(
        request, PORTAL, ticket, form, deed, said, lambda sent: ticket_page(request, ticket, {noun: sent}, 422), now()
    )
