"""Signing in to send: the accounts that are kept, what they show, and how it goes. Tokens stay in memory."""

from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Coalesce

from gwarant.database.seal import SealBroken, is_current, open_, seal
from gwarant.notify.channels.envelope import DeliveryFailed, Entry
from gwarant.notify.failures import NO_CREDENTIAL
from gwarant.notify.models import Account
from gwarant.oauth import (
    MicrosoftApp,
    Password,
    Refresh,
    SignInFailed,
    Token,
    Tokens,
    ask,
    ends_at,
    packed,
    unpacked,
    warns_at,
)
from gwarant.oauth.ask import POLICY
from gwarant.oauth.model import GRAPH, OUTLOOK
from gwarant.oauth.stored import Stored

SAID = 200  # signs


def keep_account(address: str, credential: Stored, *, now: datetime) -> Account:
    """Have mail leave by that account from now on, with this credential instead of a former one."""
    account = Account(address=address.strip().lower(), changed_at=now)
    told = {"sealed": seal(account.purpose, packed(credential)), "changed_at": now, "failure": "", "said": ""}
    told |= {"failing_since": None, "alarmed_at": None}
    told |= {"ends_at": ends_at(credential), "warns_at": warns_at(ends_at(credential))}
    return Account.objects.update_or_create(address=account.address, defaults=told)[0]


def forget_account(address: str) -> bool:
    """Forget it and its credential; whether there was one."""
    return bool(Account.objects.filter(address=address.strip().lower()).delete()[0])


def entry(now: datetime) -> Entry:
    """How a way out signs in at this moment."""
    return Entry(partial(_shown, now), partial(_went, now), settings.ENV.inside_hosts)


@cache
def tokens() -> Tokens:
    """Of providers that the house may ask: those in public, and its own."""
    return Tokens(partial(ask, policy=replace(POLICY, inside=settings.ENV.inside_hosts)))


def _shown(now: datetime, user: str, scope: str) -> Token | Password:
    account = Account.objects.filter(address=user.lower()).first()
    if account is None:
        told = f"no credential of {user} is kept: gwarant mail account add {user}"
        raise DeliveryFailed(told, code=NO_CREDENTIAL, said=user)
    credential = _credential(account, scope)
    if account.ends_at is None and (ends := ends_at(credential)):  # a former release did not note it
        own = Account.objects.filter(pk=account.pk, changed_at=account.changed_at)
        own.update(ends_at=ends, warns_at=warns_at(ends))
    if isinstance(credential, Password):
        return credential
    token = tokens().of(credential, now)
    kept: Stored = credential
    if isinstance(credential, Refresh) and token.refresh:
        kept = replace(credential, refresh_token=token.refresh)
    if kept != credential or not is_current(bytes(account.sealed)):
        sealed = seal(account.purpose, packed(kept))
        Account.objects.filter(pk=account.pk, changed_at=account.changed_at).update(sealed=sealed)
    return token


def _credential(account: Account, scope: str) -> Stored:
    """The credential, for what it is used for: at Microsoft a token is for Graph or for SMTP."""
    try:
        found = unpacked(open_(account.purpose, bytes(account.sealed)))
    except SealBroken as broken:
        raise SignInFailed("unreadable_key", broken.code) from broken
    return replace(found, scope=scope) if isinstance(found, MicrosoftApp) else found


def _went(now: datetime, user: str, failed: SignInFailed | None) -> None:
    own = Account.objects.filter(address=user.lower())
    if failed is None:
        own.filter(failing_since__isnull=False).update(failure="", said="", failing_since=None)
        return
    since = Coalesce("failing_since", Value(now))
    own.update(failure=failed.code, said=failed.said[:SAID], failing_since=since)
    if failed.code == "login_refused":
        for account in own:
            _forget(account)


def _forget(account: Account) -> None:
    """A token that was not taken is asked for anew."""
    for scope in (GRAPH, OUTLOOK):
        credential = _credential(account, scope)
        if not isinstance(credential, Password):
            tokens().forget(credential)
