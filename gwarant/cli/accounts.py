"""Accounts by which mail leaves, for the command line."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language

from gwarant.cli.boxes import given_credential
from gwarant.cli.terminal import unusable
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.clock import clock
from gwarant.notify.alarms import failing
from gwarant.notify.entering import entry, forget_account, keep_account
from gwarant.notify.models import Account
from gwarant.oauth import SignInFailed, sentence
from gwarant.oauth.model import GRAPH, OUTLOOK
from gwarant.oauth.words import WORDS, in_language

Tell = Callable[[str], object]


def add(address: str, shown: Mapping[str, str], tell: Tell, *, is_checked: bool) -> bool:
    """Keep the credential and ask for a token once; whether all is well."""
    try:
        validate_email(address)
    except ValidationError:
        raise unusable(
            "ADDRESS", f"{address!r} is no address", "write name@domain, as GWARANT_EMAIL_URL has it"
        ) from None
    credential = given_credential({"user": address}, shown)
    with scoped(ENGINE):
        keep_account(address, credential, now=clock())
        tell(f"The credential of {address} is kept, encrypted under the secret key.")
        if not is_checked:
            return True
        is_graph = settings.ENV.email_url.startswith("graph:")
        try:
            entry(clock()).shown(address, GRAPH if is_graph else OUTLOOK)
        except SignInFailed as failed:
            tell(f"{failed.code}: {sentence(failed, get_language() or 'en')}")
            return False
    tell("The provider gives a token. Whether the mail server takes it says: gwarant mail test")
    return True


def listed() -> list[dict[str, Any]]:
    """Each account with how it goes; no secret."""
    with scoped(ENGINE):
        late = {one.pk for one in failing(clock())}
        return [_told(one, one.pk in late) for one in Account.objects.order_by("address")]


def remove(address: str) -> None:
    with scoped(ENGINE):
        if not forget_account(address):
            raise unusable("ADDRESS", f"no account {address!r} is kept", "gwarant mail account list names them")


def _told(one: Account, is_late: bool) -> dict[str, Any]:
    words = WORDS.get(one.failure)  # type: ignore[call-overload]
    return {
        "address": one.address,
        "state": "failing" if is_late else "trying again" if one.failure else "kept",
        "failure": one.failure,
        "said": one.said,
        "failing_since": f"{one.failing_since:%Y-%m-%dT%H:%M:%SZ}" if one.failing_since else None,
        "sentence": in_language(words, get_language() or "en") if words else "",
    }
