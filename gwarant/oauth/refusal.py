"""Why a provider refused: its error as RFC 6749 has it, made finer where Microsoft and Google say more.

Their finer texts and numbers may change, so they only choose among our codes: what is not known is told as the error.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from gwarant.oauth.model import Code, Credential, GoogleService, Refresh, SignInFailed
from gwarant.safe_http import Answer, HttpFailed

SKEW = timedelta(minutes=5)
ERROR = re.compile(r"[a-z_]{1,40}")
NUMBER = re.compile(r"\bAADSTS([0-9]{4,8})\b")
BY_ERROR: dict[str, Code] = {
    "invalid_client": "invalid_client",
    "unauthorized_client": "consent_missing",
    "access_denied": "consent_missing",
    "admin_policy_enforced": "consent_missing",
    "consent_required": "consent_missing",
    "interaction_required": "invalid_grant",
    "invalid_scope": "invalid_scope",
    "invalid_grant": "invalid_grant",
    "temporarily_unavailable": "unavailable",
    "server_error": "unavailable",
    "slow_down": "throttled",
    "disabled_client": "invalid_client",
    "deleted_client": "invalid_client",
}
# Microsoft's own numbers
BY_NUMBER: dict[str, Code] = {
    "700016": "invalid_client",  # no such application in this organisation
    "700027": "invalid_client",  # the certificate is not registered, or the signature is not its own
    "7000274": "invalid_client",
    "7000215": "invalid_client",
    "7000222": "certificate_expired",
    "1000502": "certificate_expired",
    "700024": "clock_skew",  # the statement is not of this time
    "90002": "unknown_tenant",
    "900023": "unknown_tenant",
    "65001": "consent_missing",
    "500011": "consent_missing",  # the organisation has no Exchange Online
    "7000112": "invalid_client",  # disabled
    "70011": "invalid_scope",
    "1002012": "invalid_scope",
    "50034": "invalid_grant",
    "700082": "invalid_grant",  # the refresh token was not used for too long
    "70008": "invalid_grant",
    "50173": "invalid_grant",
}
# of Google's texts, in lower case, for the error that stands before
BY_TEXT: dict[tuple[str, str], Code] = {
    ("invalid_grant", "short-lived token"): "clock_skew",
    ("invalid_grant", "invalid jwt signature"): "invalid_client",
    ("invalid_grant", "account not found"): "invalid_client",
}


def failed_to_ask(error: HttpFailed) -> SignInFailed:
    """There was no answer at all."""
    return SignInFailed("forbidden_address" if error.is_final else "unavailable", error.code)


def refusal(answer: Answer, told: dict[str, Any], credential: Credential, now: datetime) -> SignInFailed:
    """What the provider's answer comes to. A clock that is wrong explains why it does not take a signed statement."""
    error = told.get("error")
    said = error if isinstance(error, str) and ERROR.fullmatch(error) else ""
    text = told.get("error_description")
    text = text[:2000] if isinstance(text, str) else ""
    numbers = NUMBER.findall(text)
    code = (
        _by_status(answer.status)
        or _finer(said, text, numbers, isinstance(credential, GoogleService))
        or BY_ERROR.get(said)
    )
    is_signed = not isinstance(credential, Refresh)
    if is_signed and code in ("invalid_client", "invalid_grant", "certificate_expired") and is_skewed(answer, now):
        code = "clock_skew"
    named = f"AADSTS{numbers[0]}" if numbers else said
    return SignInFailed(code or ("refused" if said else "not_understood"), named or str(answer.status))


def is_skewed(answer: Answer, now: datetime) -> bool:
    """Whether the provider's clock and ours are too far apart for signed statements."""
    try:
        theirs = parsedate_to_datetime(answer.header("Date"))
    except (ValueError, TypeError):
        return False
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    return abs(theirs - now) > SKEW


def _by_status(status: int) -> Code | None:
    if status == 429:
        return "throttled"
    return "unavailable" if status >= 500 or status == 408 else None


def _finer(said: str, text: str, numbers: list[str], is_google: bool) -> Code | None:
    if is_google:
        return next((code for (error, part), code in BY_TEXT.items() if error == said and part in text.lower()), None)
    return next((BY_NUMBER[one] for one in numbers if one in BY_NUMBER), None)
