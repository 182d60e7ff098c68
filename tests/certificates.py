"""Certificates that a test makes: an authority of its own, and who it speaks for."""

import ssl
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@cache
def key_of(name: str) -> RSAPrivateKey:
    """One key for each name, made once for all tests of a process."""
    return generate_private_key(65_537, 2048)


def certificate(name: str, names: tuple[str, ...], begins: datetime, days: int = 30) -> x509.Certificate:
    """Signed by itself, for these names and addresses."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    others = x509.SubjectAlternativeName(
        [x509.IPAddress(ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names]
    )
    return (
        x509.CertificateBuilder(subject, subject, key_of(name).public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(others, critical=False)
        .sign(key_of(name), SHA256())
    )


def pem_of(found: x509.Certificate) -> str:
    return found.public_bytes(Encoding.PEM).decode()


def key_pem_of(name: str) -> str:
    return key_of(name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def serving_as(path: Path, name: str, names: tuple[str, ...], begins: datetime, days: int = 30) -> ssl.SSLContext:
    """What a server needs to speak for these names; its certificate is in `path`/`name`.pem for whoever trusts it."""
    file = path / f"{name}.pem"
    file.write_text(pem_of(certificate(name, names, begins, days)))
    (path / f"{name}.key").write_text(key_pem_of(name))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, path / f"{name}.key")
    return context
