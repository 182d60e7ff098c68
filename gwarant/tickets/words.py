"""What a person reads of news about a ticket: from its code and facts, in the language that is active.

No row is asked for: the same words are made for a mail when it happens, and for an inbox a year later.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gwarant.notify.letter import Letter
from gwarant.notify.news import Facts, Words
from gwarant.pictures.words import dated, known


def _reported(f: Facts, lang: str) -> Letter:
    about = _("%(who)s of %(customer)s reports:") % {**f, "who": f["who"] or _("Somebody")}
    alone = () if f["covered"] else (_("No contract covers it: it waits in the queue without a contract."),)
    return _letter(f, pgettext("subject", "New"), about, *_quoted(f["text"]), *alone)


def _received(f: Facts, lang: str) -> Letter:
    thanks = _("Your report is registered as %(key)s.") % f
    return _letter(f, pgettext("subject", "We have it"), thanks, *_promise(f, lang))


def _acknowledged(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Taken"), _("%(who)s is working on it.") % f)


def _begun(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Work has begun"), *_said(f))


def _replied(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Reply"), *_said(f))


def _spoken(f: Facts, lang: str) -> Letter:
    """To the house, when the customer wrote after the resolution."""
    then = _("So it does not close by itself. Take it as a refusal, or ask whether it is fixed.")
    return _letter(f, pgettext("subject", "Wrote after it was resolved"), *_said(f), then, tone="at_risk")


def _asked_whether_fixed(f: Facts, lang: str) -> Letter:
    asks = _("You wrote after it was resolved, and %(who)s asks: is it fixed?") % f
    ways = _("Open the ticket and choose: yes, it works, or no, it is not fixed.")
    ways = _("Please tell us: yes, it works, or no, it is not fixed.") if f.get("by_mail") else ways
    return _letter(f, pgettext("subject", "Is it fixed?"), asks, *_quoted(f["text"]), ways)


def _taken_as_refusal(f: Facts, lang: str) -> Letter:
    told = _("%(who)s took what you told us as a refusal: the repair counts as refused since then, and we go on.")
    return _letter(f, pgettext("subject", "We go on"), told % f, *_quoted(f["text"]))


def _asked(f: Facts, lang: str) -> Letter:
    lines = (_("%(who)s asks:") % f, *_quoted(f["text"]), *_waits(f))
    return _letter(f, pgettext("subject", "A question to you"), *lines, tone="paused" if f["waits"] else "")


def _priced(f: Facts, lang: str) -> Letter:
    please = _("Please tell us whether you agree.")
    lines = (_("%(who)s sends you a quote:") % f, *_quoted(f["text"]), please, *_waits(f))
    return _letter(f, pgettext("subject", "A quote for you"), *lines)


def _paused(f: Facts, lang: str) -> Letter:
    why = _("Reason: %(reason)s") % {"reason": known(f["reason"], lang)}
    shown = [_("Evidence: %(evidence)s") % f] if f["evidence"] else []
    decide = [_("The contract asks for your consent: please agree or refuse.")] if f["consent"] else []
    return _letter(f, pgettext("subject", "Paused"), why, *shown, *decide, tone="paused")


def _pause_decided(f: Facts, lang: str) -> Letter:
    agrees, refuses = _("%(who)s agrees to the pause."), _("%(who)s refuses the pause: it does not count.")
    return _letter(f, pgettext("subject", "Pause decided"), (agrees if f["approved"] else refuses) % f)


def _restored(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Works again"), *_said(f), tone="fine")


def _resolved(f: Facts, lang: str) -> Letter:
    please = _("Please confirm that it works, or tell us that it does not.")
    return _letter(f, pgettext("subject", "Resolved"), *_said(f), please, *_silence(f, lang), tone="fine")


def _confirmed(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Confirmed"), _("%(who)s confirms that it works.") % f, tone="fine")


def _refused(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Not fixed"), *_said(f), tone="at_risk")


def _closed(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Closed"), *_said(f))


def _closed_by_silence(f: Facts, lang: str) -> Letter:
    told, days = _("Nobody said anything within the time that the contract gives: closed."), f["days"]
    if days:
        told = ngettext(
            "Nobody said anything for %(n)d day: closed.", "Nobody said anything for %(n)d days: closed.", days
        ) % {"n": days}
    return _letter(f, pgettext("subject", "Closed"), told)


def _assigned(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Yours"), _("%(who)s gave it to you.") % f)


def _classified(f: Facts, lang: str) -> Letter:
    told = _("%(who)s set the class to: %(label)s.") % {**f, "label": known(f["class"], lang)}
    return _letter(f, pgettext("subject", "Class changed"), told, *_promise(f, lang))


def _adopted(f: Facts, lang: str) -> Letter:
    return _letter(f, pgettext("subject", "Under contract"), _judged_by(f), *_promise(f, lang))


def _moved(f: Facts, lang: str) -> Letter:
    told = _("%(who)s corrected the system that it concerns: %(system)s.") % f
    lines = (told, *_quoted(f["text"]), _judged_by(f), *_promise(f, lang))
    return _letter(f, pgettext("subject", "Another system"), *lines)


def _warned(f: Facts, lang: str) -> Letter:
    what = pgettext("subject", "%(percent)d%% used: %(clock)s") % {**f, "clock": known(f["clock"], lang)}
    return _letter(f, what, _("Due %(when)s.") % {"when": _at(f, "due_at", lang)}, tone="at_risk")


def _breached(f: Facts, lang: str) -> Letter:
    what = pgettext("subject", "Breached: %(clock)s") % {"clock": known(f["clock"], lang)}
    return _letter(f, what, _("It was due %(when)s.") % {"when": _at(f, "due_at", lang)}, tone="breached")


def _laddered(f: Facts, lang: str) -> Letter:
    told = _("Step %(step)d of the contact ladder for %(customer)s.") % f
    return _letter(f, pgettext("subject", "Nobody has answered yet"), told, tone="at_risk")


def _inherited(f: Facts, lang: str) -> Letter:
    """Somebody of the customer has left, and what they reported is asked of the administrators from now on."""
    subject = _("Open reports of %(name)s, who has left") % f
    told = _("From now on we ask you about them: %(keys)s.") % {"keys": ", ".join(f["keys"])}
    return Letter(subject, (subject + ".", told), path="/portal/tickets", action=_("See the tickets"))


def _cared_for(f: Facts, lang: str) -> Letter:
    """Who cares for a customer from now on, and why that changed."""
    nobody = _("nobody")
    named = {"caretaker": f["caretaker"] or nobody, "deputy": f["deputy"] or nobody}
    told = [_("From now on the caretaker is %(caretaker)s, the deputy is %(deputy)s.") % named]
    if f["former"]:
        why = _("%(former)s has left the house.") if f["left"] else _("%(former)s only looks from now on.")
        told.append(why % f)
    told.append(_("Decided by %(by)s.") % f)
    subject = _("Who cares for %(customer)s") % f
    return Letter(subject, tuple(told), path=f"/desk/customers/{f['key']}", action=_("See the customer"))


WORDS: Mapping[str, Words] = {
    "reported": _reported,
    "received": _received,
    "acknowledged": _acknowledged,
    "begun": _begun,
    "replied": _replied,
    "spoken": _spoken,
    "asked_whether_fixed": _asked_whether_fixed,
    "taken_as_refusal": _taken_as_refusal,
    "asked": _asked,
    "priced": _priced,
    "paused": _paused,
    "pause_decided": _pause_decided,
    "restored": _restored,
    "resolved": _resolved,
    "confirmed": _confirmed,
    "refused": _refused,
    "closed": _closed,
    "closed_by_silence": _closed_by_silence,
    "assigned": _assigned,
    "classified": _classified,
    "adopted": _adopted,
    "moved": _moved,
    "warned": _warned,
    "breached": _breached,
    "laddered": _laddered,
    "inherited": _inherited,
    "cared_for": _cared_for,
}


def _letter(f: Facts, what: str, *lines: str, tone: str = "") -> Letter:
    return Letter(
        what,
        lines,
        key=f["key"],
        title=f["title"],
        path=f"/{f['side']}/tickets/{f['key']}",
        action=_("Open the ticket"),
        tone=tone,
    )


def _said(f: Facts) -> tuple[str, ...]:
    return (_("%(who)s writes:") % f, *_quoted(f["text"]))


def _quoted(text: str) -> tuple[str, ...]:
    """The words in paragraphs."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def _promise(f: Facts, lang: str) -> Iterable[str]:
    """By when we answer, where the contract says so."""
    return [_("We answer by %(when)s at the latest.") % {"when": _at(f, "answer_at", lang)}] if f["answer_at"] else []


def _waits(f: Facts) -> Iterable[str]:
    return [_("Until you answer, the clocks that depend on you stand still.")] if f["waits"] else []


def _silence(f: Facts, lang: str) -> Iterable[str]:
    """When it closes by itself."""
    if not f["closes_at"]:
        return []
    return [_("If we hear nothing from you it closes by itself: %(when)s.") % {"when": _at(f, "closes_at", lang)}]


def _judged_by(f: Facts) -> str:
    if not f["contract"]:
        return _("No contract covers that system. We have it and will come back to you, but no time is promised.")
    return _("The contract %(number)s covers it, from the report on.") % {"number": f["contract"]}


def _at(f: Facts, name: str, lang: str) -> str:
    """A moment of the facts as people of the contract's zone write it."""
    return dated(f[name], f["zone"], lang)
