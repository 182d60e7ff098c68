"""What a customer does to a ticket."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from gwarant.intake.dismissing import dismiss
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import actions
from gwarant.tickets.classifying import ClientMay, client_may
from gwarant.tickets.dismissal import is_surely_theirs
from gwarant.tickets.models import Status
from gwarant.web.access import EVERY_CLIENT, REPORTERS
from gwarant.web.portal.forms import (
    ClassForm,
    ConfirmationForm,
    DecisionForm,
    NotOursForm,
    RefusalForm,
    ReopeningForm,
    ReplyForm,
    WithdrawalForm,
)
from gwarant.web.tickets.following import EndForm, FollowingForm, begin, end, is_followed
from gwarant.web.tickets.placing import SystemForm, lacks_system
from gwarant.web.tickets.verbs import Verb, plain, worded

_theirs = partial(Verb, roles=REPORTERS)
_everybodys = partial(Verb, roles=EVERY_CLIENT)

VERBS: tuple[Verb, ...] = (
    _theirs(
        noun="replies",
        kind=Kind.REPLIED,
        form=ReplyForm,
        act=worded(actions.reply),
        said=_("Sent. We have it."),
        fits=lambda facts: facts.status is not Status.CLOSED,
        unfit=_("This ticket is closed. If it came back, reopen it; for anything else report a new one."),
    ),
    _theirs(
        noun="confirmation",
        kind=Kind.ACCEPTED,
        form=ConfirmationForm,
        act=lambda on, told, **way: actions.confirm(on, text=told["text"], **way),
        said=_("Thank you. The ticket is closed."),
    ),
    _theirs(
        noun="refusal",
        kind=Kind.REJECTED,
        form=RefusalForm,
        act=worded(actions.refuse),
        said=_("We go on working on it. The clocks run again."),
    ),
    _theirs(
        noun="reopening",
        kind=Kind.REOPENED,
        form=ReopeningForm,
        act=worded(actions.reopen),
        said=_("The ticket is open again."),
        fits=lambda facts: facts.status is Status.CLOSED,
        unfit=_("We say that it is fixed. If it is not, say so: then we go on."),
    ),
    _theirs(
        noun="pause/decision",
        kind=Kind.PAUSE_DECIDED,
        form=DecisionForm,
        act=lambda on, told, **way: actions.decide_pause(on, told["approved"] == "yes", reason=told["reason"], **way),
        said=_("Thank you, we have your decision."),
        fits=lambda facts: facts.asked_pause is not None,
    ),
    _theirs(
        noun="closing",
        kind=Kind.CLOSED,
        form=WithdrawalForm,
        act=worded(actions.close),
        said=_("Withdrawn. The ticket is closed."),
        fits=lambda facts: facts.status not in (Status.CLOSED, Status.RESOLVED),
        unfit=_("We say that it is fixed. Confirm it, or say that it is not."),
    ),
    _theirs(
        noun="class",
        kind=Kind.CLASSIFIED,
        form=ClassForm,
        act=lambda on, told, **way: actions.classify(on, told["class_id"], reason=told["reason"], **way),
        said=_("The class is set, and its clocks are counted anew from the report."),
        fits=lambda facts: client_may(facts.log) is not ClientMay.NOTHING,
        unfit=_("By the contract the provider sets the class of this ticket. Write to us if it is wrong."),
    ),
    _theirs(
        noun="system",
        kind=Kind.MOVED,
        form=SystemForm,
        act=lambda on, told, **way: actions.name_system(on, told["place"], **way),
        said=_("Thank you. Its clocks count from when you reported it."),
        fits=lacks_system,
        unfit=_("Its system is known already. If it is wrong, please write to us."),
    ),
    _theirs(
        noun="dismissal",
        kind=Kind.DISMISSED,
        form=NotOursForm,
        act=lambda on, told, **way: dismiss(on, told["reason"], told["text"], **way),
        said=_("Thank you. Nothing of it counts; it stands among what was laid aside."),
        fits=lambda facts: not is_surely_theirs(facts.log),
    ),
    _theirs(
        noun="dismissal/end",
        kind=Kind.TAKEN_UP,
        act=plain(actions.take_up),
        said=_("It is your report again. Its clocks count as if it had never been laid aside."),
    ),
    _everybodys(
        noun="followers",
        kind=Kind.FOLLOWED,
        form=FollowingForm,
        act=begin,
        said=_("Our answers in this ticket go there too from now on."),
    ),
    _everybodys(
        noun="followers/end",
        kind=Kind.UNFOLLOWED,
        form=EndForm,
        act=end,
        said=_("No more messages about this ticket go there."),
        fits=is_followed,
        unfit=_("Nobody follows this ticket."),
    ),
)
