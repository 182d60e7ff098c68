"""Of the certificates that a server shows, the one that ends first of its own and the one above it is told."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from gwarant.prober.certificates import certificate_of, ends_first

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def certificate(subject: str, issuer: str, days: int) -> str:
    """In PEM; who signed it is nobody's question here."""
    key = Ed25519PrivateKey.generate()
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (subject, issuer)]
    made = x509.CertificateBuilder().subject_name(names[0]).issuer_name(names[1]).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=days))
    return made.sign(key, None).public_bytes(Encoding.PEM).decode()


def test_the_one_above_is_told_only_where_it_issued_the_own_one_and_ends_sooner() -> None:
    own, stranger = certificate("shop.example", "Intermediate", 90), certificate("Other", "Root", 30)
    late, soon = certificate("Intermediate", "Root", 900), certificate("Intermediate", "Root", 30)
    old = certificate("Root", "Older Root", 1)
    for chain, told in (
        ([own], own),
        ([own, late, old], own),
        ([own, soon, old], soon),
        ([own, stranger], own),
        ([own, ""], own),
        ([own, "no certificate"], own),
    ):
        assert ends_first(chain) == certificate_of(told)
    assert ends_first([]) is None
    assert ends_first([""]) is None
