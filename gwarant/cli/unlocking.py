"""Taking away a second step, for the command line."""

from datetime import datetime

from gwarant.accounts.actions import rescue_at_console
from gwarant.accounts.models import User
from gwarant.accounts.refusals import NothingToTakeAway
from gwarant.database.scope import ENGINE, scoped
from gwarant.web.people.letters import tell_of_rescue


def unlock(email: str, now: datetime) -> tuple[str, tuple[str, str] | None]:
    """Whose second step was taken away, or what is wrong and what would be right."""
    with scoped(ENGINE):
        person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if person is None:
            return "", (f"nobody signs in with {email!r}", "write the address of an open account")
        try:
            rescue_at_console(person, tell=tell_of_rescue, now=now)
        except NothingToTakeAway:
            return "", (f"{person.email} has no second step", "nothing has to be taken away: they sign in by password")
        return person.name, None
