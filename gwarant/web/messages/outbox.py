"""The mails of the house: what waits, what went out, and what was given up."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from gwarant.accounts.models import StaffRole
from gwarant.notify.actions import retry as send_again
from gwarant.notify.channels.envelope import DeliveryFailed, Envelope
from gwarant.notify.dead import dead, works_again
from gwarant.notify.delivery import parcel_of
from gwarant.notify.media import MEDIA
from gwarant.notify.medium import Parcel, Ways
from gwarant.notify.models import Delivery, DeliveryState
from gwarant.notify.news import About
from gwarant.web.access import LEADERS, WORKERS, AuthedRequest, staff
from gwarant.web.asked import one_of, page_asked
from gwarant.web.moment import now

A_PAGE = 50
RELATED = ("notice__user", "notice__customer")
READERS = (*LEADERS, StaffRole.AUDITOR)
TONES = {
    DeliveryState.QUEUED: "unknown",
    DeliveryState.SENT: "fine",
    DeliveryState.DEAD: "breached",
    DeliveryState.WITHDRAWN: "paused",
}


@require_GET
@staff(*READERS)
def messages_(request: AuthedRequest) -> HttpResponse:
    """The mails in one state, the newest first; without a choice the ones that were given up, if there are any."""
    out = Delivery.objects.outgoing()
    dead = out.filter(state=DeliveryState.DEAD).count()
    queued = out.filter(state=DeliveryState.QUEUED).count()
    usual = DeliveryState.DEAD if dead else DeliveryState.SENT
    state = DeliveryState(one_of(request, "state", DeliveryState.values) or usual)
    found = out.filter(state=state).select_related(*RELATED).order_by("-pk")
    page = Paginator(found, A_PAGE).get_page(page_asked(request))
    counts = {DeliveryState.QUEUED: queued, DeliveryState.DEAD: dead}
    tabs = [(f"?state={one.value}", words, one is state, counts.get(one, 0)) for one, words in _words().items()]
    rows = [(row, *standing(row)) for row in page]
    return render(request, "messages/list.html", {"page": page, "rows": rows, "tabs": tabs, "state": state.value})


@require_GET
@staff(*READERS)
def message(request: AuthedRequest, pk: int) -> HttpResponse:
    """One mail: to whom, how it went, and its words."""
    return render(request, "messages/message.html", _shown(request, _mail(pk)))


@require_GET
@staff(*READERS)
def file(request: AuthedRequest, pk: int) -> HttpResponse:
    """The mail as it goes out, for a mail reader to open."""
    row = _mail(pk)
    made = _file_of(row)
    if made is None:
        raise Http404
    try:
        envelope = made(parcel_of(row), settings.ENV)
    except DeliveryFailed as failed:
        raise Http404 from failed
    name = f'attachment; filename="{envelope.name}.eml"'
    return HttpResponse(envelope.content, content_type="message/rfc822", headers={"Content-Disposition": name})


@require_POST
@staff(*LEADERS)
def retry(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send a mail that was given up once more."""
    row = _mail(pk)
    if send_again(row, now=now()):
        messages.success(request, _("It is being sent again to %(address)s.") % {"address": row.place})
        return redirect("desk:message", pk)
    row = _mail(pk)
    context = _shown(request, row) | {"conflict": _("Nothing was done: it is not among the ones given up any more.")}
    return render(request, "messages/message.html", context, status=409)


@require_POST
@staff(*WORKERS)
def works(request: AuthedRequest, pk: int) -> HttpResponse:
    """Say that the address of a mail that came back works again."""
    row = _mail(pk)
    if works_again(row.address, by=request.user, now=now()):
        messages.success(request, _("Mail goes to %(address)s again.") % {"address": row.place})
    if row.notice.about == About.TICKET:
        return redirect("desk:ticket", row.notice.ref)
    return redirect("desk:message" if request.user.leads else "desk:due", *([pk] if request.user.leads else []))


def _mail(pk: int) -> Delivery:
    return get_object_or_404(Delivery.objects.outgoing().select_related(*RELATED), pk=pk)


def _shown(request: AuthedRequest, row: Delivery) -> dict[str, Any]:
    state = DeliveryState(row.state)
    tone, words = standing(row)
    return {
        "row": row,
        "tone": tone,
        "state_words": words,
        "crumbs": [(f"{reverse('desk:messages')}?state={state.value}", _("Messages"))],
        "is_personal": row.notice.is_personal,
        "has_file": _file_of(row) is not None,
        "dead": dead([row.address]).get(row.address.lower()),
        "may_change": request.user.may_change,
        "may_retry": state is DeliveryState.DEAD and request.user.leads,
    }


def _file_of(row: Delivery) -> Callable[[Parcel, Ways], Envelope] | None:
    """What makes a file of it, where its medium has one and it is nobody's alone."""
    medium = MEDIA.get(row.medium)
    return medium.file if medium and not row.notice.is_personal else None


def standing(row: Delivery) -> tuple[str, str]:
    """How a message stands, with its tone: what left the house and came back did not arrive."""
    state = DeliveryState(row.state)
    if state is not DeliveryState.SENT or row.bounced_at is None:
        return TONES[state], _words()[state]
    if row.bounce_code.startswith("4."):
        return "at_risk", pgettext("mail", "Has not arrived yet")
    return "breached", pgettext("mail", "Did not arrive")


def _words() -> dict[DeliveryState, str]:
    return {
        DeliveryState.DEAD: pgettext("mail", "Given up"),
        DeliveryState.QUEUED: pgettext("mail", "Waiting"),
        DeliveryState.SENT: pgettext("mail", "Sent"),
        DeliveryState.WITHDRAWN: pgettext("mail", "Withdrawn"),
    }
