"""A credential as bytes, to be sealed and kept, and back. Each kind has its name; later fields have defaults."""

import json
from dataclasses import MISSING, asdict, fields

from gwarant.oauth.model import GoogleService, MicrosoftApp, Password, Refresh, SignInFailed

Stored = MicrosoftApp | GoogleService | Refresh | Password
KINDS: dict[str, type[Stored]] = {
    "microsoft": MicrosoftApp,
    "google": GoogleService,
    "refresh": Refresh,
    "password": Password,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def packed(credential: Stored) -> bytes:
    """The kind and every field, as JSON."""
    return json.dumps({"kind": NAMES[type(credential)]} | asdict(credential), ensure_ascii=False).encode()


def unpacked(content: bytes) -> Stored:
    """The credential; SignInFailed if these bytes are none, or of a later release."""
    try:
        told = json.loads(content)
        kind = KINDS[told.pop("kind")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SignInFailed("unreadable_key", "stored") from error
    known = {one.name: one.default is MISSING for one in fields(kind)}
    needed = {name for name, is_needed in known.items() if is_needed}
    if not needed <= told.keys() <= known.keys() or not all(isinstance(one, str) for one in told.values()):
        raise SignInFailed("unreadable_key", "stored")
    return kind(**told)
