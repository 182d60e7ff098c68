"""The house's own keys: the first is made when an instance is, a further one when somebody asks for it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import NameOID
from django.db import transaction

from gwarant.accounts.models import Company
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.seal import open_, seal
from gwarant.reports.sealing.models import SealKey

HOLDS = timedelta(days=20 * 365)  # longer than a report is kept
LONGEST_NAME = 64  # letters that X.509 takes
SIGNING = ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey  # the kinds of keys that seal
Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Sealer:
    """Who seals: the private key, its certificate, and those that vouch for it, the nearest first; since when."""

    key: Private
    certificate: x509.Certificate
    vouching: tuple[x509.Certificate, ...]
    since: datetime


def own_sealer(now: datetime) -> Sealer:
    """The newest key of the house; the first is made where there is none. SealBroken where it does not open."""
    with scoped(ENGINE):
        keys = list(SealKey.objects.order_by("-number")) or [make(now)]
        newest = keys[0]
        certificates = [x509.load_der_x509_certificate(bytes(one.certificate)) for one in keys]
        followed = next((at for at, one in enumerate(keys) if not one.is_vouched_for), len(keys))
        private = _opened(newest.purpose, bytes(newest.sealed))
        return Sealer(private, certificates[0], tuple(certificates[1 : followed + 1]), newest.made_at)


def is_there() -> bool:
    """Whether the house has a key; asking makes none."""
    with scoped(ENGINE):
        return SealKey.objects.exists()


def make(now: datetime) -> SealKey:
    """The first key, once, also where two ask for it in the same moment; the one that is there."""
    with scoped(ENGINE), transaction.atomic():
        found, _ = SealKey.objects.get_or_create(number=1, defaults=_made(1, now, None))
        return found


def rotate(now: datetime, *, is_vouched_for: bool = True) -> SealKey:
    """Another key from now on; the one before vouches for it, unless it is no longer trusted. Its half is forgotten."""
    with scoped(ENGINE), transaction.atomic():
        last = SealKey.objects.select_for_update().order_by("-number").first() or make(now)
        made = _made(last.number + 1, now, last if is_vouched_for else None)
        new = SealKey.objects.create(number=last.number + 1, **made)
        SealKey.objects.filter(pk=last.pk).update(sealed=b"")
        return new


def all_keys() -> list[SealKey]:
    """All keys that there were, the newest first."""
    with scoped(ENGINE):
        return list(SealKey.objects.order_by("-number"))


def _made(number: int, now: datetime, last: SealKey | None) -> dict[str, object]:
    private = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_der_x509_certificate(bytes(last.certificate)) if last else None
    signing = _opened(last.purpose, bytes(last.sealed)) if last else private
    der = _certificate(number, private, now, issuer, signing).public_bytes(Encoding.DER)
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return {
        "certificate": der,
        "fingerprint": sha256(der).hexdigest(),
        "is_vouched_for": last is not None,
        "made_at": now,
        "sealed": seal(SealKey(number=number).purpose, plain),
    }


def _certificate(
    number: int, private: ec.EllipticCurvePrivateKey, now: datetime, issuer: x509.Certificate | None, signing: Private
) -> x509.Certificate:
    house = (Company.objects.values_list("name", flat=True).first() or "Gwarant")[:LONGEST_NAME]
    own = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, house),
            x509.NameAttribute(NameOID.COMMON_NAME, house),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, str(number)),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,  # for the key that follows
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = x509.CertificateBuilder().subject_name(own).issuer_name(issuer.subject if issuer else own)
    made = made.public_key(private.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(now.astimezone(UTC)).not_valid_after((now + HOLDS).astimezone(UTC))
    made = made.add_extension(usage, critical=True)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return made.sign(signing, SHA256())


@lru_cache(maxsize=4)
def _opened(purpose: str, sealed: bytes) -> Private:
    """The private key; opened once, because loading it costs more than a signature."""
    found = load_der_private_key(open_(purpose, sealed), None)
    assert isinstance(found, ec.EllipticCurvePrivateKey)
    return found
