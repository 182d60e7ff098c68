"""Mail that came in: what waits for a decision, and what became of every message."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gwarant.files.folder import pieces
from gwarant.files.names import name_of
from gwarant.files.store import folder, store
from gwarant.intake import actions, together
from gwarant.intake.account import account
from gwarant.intake.deciding import recipients_of
from gwarant.intake.handling import said
from gwarant.intake.models import DECIDABLE, Flood, Outcome, RawMail
from gwarant.intake.whose import is_nobodys
from gwarant.intake.words import why_unreadable
from gwarant.mail import Mail, Unreadable
from gwarant.mail.child import Parser
from gwarant.mail.model import Attachment
from gwarant.mail.quotes import split
from gwarant.tickets.problem import TicketProblem
from gwarant.tickets.untaken import untaken_words
from gwarant.web.access import EVERYBODY_INSIDE, LEADERS, WORKERS, AuthedRequest, staff
from gwarant.web.asked import page_asked
from gwarant.web.files.framing import with_pictures
from gwarant.web.files.links import link_to_stored
from gwarant.web.files.serving import HEADERS
from gwarant.web.mail.floods import rows_of_floods
from gwarant.web.mail.forms import MOST_DIGITS, DismissalForm, ForWhomForm
from gwarant.web.mail.pictures import parts_of, shown_in
from gwarant.web.mail.words import TONES, decision_words, outcome_words, reason_words, warnings_of
from gwarant.web.moment import now
from gwarant.web.tickets.doing import DESK

A_PAGE = 50
WAITING, QUIET = "to-decide", "asks-nothing"


@require_GET
@staff(*EVERYBODY_INSIDE)
def mails(request: AuthedRequest) -> HttpResponse:
    """The messages, the newest first: those that wait for a decision, or those of one outcome; and how many of each."""
    counts = account()
    asked = request.GET.get("outcome", "")
    waiting, quiet = RawMail.objects.to_decide(), RawMail.objects.asking_nothing()
    if asked == QUIET:
        found, chosen = quiet, asked
    elif asked in Outcome.values:
        found, chosen = RawMail.objects.with_outcome(Outcome(asked)).order_by("-pk"), asked
    elif asked in ("", WAITING):
        found, chosen = waiting, WAITING
    else:
        raise Http404
    tabs = [("?", _("To decide"), chosen == WAITING, waiting.count() + Flood.objects.open().count())]
    shown = [one for one in Outcome if counts[one.value] or one.value == chosen]
    tabs += [(f"?outcome={one.value}", outcome_words(one), chosen == one.value, counts[one.value]) for one in shown]
    page = Paginator(found.select_related("customer", "ticket"), A_PAGE).get_page(page_asked(request))
    alike = together.by_sender(list(page)) if chosen == WAITING else {}
    rows = [(one, TONES.get(one.became, "unknown"), outcome_words(one.became), alike.get(one.pk, 0)) for one in page]
    told = {"page": page, "rows": rows, "tabs": tabs, "received": counts["received"], "chosen": chosen}
    told |= {"floods": rows_of_floods() if chosen == WAITING else [], "may": request.user.may_change}
    told["quiet"] = quiet.count() if chosen == WAITING else 0
    return render(request, "mail/list.html", told)


@require_GET
@staff(*EVERYBODY_INSIDE)
def mail(request: AuthedRequest, pk: int) -> HttpResponse:
    """One message: who sent it, what it says, what became of it, and what can be decided."""
    return with_pictures(request, render(request, "mail/message.html", _shown(request, _mail(pk))))


@require_GET
@staff(*EVERYBODY_INSIDE)
def file(request: AuthedRequest, pk: int) -> StreamingHttpResponse | HttpResponse:
    """The message as it came, for a mail reader to open; `?part=N`: one of its files. Always a download.

    `?part=N&small=1` leads on to the small picture of a picture.
    """
    raw = _mail(pk)
    if not folder().has(raw.sha256):
        raise Http404
    if "part" in request.GET:
        found = _part(raw, request.GET["part"])
        if "small" in request.GET:
            return HttpResponseRedirect(link_to_stored(store(found.pieces(), found.name), door=request.get_full_path()))
        told = _download(found.name) | {"Content-Length": str(found.size)}
        return StreamingHttpResponse(found.pieces(), content_type="application/octet-stream", headers=told)
    headers = _download(f"{raw.subject or 'message'}.eml")
    return StreamingHttpResponse(_pieces(raw.sha256), content_type="message/rfc822", headers=headers)


@require_POST
@staff(*WORKERS)
def word(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take it for the word of whom it says."""
    raw = _mail(pk)
    found = _read(raw)
    if not isinstance(found, Mail):
        return _again(request, raw, _("It cannot be read, so it is nobody's word."), 422)
    try:
        done = actions.take_as_word(raw, found, by=request.user, now=now())
    except (actions.Decided, actions.NoTicket, TicketProblem) as problem:
        return _again(request, raw, str(problem), 409)
    return _to_ticket(request, done)


@require_POST
@staff(*WORKERS)
def report(request: AuthedRequest, pk: int) -> HttpResponse:
    """Open a ticket of it, for the customer that was chosen."""
    raw = _mail(pk)
    form = ForWhomForm(request.POST, at=raw.arrived_at, sender=raw.sender)
    if not form.is_valid():
        return _again(request, raw, "", 422, for_whom=form)
    try:
        told = {name: form.cleaned_data[name] for name in ("service", "class_id")}
        done = together.take_all_as_reports(
            raw, _others(request), _read(raw), form.cleaned_data["customer"], **told, by=request.user, now=now()
        )
    except (actions.Decided, TicketProblem) as problem:
        return _again(request, raw, str(problem), 409, for_whom=form)
    return _to_ticket(request, done)


@require_POST
@staff(*WORKERS)
def dismissal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Say that it is nothing for us, spam, or seen."""
    raw = _mail(pk)
    form = DismissalForm(request.POST)
    if not form.is_valid():
        return _again(request, raw, "", 422)
    try:
        if form.cleaned_data["verdict"] == "seen":
            others = together.look_at_all(raw, _others(request), by=request.user, now=now())
        else:
            is_spam = form.cleaned_data["verdict"] == "spam"
            others = together.lay_all_aside(raw, _others(request), is_spam=is_spam, by=request.user, now=now())
    except actions.Decided as problem:
        return _again(request, raw, str(problem), 409)
    words = ngettext(
        "It is decided; the message stays on the record.",
        "%(n)d messages are decided; they stay on the record.",
        others + 1,
    )
    told = words % {"n": others + 1}
    way = format_html('{} <a href="{}">{}</a>', told, reverse("desk:mail", args=[raw.pk]), _("Decide anew"))
    messages.success(request, way)
    return redirect("desk:mails")


@require_POST
@staff(*WORKERS)
def take_up(request: AuthedRequest, pk: int) -> HttpResponse:
    """Decide anew about a message that was laid aside."""
    raw = _mail(pk)
    try:
        actions.take_up(raw, by=request.user, now=now())
    except actions.NotAside as problem:
        return _again(request, raw, str(problem), 409)
    messages.success(request, _("It waits for a decision again."))
    return redirect("desk:mail", pk)


def _others(request: AuthedRequest) -> list[int]:
    """The other messages of its sender that the page listed, where they are to be decided with it."""
    listed = request.POST.get("others", "").split() if "also" in request.POST else []
    return [int(one) for one in listed[: together.MOST] if one.isascii() and one.isdecimal() and len(one) < MOST_DIGITS]


def _pieces(name: str) -> Iterator[bytes]:
    """The bytes of a stored file, opened when somebody reads them."""
    with folder().open(name) as content:
        yield from pieces(content)


def _download(name: str) -> dict[str, str]:
    """What has a browser save strangers' bytes, never show or run them."""
    return HEADERS | {"Content-Disposition": content_disposition_header(True, name_of(name)) or "attachment"}


def _part(raw: RawMail, number: str) -> Attachment:
    """A file of a message, by its number from 0; 404 where there is none."""
    found = _read(raw)
    parts = found.attachments if isinstance(found, Mail) else ()
    known = {str(n): one for n, one in enumerate(parts)}
    if number not in known:
        raise Http404
    return known[number]


def _mail(pk: int) -> RawMail:
    related = RawMail.objects.select_related("customer", "ticket__customer", "event", "decided_by", "flood")
    return get_object_or_404(related, pk=pk)


def _shown(request: AuthedRequest, raw: RawMail) -> dict[str, Any]:
    found = _read(raw)
    may = request.user.may_change and raw.decided_at is None and raw.outcome in DECIDABLE
    return {
        "raw": raw,
        "title": raw.subject or _("Mail without a subject"),
        "tone": TONES.get(raw.became, "unknown"),
        "outcome": outcome_words(raw.became),
        "reason": reason_words(raw),
        "is_nobodys": may and raw.outcome == Outcome.UNKNOWN and is_nobodys(recipients_of(raw, found)),
        "leads": request.user.staff_role in LEADERS,
        "warnings": warnings_of(raw) if may else [],
        "crumbs": [(reverse("desk:mails"), _("Mail that came in"))],
        "may": may,
        "may_return": request.user.may_change and raw.is_aside,
        "decisions": [(one, decision_words(one)) for one in raw.decisions.select_related("decided_by").order_by("-pk")],
        "is_readable": isinstance(found, Mail),
        "for_whom": ForWhomForm(initial={"customer": raw.customer_id}, at=raw.arrived_at, sender=raw.sender),
        "others": list(together.of_sender(raw)[: together.MOST]) if may else [],
        "also": "also" in request.POST,
        "can_be_seen": raw.outcome in (Outcome.AUTOMATIC, Outcome.UNREADABLE),
        **_said(found),
    }


def _said(found: Mail | Unreadable) -> dict[str, Any]:
    if isinstance(found, Unreadable):
        return {"unreadable": why_unreadable(found.reason)}
    pieces = [(one.kind, one.text.strip()) for one in split(found.text) if one.text.strip()]
    left = [*untaken_words([(one.name, one.size, one.why) for one in found.left])]
    shown = {"files": parts_of(found), "enclosed": shown_in(found), "left": left}
    return {"found": found, "pieces": pieces, "has_html": bool(found.html), **shown}


def _again(request: AuthedRequest, raw: RawMail, problem: str, status: int, **forms: Any) -> HttpResponse:
    """The page with what was wrong, and what was chosen."""
    context = {**_shown(request, _mail(raw.pk)), "problem": problem, **forms}
    return render(request, "mail/message.html", context, status=status)


def _to_ticket(request: AuthedRequest, done: RawMail) -> HttpResponse:
    if done.ticket is None:
        return redirect("desk:mail", done.pk)
    return HttpResponseRedirect(DESK.address(done.ticket), status=303)


def _read(raw: RawMail) -> Mail | Unreadable:
    return said(raw, _parser().read)


@cache
def _parser() -> Parser:
    return Parser(processes=2, shelves=lambda: folder().incoming())
