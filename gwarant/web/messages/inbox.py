"""A person's inbox: what they were told, the newest first."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gwarant.notify.actions import mark_all_read, mark_read
from gwarant.notify.models import InboxItem
from gwarant.web.access import AuthedRequest, person
from gwarant.web.moment import now

A_PAGE = 40


@require_GET
@person
def inbox(request: AuthedRequest) -> HttpResponse:
    """Everything that the person was told."""
    found = request.user.inbox.select_related("customer").order_by("-created_at", "-pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "messages/inbox.html", {"page": page})


@require_GET
@person
def item(request: AuthedRequest, pk: int) -> HttpResponse:
    """Lead to what an item is about; it is read then."""
    found = _own(request, pk)
    mark_read(found, now=now())
    is_ours = url_has_allowed_host_and_scheme(found.path, None)
    return redirect(found.path if found.path and is_ours else "inbox")


@require_POST
@person
def read_one(request: AuthedRequest, pk: int) -> HttpResponse:
    """Mark one item as read."""
    mark_read(_own(request, pk), now=now())
    return redirect("inbox")


@require_POST
@person
def read_all(request: AuthedRequest) -> HttpResponse:
    """Mark everything as read."""
    count = mark_all_read(request.user, now=now())
    told = ngettext("%(count)d message is marked as read.", "%(count)d messages are marked as read.", count)
    messages.success(request, told % {"count": count} if count else _("There was nothing unread."))
    return redirect("inbox")


def _own(request: AuthedRequest, pk: int) -> InboxItem:
    """Nobody opens another's item, whoever they are."""
    return get_object_or_404(request.user.inbox, pk=pk)
