"""What the house does to a ticket."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gwarant.sla.clocks.reading import ClockState
from gwarant.sla.contract.model.desk import Moment
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import actions
from gwarant.tickets.actions.ending import may_close
from gwarant.tickets.actions.pausing import declarable
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.tickets.places import CHOOSE, asks_system
from gwarant.tickets.reopening import is_too_late
from gwarant.tickets.silence import answers_to, silence_of, words_since
from gwarant.web.access import WORKERS
from gwarant.web.desk.calling import MISSED
from gwarant.web.desk.dismissing import AskingForm, DismissalForm, ask, lay_aside, may_ask, may_lay_aside
from gwarant.web.desk.forms import (
    YOURS,
    AdoptionForm,
    AssignmentForm,
    ClassForm,
    ClosingForm,
    MovingForm,
    PauseForm,
    RecognitionForm,
    SayForm,
    TakenRefusalForm,
    WhetherFixedForm,
    WordsAsideForm,
)
from gwarant.web.desk.merging import MergeForm, UnmergeForm, may_merge, merge, unmerge
from gwarant.web.tickets.following import EndForm, FollowingByAddressForm, begin, end, is_followed
from gwarant.web.tickets.placing import SystemForm, is_placed, lacks_system
from gwarant.web.tickets.verbs import Facts, Fold, Verb, Words, plain, worded


def _may_be_taken(facts: Facts) -> bool:
    """Nobody has it who may still act, or nobody has said yet that they work on it, by an answer or so."""
    if not facts.ticket.is_held:
        return True
    is_taken = any(one.kind == Kind.ACKNOWLEDGED for one in facts.log.events)
    return not is_taken and (facts.status is Status.NEW or _waits_for_an_answer(facts))


def _waits_for_an_answer(facts: Facts) -> bool:
    return bool(facts.running & {Moment.ACKNOWLEDGED, Moment.FIRST_HUMAN_REPLY})


def _may_pause(facts: Facts) -> bool:
    return bool(facts.live) and bool(declarable(facts.ticket))


def _stands_still(facts: Facts) -> bool:
    return facts.status is Status.WAITING or any(one.state is ClockState.PAUSED for one in facts.live)


def _is_spoken(facts: Facts) -> bool:
    """The customer has spoken since it was over."""
    return silence_of(facts.log).spoken_at is not None


def _is_spoken_after_closing(facts: Facts) -> bool:
    return facts.status is Status.CLOSED and _is_spoken(facts)


def _may_open_again(facts: Facts) -> bool:
    """One of those words came while the contract let the ticket be opened again."""
    return _is_spoken_after_closing(facts) and any(not is_too_late(facts.log, one.at) for one in words_since(facts.log))


def answers(log: Log) -> QuerySet[TicketEvent]:
    """What we replied to what the customer said after the resolution."""
    return answers_to(log.ticket, words_since(log))


def asked(log: Log) -> QuerySet[TicketEvent]:
    """Our questions whether it is fixed, which wait for the customer's answer."""
    return answers(log).exclude(ref="")


def _call(on: Ticket, told: Mapping[str, Any], **way: Any) -> Ticket:
    who = {"contact": told["person"], "contact_name": told["named"], "at": told["at"]}
    if told["how"] == MISSED:
        return actions.attempt_call(on, told["text"], **who, **way)
    return actions.call(on, told["text"], incoming=told["how"] == "in", **who, **way)


_ours = partial(Verb, roles=WORKERS)
_say = partial(_ours, form=SayForm)

VERBS: tuple[Verb, ...] = (
    _say(
        noun="replies",
        kind=Kind.REPLIED,
        act=worded(actions.reply),
        said=_("Sent."),
        words=Words(_("Reply"), _("The customer reads it at once, here and by e-mail."), _("Send the reply"), YOURS),
    ),
    _say(
        noun="questions",
        kind=Kind.ASKED,
        act=lambda on, told, **way: actions.ask(on, told["text"], reason=told.get("reason", ""), **way),
        said=_("Asked. What depends on the answer waits for it."),
        words=Words(_("Question"), _("The customer is asked, and what depends on the answer waits."), _("Ask"), YOURS),
    ),
    _say(
        noun="notes",
        kind=Kind.NOTED,
        act=worded(actions.note),
        said=_("Noted, for our people only."),
        words=Words(_("Internal note"), _("Only our people ever see it. It is no answer."), _("Keep the note")),
    ),
    _say(
        noun="calls",
        kind=Kind.CALLED,
        act=_call,
        said=_("The call is written down."),
        words=Words(
            _("Phone call"),
            _("Write down who rang and what was said. The customer sees it."),
            _("Keep the call"),
            _("If somebody was reached, you take the ticket with it."),
        ),
    ),
    _say(
        noun="quotes",
        kind=Kind.QUOTED,
        act=worded(actions.quote),
        said=_("The quote is sent."),
        fits=lambda facts: Moment.QUOTE_SENT in facts.timed,
        unfit=_("The contract times no quote for tickets of this class. Write it as a reply."),
        words=Words(_("Quote"), _("What it would cost; the customer agrees or not."), _("Send the quote"), YOURS),
    ),
    _say(
        noun="beginning",
        kind=Kind.WORK_STARTED,
        act=worded(actions.begin_work),
        said=_("Written down: the work has begun."),
        fits=lambda facts: Moment.WORK_STARTED in facts.timed,
        unfit=_("The contract does not time when work begins. Write it as a reply."),
        words=Words(
            _("Work begins"),
            _("The contract times it; the customer reads what you begin with."),
            _("The work has begun"),
            YOURS,
        ),
    ),
    _say(
        noun="restoration",
        kind=Kind.RESTORED,
        act=worded(actions.restore),
        said=_("Sent: it works again. The repair goes on."),
        words=Words(_("Workaround"), _("It works again for now; the repair goes on."), _("It works again"), YOURS),
    ),
    _say(
        noun="resolution",
        kind=Kind.RESOLVED,
        act=worded(actions.resolve),
        said=_("Resolved. The customer confirms it or says that it is not fixed."),
        words=Words(_("Resolution"), _("It is fixed. The customer confirms or refuses."), _("Resolve"), YOURS),
    ),
    _ours(
        noun="acknowledgement",
        kind=Kind.ACKNOWLEDGED,
        act=plain(actions.acknowledge),
        said=_("Taken."),
        fits=_may_be_taken,
        unfit=_("Somebody has taken it already. If somebody else works on it now, give it to them."),
    ),
    _ours(
        noun="pause/end",
        kind=Kind.RESUMED,
        act=plain(actions.end_pause),
        said=_("The clocks run again."),
        fits=_stands_still,
        unfit=_("No clock of this ticket is paused."),
    ),
    _ours(
        noun="contract",
        kind=Kind.ADOPTED,
        form=AdoptionForm,
        act=lambda on, told, **way: actions.adopt(on, service=told["place"], **way),
        said=_("It is under a contract now."),
        fits=lambda facts: facts.ticket.version is None and asks_system(facts.ticket) != CHOOSE,
        fold=Fold(_("Put under a contract")),
    ),
    _ours(
        noun="assignment",
        kind=Kind.ASSIGNED,
        form=AssignmentForm,
        act=lambda on, told, **way: actions.assign(on, told["person"], **way),
        said=_("Given on."),
        fold=Fold(_("Give it to somebody"), pgettext_lazy("a ticket", "Give")),
    ),
    _ours(
        noun="reporter",
        kind=Kind.RECOGNISED,
        form=RecognitionForm,
        act=lambda on, told, **way: actions.recognise(on, told["person"], **way),
        said=_("From now on they are asked about all that this address reported."),
        fits=lambda facts: facts.ticket.correspondent_id is not None,
        fold=Fold(_("Say whose address it is"), _("It is theirs")),
    ),
    _ours(
        noun="followers",
        kind=Kind.FOLLOWED,
        form=FollowingByAddressForm,
        act=begin,
        said=_("They follow the ticket from now on."),
        fold=Fold(_("Have somebody follow it"), _("Add")),
    ),
    _ours(
        noun="followers/end",
        kind=Kind.UNFOLLOWED,
        form=EndForm,
        act=end,
        said=_("They get no more messages about this ticket."),
        fits=is_followed,
        unfit=_("Nobody follows this ticket."),
    ),
    _ours(
        noun="class",
        kind=Kind.CLASSIFIED,
        form=ClassForm,
        act=lambda on, told, **way: actions.classify(on, told["class_id"], reason=told["reason"], **way),
        said=_("The class is set and the clocks are counted anew."),
        fold=Fold(_("Change the class")),
    ),
    _ours(
        noun="system/name",
        kind=Kind.MOVED,
        form=SystemForm,
        act=lambda on, told, **way: actions.name_system(on, told["place"], **way),
        said=_("Its system is known now, and its clocks count from the report."),
        fits=lacks_system,
        unfit=_("Its system is known already. If it is wrong, correct it."),
        fold=Fold(_("Say which system it is"), _("It is this system")),
    ),
    _ours(
        noun="system",
        kind=Kind.MOVED,
        form=MovingForm,
        act=lambda on, told, **way: actions.move(on, told["place"], told["reason"], **way),
        said=_("The system is corrected and the clocks are counted anew."),
        fits=is_placed,
        fold=Fold(_("Correct the system")),
    ),
    _ours(
        noun="pause",
        kind=Kind.PAUSED,
        form=PauseForm,
        act=lambda on, told, **way: actions.pause(on, told["reason"], told["evidence"], **way),
        said=_("The clocks that this concerns are paused."),
        fits=_may_pause,
        unfit=_("There is no clock here that the contract lets you pause."),
        fold=Fold(_("Pause the clocks")),
    ),
    _ours(
        noun="merge",
        kind=Kind.MERGED,
        form=MergeForm,
        act=merge,
        said=_("Merged. It goes on in the other ticket, and whoever reported it was told."),
        fits=may_merge,
        unfit=_("Monitoring opened it, so others are merged into it; or a clock of it is paused: end the pause first."),
        fold=Fold(_("Merge it into another ticket"), _("Merge")),
    ),
    _ours(
        noun="merge/end",
        kind=Kind.UNMERGED,
        form=UnmergeForm,
        act=unmerge,
        said=_("It goes on by itself again, and its times count as if it had never been merged."),
        fold=Fold(_("Undo the merge"), css="danger"),
    ),
    _ours(
        noun="closing",
        kind=Kind.CLOSED,
        form=ClosingForm,
        act=worded(actions.close),
        said=_("Closed."),
        fits=lambda facts: may_close(facts.log) and facts.status is not Status.CLOSED,
        fold=Fold(_("Close without confirmation"), _("Close the ticket"), "danger"),
    ),
    _ours(
        noun="dismissal",
        kind=Kind.DISMISSED,
        form=DismissalForm,
        act=lay_aside,
        said=_("Laid aside as no report. The customer sees it with your reason among what was laid aside."),
        fits=may_lay_aside,
        fold=Fold(_("This is no report"), _("Lay it aside"), "danger"),
    ),
    _ours(
        noun="dismissal/request",
        kind=Kind.NOTED,
        form=AskingForm,
        act=ask,
        said=_("Asked. It is laid aside once somebody else of us agrees."),
        fits=may_ask,
        fold=Fold(_("This is no report"), _("Ask somebody to agree")),
    ),
    _ours(
        noun="dismissal/end",
        kind=Kind.TAKEN_UP,
        act=plain(actions.take_up),
        said=_("It is a report again. Its clocks count as if it had never been laid aside."),
    ),
    _ours(
        noun="refusal",
        kind=Kind.REJECTED,
        form=TakenRefusalForm,
        act=lambda on, told, **way: actions.take_as_refusal(on, told["word"], told["text"], **way),
        said=_("Taken as a refusal. The clocks run again."),
        fits=_is_spoken,
    ),
    _ours(
        noun="reopening",
        kind=Kind.REOPENED,
        form=TakenRefusalForm,
        act=lambda on, told, **way: actions.take_as_refusal(on, told["word"], told["text"], **way),
        said=_("Opened again as of what the customer wrote. The clocks run again."),
        fits=_may_open_again,
        unfit=_("There is nothing to open it again for: the customer has not written since, or wrote too late."),
    ),
    _ours(
        noun="words/aside",
        called="words_aside",
        kind=Kind.NOTED,
        form=WordsAsideForm,
        act=worded(actions.lay_words_aside),
        said=_("Noted: nothing is to be done. The ticket stays closed."),
        fits=_is_spoken_after_closing,
        unfit=_("Nothing waits here: the customer has not written since it was closed, or it was seen to."),
    ),
    _ours(
        noun="confirmation/question",
        called="whether_fixed",
        kind=Kind.REPLIED,
        form=WhetherFixedForm,
        act=worded(actions.ask_whether_fixed),
        said=_("Asked. Nothing closes it until the customer answers."),
        fits=lambda facts: _is_spoken(facts) and not asked(facts.log).exists(),
        unfit=_("There is nothing to ask: the customer has not written since, or was asked already."),
    ),
)
