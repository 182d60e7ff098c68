"""A credential made of what somebody gives, of exactly one kind; what is left empty stays as it was."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from gwarant.database.seal import SealBroken, open_
from gwarant.intake.mailboxes.models import Entrance, Mailbox
from gwarant.oauth import GoogleService, MicrosoftApp, Password, Refresh, SignInFailed, service_account, unpacked
from gwarant.oauth.ask import TENANT
from gwarant.oauth.assertion import google_assertion, microsoft_assertion
from gwarant.oauth.stored import Stored


class Missing(Exception):
    """Not all that this kind needs was given: the `parts` by their names."""

    def __init__(self, *parts: str) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts


def credential_of(kind: str, told: Mapping[str, str], user: str, former: Stored | None = None) -> Stored:
    """The credential of that kind. Missing, or SignInFailed where a key file is none.

    told: password · tenant, client, certificate, key · key_file · token_url, client, client_secret, refresh_token.
    `former`: a part that is not given is taken from it, if it is of that kind; a certificate goes with its key.
    """
    given = {name: value for name, value in told.items() if value}
    match kind:
        case Entrance.MICROSOFT:
            kept = _parts(former, MicrosoftApp, "tenant", "client")
            if not given.keys() & {"certificate", "key"}:
                kept |= _parts(former, MicrosoftApp, "certificate", "key")
            whole = _whole(kept | given, "tenant", "client", "certificate", "key")
            return MicrosoftApp(
                tenant=whole["tenant"], client=whole["client"], certificate=whole["certificate"], key=whole["key"]
            )
        case Entrance.GOOGLE:
            if "key_file" not in given and isinstance(former, GoogleService):
                return replace(former, user=user)
            return service_account(_whole(given, "key_file")["key_file"], user)
        case Entrance.REFRESH:
            names = ("token_url", "client", "refresh_token", "client_secret")
            kept = _parts(former, Refresh, *names) | given
            return Refresh(**_whole(kept, *names[:3]), client_secret=kept.get("client_secret", ""))
    return Password(**_whole(_parts(former, Password, "password") | given, "password"))


def check_credential(credential: Stored, now: datetime) -> None:
    """What can be seen without asking anybody: keys, certificates and their time, addresses. SignInFailed."""
    match credential:
        case MicrosoftApp():
            if not TENANT.fullmatch(credential.tenant):
                raise SignInFailed("unknown_tenant")
            microsoft_assertion(credential, "https://login.microsoftonline.com", now)
        case GoogleService():
            google_assertion(credential, now)


def stored_in(box: Mailbox) -> Stored | None:
    """The credential of a mailbox; None where it cannot be opened, so that it has to be given anew."""
    try:
        return unpacked(open_(box.purpose, bytes(box.sealed)))
    except (SealBroken, SignInFailed):
        return None


def _parts(former: Stored | None, kind: type[Stored], *names: str) -> dict[str, str]:
    return {name: str(getattr(former, name)) for name in names} if isinstance(former, kind) else {}


def _whole(told: Mapping[str, str], *names: str) -> dict[str, str]:
    missing = [name for name in names if not told.get(name)]
    if missing:
        raise Missing(*missing)
    return {name: told[name] for name in names}
