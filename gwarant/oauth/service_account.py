"""The key file of a service account, as Google gives it out."""

import json
from typing import Any

from gwarant.oauth.model import GoogleService, SignInFailed

LONGEST = 20_000  # signs


def service_account(text: str, user: str) -> GoogleService:
    """Account and key from the file; SignInFailed if it is none. Addresses in the file are not taken over."""
    told = _read(text)
    fields = [told.get(name) for name in ("client_email", "private_key", "private_key_id")]
    if told.get("type") != "service_account" or not all(isinstance(one, str) and one for one in fields):
        raise SignInFailed("unreadable_key", "service_account")
    account, key, key_id = (str(one) for one in fields)
    return GoogleService(account=account, user=user, key=key, key_id=key_id)


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}
