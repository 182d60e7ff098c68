"""Providers on loopback that hold to the documented protocols: they take what is exactly right and refuse the rest.

What they check is written from the public documents, not from our code: the signature with the public key, every claim,
every field of the form. Tokens that they give are taken by the mail servers beside them, for their own audience only.
"""

import json
import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate

NOW = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)
SKEW = 300  # seconds that a provider forgives
TENANT, CLIENT = "0f7a2c11-aaaa-bbbb-cccc-1234567890ab", "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"
ACCOUNT = "desk@house-mail.iam.gserviceaccount.com"
JWT_CLIENT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
OUTLOOK, GRAPH = "https://outlook.office365.com/.default", "https://graph.microsoft.com/.default"


class Refused(Exception):
    """The OAuth error and its description, as the provider writes them."""

    def __init__(self, error: str, text: str = "", status: int = 400) -> None:
        super().__init__(error)
        self.error, self.text, self.status = error, text, status


@dataclass
class Provider:
    """What both have: what the provider knows, its clock, the tokens that it gave, and for which audience."""

    url: str = ""
    now: datetime = NOW
    good_for: Any = 3599
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    says: bytes = b""  # instead of an answer
    more: dict[str, Any] = field(default_factory=dict)

    def talk(self, sock: socket.socket, request: bytes) -> None:
        sock.sendall(self.says or self._answer(request))

    def _answer(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, value in (one.split(": ", 1) for one in lines)}
        try:
            method, path, _version = first.split(" ")
            if method != "POST" or headers.get("content-type") != "application/x-www-form-urlencoded":
                raise Refused("invalid_request", status=405)
            form = parse_qsl(body.decode(), strict_parsing=True)
            if len(dict(form)) != len(form):
                raise Refused("invalid_request", "a field twice")
            self.asked.append(dict(form))
            told = self.granted(path, dict(form)) | self.more
            status = 200
        except Refused as refused:
            told, status = {"error": refused.error, "error_description": refused.text}, refused.status
        return self.written(status, told)

    def written(self, status: int, told: object) -> bytes:
        content = json.dumps(told).encode()
        date = format_datetime(self.now, usegmt=True)
        head = f"HTTP/1.1 {status} X\r\nDate: {date}\r\nContent-Type: application/json; charset=utf-8\r\n"
        return f"{head}Cache-Control: no-store\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content

    def give(self, audience: str) -> dict[str, Any]:
        token = f"eyJ.{len(self.tokens)}.{audience.split('/')[2]}"
        self.tokens[token] = audience
        return {"token_type": "Bearer", "expires_in": self.good_for, "access_token": token}

    def granted(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def seconds(self) -> int:
        return int(self.now.timestamp())


@dataclass
class Microsoft(Provider):
    """The token endpoint of one organisation with one application, whose certificates it knows by thumbprint."""

    registered: dict[str, Certificate] = field(default_factory=dict)
    allowed: tuple[str, ...] = (OUTLOOK, GRAPH)
    seen: set[str] = field(default_factory=set)

    def register(self, certificate: Certificate) -> None:
        thumbprint = urlsafe_b64encode(certificate.fingerprint(SHA256())).rstrip(b"=").decode()
        self.registered[thumbprint] = certificate

    def granted(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        if path != f"/{TENANT}/oauth2/v2.0/token":
            raise Refused("invalid_request", "AADSTS90002: Tenant 'x' not found.")
        if form.keys() != {"grant_type", "client_id", "scope", "client_assertion_type", "client_assertion"}:
            raise Refused("invalid_request", "AADSTS900144: The request body must contain the parameter.")
        if form["grant_type"] != "client_credentials" or form["client_assertion_type"] != JWT_CLIENT:
            raise Refused("unsupported_grant_type", "AADSTS70003")
        if form["client_id"] != CLIENT:
            raise Refused("unauthorized_client", "AADSTS700016: Application with identifier was not found.")
        self._check(form["client_assertion"])
        if not form["scope"].endswith("/.default"):
            raise Refused("invalid_scope", "AADSTS1002012: The provided value for scope is not valid.")
        if form["scope"] not in self.allowed:
            raise Refused("invalid_resource", "AADSTS500011: The resource principal was not found.")
        return self.give(form["scope"]) | {"ext_expires_in": self.good_for}

    def _check(self, assertion: str) -> None:
        header, claims, content, signature = parts_of(assertion)
        certificate = self.registered.get(header.get("x5t#S256", ""))
        if header.keys() != {"alg", "typ", "x5t#S256"} or header["typ"] != "JWT":
            raise Refused("invalid_request", "AADSTS50027: JWT token is invalid or malformed.")
        if certificate is None:
            raise Refused("invalid_client", "AADSTS700027: The certificate is not registered on application.", 401)
        verify(certificate.public_key(), header["alg"], content, signature, ("PS256", "RS256"))
        if claims.keys() != {"aud", "iss", "sub", "jti", "nbf", "iat", "exp"}:
            raise Refused("invalid_client", "AADSTS50027: claims")
        if not (claims["nbf"] - SKEW <= self.seconds < claims["exp"] + SKEW and claims["exp"] - claims["nbf"] <= 600):
            raise Refused("invalid_client", "AADSTS700024: Client assertion is not within its valid time range.", 401)
        if claims["aud"] != f"{self.url}/{TENANT}/oauth2/v2.0/token" or {claims["iss"], claims["sub"]} != {CLIENT}:
            raise Refused("invalid_client", "AADSTS700023: Client assertion audience claim does not match.", 401)
        if claims["jti"] in self.seen:
            raise Refused("invalid_client", "AADSTS700025: used before", 401)
        self.seen.add(claims["jti"])


@dataclass
class Google(Provider):
    """The token endpoint for one service account, which may speak for the users that were delegated to it."""

    keys: dict[str, RSAPublicKey] = field(default_factory=dict)
    delegated: tuple[str, ...] = ("desk@house.example",)

    def granted(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        if path != "/token" or form.keys() != {"grant_type", "assertion"} or form["grant_type"] != JWT_GRANT:
            raise Refused("unsupported_grant_type", "Invalid grant_type")
        header, claims, content, signature = parts_of(form["assertion"])
        if header.keys() != {"alg", "typ", "kid"} or claims.keys() != {"iss", "sub", "scope", "aud", "iat", "exp"}:
            raise Refused("invalid_request", "Invalid JWT")
        if claims["iss"] != ACCOUNT:
            raise Refused("invalid_grant", "Invalid grant: account not found")
        if header["kid"] not in self.keys:
            raise Refused("invalid_grant", "Invalid JWT Signature.")
        try:
            verify(self.keys[header["kid"]], header["alg"], content, signature, ("RS256",))
        except Refused as refused:
            raise Refused("invalid_grant", "Invalid JWT Signature.") from refused
        if claims["aud"] != f"{self.url}/token":
            raise Refused("invalid_grant", "Invalid JWT: Failed audience check.")
        if not (claims["iat"] - SKEW <= self.seconds < claims["exp"] + SKEW and claims["exp"] - claims["iat"] <= 3600):
            raise Refused("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes)")
        if claims["sub"] not in self.delegated or claims["scope"] != "https://mail.google.com/":
            raise Refused("unauthorized_client", "Client is unauthorized to retrieve access tokens", 401)
        return self.give("https://mail.google.com/")


@dataclass
class Refreshed(Provider):
    """A provider of refresh tokens that gives a new one each time and takes only the newest (RFC 6749, section 6)."""

    current: str = "first"
    secret: str = "shared"

    def granted(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        if path != "/oauth/token" or form.get("grant_type") != "refresh_token":
            raise Refused("unsupported_grant_type")
        if form.get("client_id") != CLIENT or form.get("client_secret", "") != self.secret:
            raise Refused("invalid_client", "", 401)
        if form.get("refresh_token") != self.current:
            raise Refused("invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.")
        self.current += "-next"
        return self.give("https://mail.example/") | {"refresh_token": self.current}


def parts_of(assertion: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """Header, claims, what was signed, the signature. No padding may stand there."""
    if assertion.count(".") != 2 or "=" in assertion:
        raise Refused("invalid_client", "AADSTS50027: malformed")
    head, claims, signature = assertion.split(".")
    return json.loads(raw(head)), json.loads(raw(claims)), f"{head}.{claims}".encode(), raw(signature)


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify(key: Any, algorithm: str, content: bytes, signature: bytes, taken: tuple[str, ...]) -> None:
    paddings = {"PS256": PSS(MGF1(SHA256()), 32), "RS256": PKCS1v15()}
    try:
        if algorithm not in taken:
            raise InvalidSignature
        key.verify(signature, content, paddings[algorithm], SHA256())
    except InvalidSignature:
        raise Refused("invalid_client", "AADSTS700027: Client assertion failed signature validation.", 401) from None
