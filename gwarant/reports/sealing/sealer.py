"""Who seals: the house's own key, or the seal that it bought, as the settings say."""

from datetime import datetime, timedelta
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.conf import settings

from gwarant.database.seal import SealBroken
from gwarant.reports.checked.cms import fingerprint_of, vouching
from gwarant.reports.sealing.keys import SIGNING, Sealer, is_there, make, own_sealer

A_SECOND = timedelta(seconds=1)


class SealUnusable(Exception):
    """The seal that the settings name cannot be used; the sentence says why."""


def sealer(now: datetime) -> Sealer:
    """Who seals just now. SealUnusable."""
    if settings.ENV.seal_file:
        return bought(settings.ENV.seal_file, settings.ENV.seal_password)
    try:
        return own_sealer(now)
    except SealBroken as error:
        raise SealUnusable(error.message) from None


def be_ready(now: datetime) -> None:
    """Have the house's key there before something is stated at `now`: no key shall be younger than what it seals.

    An instance makes it when it is founded or upgraded; this is for one that never met either.
    """
    if not settings.ENV.seal_file and not is_there():
        make(now - A_SECOND)


def seal_told(now: datetime) -> str:
    """The fingerprint of who seals, for people to keep; empty where that cannot be said, or nobody sealed yet."""
    try:
        if not settings.ENV.seal_file and not is_there():
            return ""
        return fingerprint_of(sealer(now).certificate)
    except SealUnusable:
        return ""


def sealed_by_the_house(pdf: bytes, at: datetime) -> bytes:
    """The file with the seal that the settings name, stamped where they name an authority. SealUnusable.

    Where the authority gives no stamp it is sealed without: a report says itself whether it has one.
    """
    own = sealer(at)
    signing = _signing()
    if not settings.ENV.timestamp_url:
        plain: bytes = signing.sealed(pdf, own, at)
        return plain
    sealed: bytes = signing.stamped(pdf, own, at, settings.ENV.timestamp_url, settings.ENV.inside_hosts)
    return sealed


def _signing() -> Any:
    """What signs; loaded when something is sealed, because it is a seventh of what each program would load."""
    return import_module("gwarant.reports.sealing.sealing")


@lru_cache(maxsize=4)
def bought(file: str, password: str) -> Sealer:
    """The seal in a PKCS#12 file, with the certificates that lead to its authority."""
    try:
        found = load_pkcs12(Path(file).read_bytes(), password.encode() or None)
    except OSError as error:
        raise SealUnusable(f"{file} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise SealUnusable(f"{file} does not open: wrong password, or no PKCS#12 ({error})") from None
    if found.key is None or found.cert is None:
        raise SealUnusable(f"{file} lacks a private key, or its certificate")
    if not isinstance(found.key, SIGNING):
        kind = type(found.key).__name__.removesuffix("PrivateKey")
        raise SealUnusable(f"{file} holds a key of the kind {kind}; a seal takes RSA, or an elliptic curve for ECDSA")
    certificate = found.cert.certificate
    others = vouching(certificate, [one.certificate for one in found.additional_certs])
    return Sealer(found.key, certificate, others, certificate.not_valid_before_utc)
