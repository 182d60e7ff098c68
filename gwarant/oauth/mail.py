"""Show a token, or a password, to a mail server: SASL XOAUTH2 over IMAP and SMTP."""

import json
import re
from base64 import b64decode
from binascii import Error as NotBase64
from imaplib import IMAP4
from smtplib import SMTP, SMTPAuthenticationError, SMTPNotSupportedError, SMTPResponseException
from ssl import SSLSocket

from gwarant.oauth.model import Code, Password, SignInFailed, Token

USER = re.compile(r"[^\x00-\x1f\x7f]{1,320}")
STATUS = re.compile(r"[0-9]{3}")


def xoauth2(user: str, token: str) -> str:
    """What is sent, before it is coded in base64. ValueError for signs that would end a field."""
    if not USER.fullmatch(user) or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("user and token are lines of printable signs")
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def enter_imap(server: IMAP4, user: str, by: Token | Password, *, may_be_plain: bool = False) -> None:
    """Sign in over a line with TLS; SignInFailed says why the server does not let us in.

    `may_be_plain`: the caller knows that the line does not leave this machine.
    """
    if not (may_be_plain or isinstance(server.sock, SSLSocket)):
        raise SignInFailed("no_tls")
    shown = _Shown(user, by) if isinstance(by, Token) else None
    if shown and "AUTH=XOAUTH2" not in server.capabilities:
        raise SignInFailed("no_xoauth2")
    try:
        if shown:
            server.authenticate("XOAUTH2", shown.to_imap)
        elif isinstance(by, Password):
            _by_password(server, user, by.password)
    except IMAP4.abort as error:
        raise SignInFailed("unavailable", "IMAP") from error
    except IMAP4.error as error:
        raise SignInFailed("login_refused", shown.status if shown else "") from error
    except ValueError as error:
        raise SignInFailed("not_understood", "SASL") from error
    except OSError as error:
        raise SignInFailed("unavailable", type(error).__name__) from error


def enter_smtp(server: SMTP, user: str, by: Token | Password) -> None:
    """The same for sending; the server has been greeted (EHLO) after TLS began."""
    if not isinstance(server.sock, SSLSocket):
        raise SignInFailed("no_tls")
    shown = _Shown(user, by) if isinstance(by, Token) else None
    if shown and "XOAUTH2" not in server.esmtp_features.get("auth", "").upper().split():
        raise SignInFailed("no_xoauth2")
    try:
        if shown:
            # the token on a line of its own: a command's line may be too short for it
            server.auth("XOAUTH2", shown.to_smtp, initial_response_ok=False)
        elif isinstance(by, Password):
            server.login(user, by.password)
    except SMTPAuthenticationError as error:
        code: Code = "login_refused" if error.smtp_code >= 500 else "unavailable"
        raise SignInFailed(code, str(error.smtp_code)) from error
    except (SMTPNotSupportedError, UnicodeError) as error:
        raise SignInFailed("login_refused", "AUTH") from error
    except ValueError as error:
        raise SignInFailed("not_understood", "SASL") from error
    except SMTPResponseException as error:
        raise SignInFailed("unavailable", str(error.smtp_code)) from error
    except OSError as error:
        raise SignInFailed("unavailable", type(error).__name__) from error


def _by_password(server: IMAP4, user: str, password: str) -> None:
    """By SASL PLAIN where there is one: LOGIN knows ASCII only."""
    if "AUTH=PLAIN" in server.capabilities:
        server.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{password}".encode())
        return
    try:
        server.login(user, password)
    except UnicodeError as error:
        raise SignInFailed("login_refused", "LOGIN") from error


class _Shown:
    """The client's side: the token first; a challenge after it tells of an error and gets an empty answer."""

    def __init__(self, user: str, token: Token) -> None:
        try:
            self.said, self.is_shown, self.status = xoauth2(user, token.access), False, ""
        except ValueError as error:
            raise SignInFailed("login_refused", "XOAUTH2") from error

    def to_imap(self, challenge: bytes) -> bytes:
        return self._answer(challenge).encode()

    def to_smtp(self, challenge: bytes | None = None) -> str:
        return self._answer(challenge or b"")

    def _answer(self, challenge: bytes) -> str:
        if not self.is_shown:
            self.is_shown = True
            return self.said
        self.status = _status(challenge)
        return ""


def _status(challenge: bytes) -> str:
    """The number of the error that the challenge tells, where it tells one."""
    try:
        told = json.loads(challenge if challenge.startswith(b"{") else b64decode(challenge, validate=True))
        found = str(told.get("status", ""))
    except (ValueError, AttributeError, RecursionError, NotBase64):
        return ""
    return found if STATUS.fullmatch(found) else ""
