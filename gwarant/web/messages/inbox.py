"""A person's inbox: what they were told, by its matter, the newest first."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gwarant.notify.actions import mark_all_read, mark_read
from gwarant.notify.models import Notice
from gwarant.web.access import AuthedRequest, person
from gwarant.web.asked import page_asked
from gwarant.web.messages.grouping import groups_of, matters_of
from gwarant.web.messages.reading import is_looked_at
from gwarant.web.messages.words import letter_of
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang

A_PAGE = 20


@require_GET
@person
def inbox(request: AuthedRequest) -> HttpResponse:
    """Everything that the person was told, a group for each matter."""
    page = Paginator(matters_of(request.user), A_PAGE).get_page(page_asked(request))
    groups = groups_of(request.user, page.object_list, lang())
    return render(request, "messages/inbox.html", {"page": page, "groups": groups})


@require_GET
@person
def item(request: AuthedRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about; everything of that matter is read then, unless a browser fetches it ahead."""
    found = _own(request, pk)
    if is_looked_at(request):
        mark_read(found, now=now())
    path = letter_of(found, lang()).path
    is_ours = url_has_allowed_host_and_scheme(path, None)
    return redirect(path if path and is_ours else "inbox")


@require_POST
@person
def read_one(request: AuthedRequest, pk: int) -> HttpResponse:
    """Mark everything of one matter as read."""
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
    """Nobody opens another's notice, whoever they are, nor one of before they left."""
    return get_object_or_404(Notice.objects.of(request.user), pk=pk)
