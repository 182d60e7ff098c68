"""Why a mailbox cannot be signed in to, for a person: what is wrong, who can mend it.

Read from the catalogue beside this file by the standard library alone: signing in knows no framework.
"""

from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Final

from gwarant.oauth.model import Code, SignInFailed

LOCALE = Path(__file__).with_name("locale")


def _(text: str) -> str:
    """Marks a sentence for the catalogues; it is said in a language where somebody reads it."""
    return text


WORDS: Final[dict[Code, str]] = {
    "unreadable_key": _(
        "The key or the certificate cannot be read. Paste it as PEM, an RSA key without a password, "
        "or the whole key file of the service account."
    ),
    "key_mismatch": _("The certificate does not belong to this key. Paste the two that were made together."),
    "certificate_expired": _(
        "The certificate has expired. Make a new one, register it with the provider, then paste it here."
    ),
    "certificate_early": _("The certificate is not valid yet. Look whether the clock of the server is right."),
    "invalid_client": _(
        "The provider does not accept the application. Compare its id, and look whether this very certificate or key "
        "is registered there."
    ),
    "unknown_tenant": _("Microsoft knows no such organisation. Write the id of its directory, or its domain."),
    "consent_missing": _("The application may not do this yet: an administrator of the mail has to allow it."),
    "invalid_scope": _(
        "The provider does not know what is asked for. Look whether the right kind of mailbox is chosen."
    ),
    "invalid_grant": _(
        "The provider no longer accepts the permission, or there is no such account. Give the permission again."
    ),
    "clock_skew": _("The clock of this server differs from the provider's. Set it right, best by NTP."),
    "throttled": _("The provider asks us to wait. It is tried again by itself."),
    "unavailable": _("The provider or the mail server does not answer. It is tried again by itself."),
    "forbidden_address": _(
        "The provider's address leads where this server does not ask. Compare it; hosts of your own network stand in "
        "GWARANT_INSIDE_HOSTS."
    ),
    "not_understood": _("What came back from the provider's address is no answer to a sign-in. Compare the address."),
    "refused": _("The provider refused. What it calls the reason stands beside it."),
    "login_refused": _(
        "The mail server does not let us in. Compare the mailbox's address, and look whether the application or the "
        "password may open it."
    ),
    "no_tls": _("The line to the mail server is not encrypted, so nothing secret is sent over it. Use TLS."),
    "no_xoauth2": _("The mail server offers no sign-in by token (XOAUTH2). Compare its address, or use a password."),
    "no_mailbox": _("There is no such mailbox at the provider."),
    "too_long": _(
        "The message is longer than Microsoft Graph takes (some 3 MB with its files). Send files as links, or by SMTP."
    ),
}


def in_language(text: str, language: str) -> str:
    """The sentence in that language; English where there is no catalogue."""
    return _catalogue(language).gettext(text)


def sentence(failed: SignInFailed, language: str) -> str:
    """With what the provider calls it in brackets."""
    words = in_language(WORDS[failed.code], language)
    return f"{words} ({failed.said})" if failed.said else words


@cache
def _catalogue(language: str) -> NullTranslations:
    return translation("django", LOCALE, [language], fallback=True)
