"""A person's inbox: what they were told, the newest first."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gwarant.notify.actions import mark_all_read, mark_read
from gwarant.notify.letter import Letter
from gwarant.notify.models import Notice
from gwarant.notify.render import subject_of
from gwarant.web.access import AuthedRequest, person
from gwarant.web.messages.words import letter_of
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang

A_PAGE = 40
SHOWN = 240  # signs of what it says


@require_GET
@person
def inbox(request: AuthedRequest) -> HttpResponse:
    """Everything that the person was told."""
    found = request.user.inbox.select_related("customer").order_by("-created_at", "-pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    items = [(one, subject_of(letter), _line(letter)) for one in page for letter in [letter_of(one, lang())]]
    return render(request, "messages/inbox.html", {"page": page, "items": items})


@require_GET
@person
def item(request: AuthedRequest, pk: int) -> HttpResponse:
    """Lead to what an item is about; it is read then."""
    found = _own(request, pk)
    mark_read(found, now=now())
    path = letter_of(found, lang()).path
    is_ours = url_has_allowed_host_and_scheme(path, None)
    return redirect(path if path and is_ours else "inbox")


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


def _own(request: AuthedRequest, pk: int) -> Notice:
    """Nobody opens another's item, whoever they are."""
    return get_object_or_404(request.user.inbox, pk=pk)


def _line(letter: Letter) -> str:
    """The beginning of what it says."""
    return Truncator(" ".join(letter.lines)).chars(SHOWN)
