"""Why something about a person was not done; nothing was."""


class PersonRefused(Exception):
    """It cannot be done; nothing was."""


class LastOwner(PersonRefused):
    """The house would be left without an owner."""


class EmailTaken(PersonRefused):
    """Somebody has an account under this address."""
