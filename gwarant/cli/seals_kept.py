"""The house's keys, for the command line."""

from collections.abc import Iterator
from datetime import UTC, datetime

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from gwarant.cli.terminal import unusable
from gwarant.database.seal import SealBroken
from gwarant.reports.checked.cms import fingerprint_of, name_of
from gwarant.reports.sealing import keys
from gwarant.reports.sealing.sealer import SealUnusable, sealer

HINT = "or make another that the key before does not vouch for: --anew"


def told() -> Iterator[str]:
    """Who seals, then the house's own keys, the newest first."""
    own = _sealer()
    since = f"{own.since:%Y-%m-%d}"
    yield f"{fingerprint_of(own.certificate)} seals since {since}: {name_of(own.certificate)}"
    if settings.ENV.timestamp_url:
        yield f"stamped with the time by {settings.ENV.timestamp_url}"
    for one in keys.all_keys():
        if one.fingerprint != fingerprint_of(own.certificate):
            by = "the key before vouches for it" if one.is_vouched_for else "vouches for itself"
            yield f"{one.fingerprint} own key {one.number}, made {one.made_at:%Y-%m-%d}, {by}"


def certificate() -> str:
    """The certificate of who seals, as PEM."""
    return _sealer().certificate.public_bytes(Encoding.PEM).decode()


def made() -> str:
    """The fingerprint of the house's key, which is made where there is none."""
    return keys.make(_now()).fingerprint


def rotate(*, is_vouched_for: bool) -> str:
    """The fingerprint of another key."""
    try:
        return keys.rotate(_now(), is_vouched_for=is_vouched_for).fingerprint
    except SealBroken as error:
        raise unusable("the seal", error.message, HINT) from None


def _sealer() -> keys.Sealer:
    try:
        return sealer(_now())
    except SealUnusable as error:
        raise unusable("GWARANT_SEAL_FILE" if settings.ENV.seal_file else "the seal", str(error)) from None


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
