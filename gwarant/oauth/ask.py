"""Ask a provider for a token, each kind of credential in its own way."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from gwarant.oauth.assertion import google_assertion, microsoft_assertion
from gwarant.oauth.model import Credential, GoogleService, MicrosoftApp, Refresh, SignInFailed, Token
from gwarant.oauth.refusal import failed_to_ask, refusal
from gwarant.safe_http import Answer, HttpFailed, Policy, Request, fetch

POLICY = Policy(ports=frozenset({443}), patience=10, whole=20, most=65_536)
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
JWT_CLIENT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TENANT = re.compile(r"[A-Za-z0-9.-]{1,253}")
VISIBLE = re.compile(r"[\x21-\x7e]{1,20000}")  # as RFC 6750 and XOAUTH2 can carry it
SHORTEST, LONGEST = 300, 86_400  # seconds that a token is good for: when nothing is said, and at most


def ask(credential: Credential, now: datetime, policy: Policy = POLICY) -> Token:
    """A new token; SignInFailed says why there is none."""
    url, form = _request(credential, now)
    body = urlencode(form).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        answer = fetch(Request(url=url, method="POST", headers=headers, body=body), replace(policy, redirects=0))
    except HttpFailed as error:
        raise failed_to_ask(error) from error
    told = _told(answer)
    if answer.status != 200:
        raise refusal(answer, told, credential, now)
    return _token(told, now)


def _request(credential: Credential, now: datetime) -> tuple[str, dict[str, str]]:
    """The address of the provider and the form that it is sent."""
    match credential:
        case MicrosoftApp():
            return _by_application(credential, now)
        case GoogleService():
            return credential.token_url, {"grant_type": JWT_BEARER, "assertion": google_assertion(credential, now)}
        case Refresh():
            form = {"grant_type": "refresh_token", "refresh_token": credential.refresh_token}
            form |= {"client_id": credential.client, "client_secret": credential.client_secret}
            form |= {"scope": credential.scope}
            return credential.token_url, {name: value for name, value in form.items() if value}


def _by_application(app: MicrosoftApp, now: datetime) -> tuple[str, dict[str, str]]:
    if not TENANT.fullmatch(app.tenant):
        raise SignInFailed("unknown_tenant")
    url = f"{app.login}/{app.tenant}/oauth2/v2.0/token"
    form = {"grant_type": "client_credentials", "client_id": app.client, "scope": app.scope}
    return url, form | {"client_assertion_type": JWT_CLIENT, "client_assertion": microsoft_assertion(app, url, now)}


def _told(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer; empty for anything else."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _token(told: dict[str, Any], now: datetime) -> Token:
    access, kind, refresh = told.get("access_token"), told.get("token_type"), told.get("refresh_token", "")
    if not (isinstance(kind, str) and kind.lower() == "bearer"):
        raise SignInFailed("not_understood", "token_type")
    if not (isinstance(access, str) and VISIBLE.fullmatch(access)):
        raise SignInFailed("not_understood", "access_token")
    if refresh and not (isinstance(refresh, str) and VISIBLE.fullmatch(refresh)):
        raise SignInFailed("not_understood", "refresh_token")
    return Token(access=access, expires_at=now + timedelta(seconds=_good_for(told)), refresh=refresh or "")


def _good_for(told: dict[str, Any]) -> int:
    """Seconds. Some providers write the number as a text."""
    said = told.get("expires_in", SHORTEST)
    if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 10:
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, int) or said <= 0:
        raise SignInFailed("not_understood", "expires_in")
    return min(said, LONGEST)
