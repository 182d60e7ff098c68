"""What is wrong with certificates and keys that somebody pasted; the same text is read once."""

from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from gwarant.prober.wrong import Wrong
from gwarant.prober.wrong import said as _

NO_CERTIFICATE = _("it is no certificate in PEM; paste it whole, from -----BEGIN CERTIFICATE----- on")
NO_KEY = _("it is no key in PEM without a passphrase; paste it whole, from -----BEGIN PRIVATE KEY----- on")


@lru_cache(512)
def public_of_certificate(pem: str) -> bytes:
    """The public key of the first certificate. Raises ValueError where the text holds none."""
    try:
        found = x509.load_pem_x509_certificates(pem.encode())[0].public_key()
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from error
    return found.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@lru_cache(512)
def public_of_key(pem: str) -> bytes:
    """The public half of the private key. Raises ValueError where the text holds none, or needs a passphrase."""
    try:
        found = load_pem_private_key(pem.encode(), None).public_key()
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(str(error)) from error
    return found.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def wrong_authorities(pem: str) -> list[str]:
    """What is wrong with the authorities that are trusted, or nothing."""
    try:
        if pem:
            public_of_certificate(pem)
    except ValueError:
        return [Wrong("authorities", NO_CERTIFICATE)]
    return []


def wrong_pair(certificate: str, key: str) -> list[str]:
    """What is wrong with a certificate of our own and its key, or nothing."""
    if not certificate:
        return []
    try:
        of_certificate = public_of_certificate(certificate)
    except ValueError:
        return [Wrong("certificate", NO_CERTIFICATE)]
    if not key:
        return [Wrong("key", _("it is missing: a certificate is shown with its key alone"))]
    try:
        of_key = public_of_key(key)
    except ValueError:
        return [Wrong("key", NO_KEY)]
    return [] if of_key == of_certificate else [Wrong("key", _("it is the key of another certificate"))]
