"""The sentences for what could not be done with people."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gwarant.accounts.refusals import (
    EmailTaken,
    LastOwner,
    NothingAsked,
    NothingToTakeAway,
    NotIndependent,
    NotTheirOwn,
    OneMoreIsNeeded,
    PersonRefused,
)
from gwarant.customers.refusals import (
    AlreadyHere,
    BelongsElsewhere,
    InvitationOver,
    InvitationRefused,
    LastAdministrator,
    TooSoon,
)
from gwarant.pictures.words import dated
from gwarant.web.templatetags.look import lang


def sentence_of(refusal: PersonRefused | InvitationRefused) -> str:
    """Why it was not done, and what to do."""
    if isinstance(refusal, InvitationOver):
        return _over(refusal)
    if isinstance(refusal, TooSoon):
        return _too_soon(refusal)
    for kind, words in _sentences().items():
        if isinstance(refusal, kind):
            return words
    return _("This could not be done. Nothing was changed.")


def _sentences() -> dict[type[Exception], str]:
    return {
        LastOwner: _("This is the last owner. Make somebody else an owner first: a house without one cannot be run."),
        NotTheirOwn: _("Your own second step you turn off under Security."),
        NothingToTakeAway: _("This person has no second step: nothing was taken away."),
        OneMoreIsNeeded: _("You have asked already. Somebody else has to agree."),
        NotIndependent: _(
            "Whoever agrees must have been here before it was asked, and must not have come through an invitation of"
            " who asked. Somebody else agrees, or who asked withdraws it and another one asks."
        ),
        NothingAsked: _("There is no request of yours to withdraw: it was agreed to, withdrawn, or its time was over."),
        EmailTaken: _("There is an account under this address already."),
        AlreadyHere: _("This person is here already."),
        BelongsElsewhere: _("This address cannot be invited here: its account belongs to the other side of the house."),
        LastAdministrator: _("This is your last administrator. Invite another one first, or ask us."),
    }


def _too_soon(refusal: TooSoon) -> str:
    at = dated(int(refusal.again_at.timestamp()), timezone.get_current_timezone_name(), lang())
    if refusal.to_one:
        return _("An invitation went to this address a short while ago. It can be sent again from %(at)s.") % {"at": at}
    return _("You have sent many invitations within an hour. The next can be sent from %(at)s.") % {"at": at}


def _over(refusal: InvitationOver) -> str:
    if refusal.invitation.accepted_at:
        return _("The invitation was used meanwhile: the person is here.")
    return _("The invitation was withdrawn meanwhile. Invite the person anew.")
