"""Send a message through Microsoft Graph: the whole message, as MIME, in base64."""

import re
from base64 import b64encode
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from gwarant.oauth.model import Code, SignInFailed, Token
from gwarant.oauth.refusal import failed_to_ask
from gwarant.safe_http import HttpFailed, Policy, Request, fetch

POLICY = Policy(ports=frozenset({443}), patience=30, whole=90, most=65_536, may_cut=True)
HOST = "https://graph.microsoft.com"
LONGEST = 4 << 20  # bytes of a request
BY_STATUS: Final[dict[int, Code]] = {
    401: "login_refused",
    403: "consent_missing",
    404: "no_mailbox",
    408: "unavailable",
    413: "too_long",
    429: "throttled",
}
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


def send_by_graph(user: str, message: bytes, token: Token, policy: Policy = POLICY, host: str = HOST) -> str:
    """Hand the message over, from that user's mailbox; returns Microsoft's id of the request once it is taken (202)."""
    body = b64encode(message)
    if len(body) > LONGEST:
        raise SignInFailed("too_long")
    headers = {"Authorization": f"Bearer {token.access}", "Content-Type": "text/plain"}
    url = f"{host}/v1.0/users/{quote(user, safe='@')}/sendMail"
    try:
        answer = fetch(Request(url=url, method="POST", headers=headers, body=body), replace(policy, redirects=0))
    except HttpFailed as error:
        raise failed_to_ask(error) from error
    named = answer.header("request-id")
    if answer.status == 202:
        return named if REQUEST_ID.fullmatch(named) else ""
    code: Code = "unavailable" if answer.status >= 500 else BY_STATUS.get(answer.status, "refused")
    raise SignInFailed(code, str(answer.status))
