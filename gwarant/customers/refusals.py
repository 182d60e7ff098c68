"""Why something about a customer's people was not done; nothing was."""

from datetime import datetime

from gwarant.customers.models import Invitation


class InvitationRefused(Exception):
    """It cannot be done; nothing was."""


class AlreadyHere(InvitationRefused):
    """The person belongs there already."""


class BelongsElsewhere(InvitationRefused):
    """The address belongs to the other side of the house: staff are no customer's people."""


class NoInvitation(InvitationRefused):
    """No invitation has this token."""


class InvitationOver(InvitationRefused):
    """It was used, withdrawn, or its time is over."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(invitation.email)
        self.invitation = invitation


class TooSoon(InvitationRefused):
    """An invitation went there a moment ago, or the inviter sent many; `again_at` is when it can be sent."""

    def __init__(self, again_at: datetime, *, to_one: bool) -> None:
        super().__init__(str(again_at))
        self.again_at, self.to_one = again_at, to_one


class SignInFirst(InvitationRefused):
    """Somebody has an account under the invited address: they accept as themselves."""


class LastAdministrator(InvitationRefused):
    """The customer would be left without an administrator."""
