"""A signed statement about who asks (JWT, RFC 7519; RFC 7523): the application's, or the service account's."""

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import Certificate, load_pem_x509_certificate

from gwarant.oauth.model import GoogleService, MicrosoftApp, SignInFailed

GOOD_FOR = timedelta(minutes=5)


def microsoft_assertion(app: MicrosoftApp, audience: str, now: datetime) -> str:
    """The application's statement; SignInFailed if its certificate or key cannot be used now."""
    certificate, key = _certificate(app.certificate), _key(app.key)
    if certificate.public_key() != key.public_key():
        raise SignInFailed("key_mismatch")
    if now < certificate.not_valid_before_utc:
        raise SignInFailed("certificate_early")
    if now > certificate.not_valid_after_utc:
        raise SignInFailed("certificate_expired")
    header = {"alg": app.algorithm, "typ": "JWT", "x5t#S256": _coded(certificate.fingerprint(SHA256()))}
    claims = {"aud": audience, "iss": app.client, "sub": app.client, "jti": str(uuid4())}
    return _signed(header, claims | {"nbf": _seconds(now)} | _times(now), key)


def google_assertion(service: GoogleService, now: datetime) -> str:
    """The service account's statement that it speaks for the user."""
    header = {"alg": "RS256", "typ": "JWT"} | ({"kid": service.key_id} if service.key_id else {})
    claims = {"iss": service.account, "sub": service.user, "scope": service.scope, "aud": service.token_url}
    return _signed(header, claims | _times(now), _key(service.key))


def certificate_ends(certificate: str) -> datetime:
    """When a certificate ends, so that somebody is told before it does."""
    return _certificate(certificate).not_valid_after_utc


def _times(now: datetime) -> dict[str, int]:
    return {"iat": _seconds(now), "exp": _seconds(now + GOOD_FOR)}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _signed(header: dict[str, str], claims: dict[str, Any], key: RSAPrivateKey) -> str:
    content = f"{_json(header)}.{_json(claims)}"
    if header["alg"] == "PS256":
        signature = key.sign(content.encode(), PSS(MGF1(SHA256()), SHA256.digest_size), SHA256())
    else:
        signature = key.sign(content.encode(), PKCS1v15(), SHA256())
    return f"{content}.{_coded(signature)}"


def _json(found: dict[str, Any]) -> str:
    return _coded(json.dumps(found, separators=(",", ":")).encode())


def _coded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _key(pem: str) -> RSAPrivateKey:
    try:
        found = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SignInFailed("unreadable_key") from error
    if not isinstance(found, RSAPrivateKey):
        raise SignInFailed("unreadable_key")
    return found


def _certificate(pem: str) -> Certificate:
    try:
        return load_pem_x509_certificate(pem.encode())
    except ValueError as error:
        raise SignInFailed("unreadable_key") from error
