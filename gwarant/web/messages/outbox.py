"""The mails of the house: what waits, what went out, and what was given up."""

from typing import Any

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
from gwarant.notify.channels.envelope import DeliveryFailed
from gwarant.notify.delivery import post_of
from gwarant.notify.mime import envelope_of
from gwarant.notify.models import Outbox, OutboxState
from gwarant.web.access import LEADERS, AuthedRequest, staff
from gwarant.web.moment import now

A_PAGE = 50
READERS = (*LEADERS, StaffRole.AUDITOR)
TONES = {OutboxState.QUEUED: "unknown", OutboxState.SENT: "fine", OutboxState.DEAD: "breached"}


@require_GET
@staff(*READERS)
def messages_(request: AuthedRequest) -> HttpResponse:
    """The mails in one state, the newest first; without a choice the ones that were given up, if there are any."""
    dead = Outbox.objects.filter(state=OutboxState.DEAD).count()
    queued = Outbox.objects.filter(state=OutboxState.QUEUED).count()
    usual = OutboxState.DEAD if dead else OutboxState.SENT
    asked = request.GET.get("state", "")
    state = OutboxState(asked) if asked in OutboxState.values else usual
    found = Outbox.objects.filter(state=state).select_related("user", "customer").order_by("-pk")
    page = Paginator(found.defer("text", "html", "picture"), A_PAGE).get_page(request.GET.get("page"))
    counts = {OutboxState.QUEUED: queued, OutboxState.DEAD: dead}
    tabs = [(f"?state={one.value}", words, one is state, counts.get(one, 0)) for one, words in _words().items()]
    return render(request, "messages/list.html", {"page": page, "tabs": tabs, "state": state.value})


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
    if _is_personal(row):
        raise Http404
    try:
        envelope = envelope_of(post_of(row))
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
        messages.success(request, _("It is being sent again to %(address)s.") % {"address": row.address})
        return redirect("desk:message", pk)
    row = _mail(pk)
    context = _shown(request, row) | {"conflict": _("Nothing was done: it is not among the ones given up any more.")}
    return render(request, "messages/message.html", context, status=409)


def _mail(pk: int) -> Outbox:
    return get_object_or_404(Outbox.objects.select_related("user", "customer"), pk=pk)


def _shown(request: AuthedRequest, row: Outbox) -> dict[str, Any]:
    state = OutboxState(row.state)
    return {
        "row": row,
        "tone": TONES[state],
        "state_words": _words()[state],
        "crumbs": [(f"{reverse('desk:messages')}?state={state.value}", _("Messages"))],
        "is_personal": _is_personal(row),
        "may_retry": state is OutboxState.DEAD and request.user.leads,
    }


def _is_personal(row: Outbox) -> bool:
    """Whether it holds a link for its reader alone: an invitation, a forgotten password."""
    return row.user_id is None


def _words() -> dict[OutboxState, str]:
    return {
        OutboxState.DEAD: pgettext("mail", "Given up"),
        OutboxState.QUEUED: pgettext("mail", "Waiting"),
        OutboxState.SENT: pgettext("mail", "Sent"),
    }
