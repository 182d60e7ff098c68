"""What is known about a mailbox's sign-in, what comes of it, and why it may fail. Secrets are never shown."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

OUTLOOK = "https://outlook.office365.com/.default"  # IMAP and SMTP at Microsoft, by application
GRAPH = "https://graph.microsoft.com/.default"
GMAIL = "https://mail.google.com/"  # IMAP and SMTP at Google

Code = Literal[
    "unreadable_key",  # the key or certificate is none that can be read
    "key_mismatch",  # the certificate is not this key's
    "certificate_expired",
    "certificate_early",  # its time has not begun
    "invalid_client",  # the provider does not take the application's id, secret or certificate
    "unknown_tenant",  # Microsoft knows no such organisation
    "consent_missing",  # nobody with the right to has allowed the application to do this
    "invalid_scope",  # the provider does not know what is asked for
    "invalid_grant",  # the refresh token or the account that is spoken for is no longer good
    "clock_skew",  # the clock of this machine is wrong
    "throttled",  # too often
    "unavailable",  # the provider does not answer, or says that it cannot now
    "forbidden_address",  # the address of the provider is one that the house does not ask
    "not_understood",  # what came back is no answer
    "refused",  # for another reason
    "login_refused",  # the mail server does not take token or password
    "no_tls",  # the line to the mail server is not encrypted
    "no_xoauth2",  # the mail server offers no sign-in by token
    "no_mailbox",  # there is no such mailbox
    "too_long",  # the message is longer than the provider takes
]
PASSING = frozenset({"throttled", "unavailable"})  # by themselves; any other waits for somebody


class SignInFailed(Exception):
    """No sign-in: the `code`, and what the provider calls it (`said`: an identifier, never a text of its own)."""

    def __init__(self, code: Code, said: str = "") -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said = code, said

    @property
    def is_passing(self) -> bool:
        """Whether trying again may help though nobody does anything."""
        return self.code in PASSING


@dataclass(frozen=True, kw_only=True)
class MicrosoftApp:
    """An application of a Microsoft organisation, by certificate, without a user. PEM, the key without a password."""

    tenant: str
    client: str
    certificate: str = field(repr=False)
    key: str = field(repr=False)
    scope: str = OUTLOOK
    algorithm: Literal["PS256", "RS256"] = "PS256"
    login: str = "https://login.microsoftonline.com"


@dataclass(frozen=True, kw_only=True)
class GoogleService:
    """A service account of Google that speaks for `user`, as the domain's administrator has allowed."""

    account: str
    user: str
    key: str = field(repr=False)
    key_id: str = ""
    scope: str = GMAIL
    token_url: str = "https://oauth2.googleapis.com/token"


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """A refresh token that a person once allowed, at any provider (RFC 6749, section 6)."""

    token_url: str
    client: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(repr=False)
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class Password:
    """The user's own, where a server still takes one; only over TLS."""

    password: str = field(repr=False)


Credential = MicrosoftApp | GoogleService | Refresh


@dataclass(frozen=True, kw_only=True)
class Token:
    """What a mail server is shown until `expires_at`. `refresh`: a new refresh token, to be kept for the former."""

    access: str = field(repr=False)
    expires_at: datetime
    refresh: str = field(default="", repr=False)
