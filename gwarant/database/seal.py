"""What the instance has to keep secret in its database: encrypted under the secret key, with a key for each purpose.

`purpose` says what it is and whose, such as "mailbox 7": what is sealed for one cannot be put in the place of another.
"""

import os
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FORM = b"\x01"  # the first byte: how the rest is to be read
KEY_ID, NONCE, TAG = 8, 12, 16  # bytes
SALT = b"gwarant seal"


class SealBroken(Exception):
    """It does not open. `code`: another_key, or damaged, which is also what was sealed for another purpose."""

    def __init__(self, code: Literal["another_key", "damaged"], message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def seal(purpose: str, plain: bytes) -> bytes:
    """The form, which secret key it was, a nonce, the encrypted bytes with their tag."""
    head, nonce = FORM + _key_id(settings.SECRET_KEY), os.urandom(NONCE)
    return head + nonce + _cipher(settings.SECRET_KEY, purpose).encrypt(nonce, plain, head)


def open_(purpose: str, sealed: bytes) -> bytes:
    """What was sealed for that purpose under this secret key or a former one; SealBroken says why it does not open."""
    sealed = bytes(sealed)
    if len(sealed) < len(FORM) + KEY_ID + NONCE + TAG or sealed[:1] != FORM:
        raise SealBroken("damaged", "what is kept there was not sealed by this program, or by a later release of it")
    head, nonce, rest = _parts(sealed)
    secret = _secrets().get(head[len(FORM) :])
    if secret is None:
        hint = "put back the key that belongs to this database, or name it in GWARANT_OLD_SECRET_KEYS"
        raise SealBroken("another_key", f"it was encrypted under another secret key than this instance has: {hint}")
    try:
        return _cipher(secret, purpose).decrypt(nonce, rest, head)
    except InvalidTag:
        raise SealBroken("damaged", "what is kept there was changed, or belongs elsewhere") from None


def is_current(sealed: bytes) -> bool:
    """Whether it is under the secret key of today; if not, seal it again while the former one is still named."""
    return bytes(sealed[: len(FORM) + KEY_ID]) == FORM + _key_id(settings.SECRET_KEY)


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    start = len(FORM) + KEY_ID
    return sealed[:start], sealed[start : start + NONCE], sealed[start + NONCE :]


def _secrets() -> dict[bytes, str]:
    """The secret keys that there are, by their ids."""
    return {_key_id(one): one for one in (*settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY)}


def _key_id(secret: str) -> bytes:
    """Tells keys apart and nothing about them."""
    return _derived(secret, b"id", KEY_ID)


def _cipher(secret: str, purpose: str) -> AESGCM:
    return AESGCM(_derived(secret, b"for " + purpose.encode(), 32))


def _derived(secret: str, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, SALT, info).derive(secret.encode())
