"""When a credential ends by itself, and when people are told of that beforehand. Secrets and passwords say no end."""

from datetime import datetime, timedelta

from gwarant.oauth.assertion import certificate_ends
from gwarant.oauth.model import MicrosoftApp, SignInFailed
from gwarant.oauth.stored import Stored

TOLD = (timedelta(days=30), timedelta(days=7), timedelta(days=1))  # before its end


def ends_at(credential: Stored) -> datetime | None:
    """When the certificate of an application ends; None for every other kind, and for one that cannot be read."""
    try:
        return certificate_ends(credential.certificate) if isinstance(credential, MicrosoftApp) else None
    except SignInFailed:
        return None


def warns_at(ends: datetime | None, after: datetime | None = None) -> datetime | None:
    """The first moment at which people are told, or the first after that one; None where there is no more."""
    moments = [ends - before for before in TOLD] if ends is not None else []
    return next((at for at in moments if after is None or at > after), None)
