"""Why something about a person was not done; nothing was."""


class PersonRefused(Exception):
    """It cannot be done; nothing was."""


class LastOwner(PersonRefused):
    """The house would be left without an owner."""


class EmailTaken(PersonRefused):
    """Somebody has an account under this address."""


class NotTheirOwn(PersonRefused):
    """Nobody takes away their own second step in this way."""


class NothingToTakeAway(PersonRefused):
    """The person has no second step."""


class NotIndependent(PersonRefused):
    """Who agrees came after it was asked, or came into the house through who asked."""


class NothingAsked(PersonRefused):
    """There is no request that they could withdraw."""


class OneMoreIsNeeded(PersonRefused):
    """The same one asked before: another one has to agree."""
