"""Why a mailbox cannot be signed in to, for a person: what is wrong, who can mend it. English and Polish."""

from collections.abc import Sequence
from typing import Final

from gwarant.oauth.model import Code, SignInFailed

LANGUAGES: Final = ("en", "pl")  # in the order of the sentences below
WORDS: Final[dict[Code, tuple[str, str]]] = {
    "unreadable_key": (
        "The key or the certificate cannot be read. Paste it as PEM, an RSA key without a password, "
        "or the whole key file of the service account.",
        "Nie da się odczytać klucza albo certyfikatu. Wklej go w postaci PEM, klucz RSA bez hasła, "
        "albo cały plik klucza konta usługi.",
    ),
    "key_mismatch": (
        "The certificate does not belong to this key. Paste the two that were made together.",
        "Certyfikat nie należy do tego klucza. Wklej parę, która powstała razem.",
    ),
    "certificate_expired": (
        "The certificate has expired. Make a new one, register it with the provider, then paste it here.",
        "Certyfikat wygasł. Utwórz nowy, zarejestruj go u dostawcy, a potem wklej tutaj.",
    ),
    "certificate_early": (
        "The certificate is not valid yet. Look whether the clock of the server is right.",
        "Certyfikat jeszcze nie obowiązuje. Sprawdź, czy zegar serwera chodzi dobrze.",
    ),
    "invalid_client": (
        "The provider does not accept the application. Compare its id, and look whether this very certificate or key "
        "is registered there.",
        "Dostawca nie uznaje aplikacji. Porównaj jej identyfikator i sprawdź, czy zarejestrowano tam właśnie ten "
        "certyfikat lub klucz.",
    ),
    "unknown_tenant": (
        "Microsoft knows no such organisation. Write the id of its directory, or its domain.",
        "Microsoft nie zna takiej organizacji. Podaj identyfikator jej katalogu albo domenę.",
    ),
    "consent_missing": (
        "The application may not do this yet: an administrator of the mail has to allow it.",
        "Aplikacja nie ma jeszcze na to zgody: musi jej udzielić administrator poczty.",
    ),
    "invalid_scope": (
        "The provider does not know what is asked for. Look whether the right kind of mailbox is chosen.",
        "Dostawca nie zna uprawnienia, o które prosimy. Sprawdź, czy wybrano właściwy rodzaj skrzynki.",
    ),
    "invalid_grant": (
        "The provider no longer accepts the permission, or there is no such account. Give the permission again.",
        "Dostawca nie uznaje już udzielonej zgody albo nie ma takiego konta. Udziel zgody ponownie.",
    ),
    "clock_skew": (
        "The clock of this server differs from the provider's. Set it right, best by NTP.",
        "Zegar tego serwera różni się od zegara dostawcy. Ustaw go, najlepiej przez NTP.",
    ),
    "throttled": (
        "The provider asks us to wait. It is tried again by itself.",
        "Dostawca prosi, by poczekać. Próba powtórzy się sama.",
    ),
    "unavailable": (
        "The provider or the mail server does not answer. It is tried again by itself.",
        "Dostawca albo serwer poczty nie odpowiada. Próba powtórzy się sama.",
    ),
    "forbidden_address": (
        "The provider's address leads where this server does not ask. Compare it; hosts of your own network stand in "
        "GWARANT_INSIDE_HOSTS.",
        "Adres dostawcy prowadzi tam, dokąd ten serwer nie sięga. Porównaj go; hosty własnej sieci podaje "
        "GWARANT_INSIDE_HOSTS.",
    ),
    "not_understood": (
        "What came back from the provider's address is no answer to a sign-in. Compare the address.",
        "Spod adresu dostawcy nie przyszła odpowiedź na logowanie. Porównaj adres.",
    ),
    "refused": (
        "The provider refused. What it calls the reason stands beside it.",
        "Dostawca odmówił. Obok stoi jego oznaczenie przyczyny.",
    ),
    "login_refused": (
        "The mail server does not let us in. Compare the mailbox's address, and look whether the application or the "
        "password may open it.",
        "Serwer poczty nie wpuszcza. Porównaj adres skrzynki i sprawdź, czy aplikacja albo hasło może ją otworzyć.",
    ),
    "no_tls": (
        "The line to the mail server is not encrypted, so nothing secret is sent over it. Use TLS.",
        "Połączenie z serwerem poczty nie jest szyfrowane, więc nie wysyłamy nim niczego tajnego. Użyj TLS.",
    ),
    "no_xoauth2": (
        "The mail server offers no sign-in by token (XOAUTH2). Compare its address, or use a password.",
        "Serwer poczty nie oferuje logowania tokenem (XOAUTH2). Porównaj jego adres albo użyj hasła.",
    ),
    "no_mailbox": (
        "There is no such mailbox at the provider.",
        "U dostawcy nie ma takiej skrzynki.",
    ),
    "too_long": (
        "The message is longer than Microsoft Graph takes (some 3 MB with its files). Send files as links, or by SMTP.",
        "Wiadomość jest dłuższa, niż przyjmuje Microsoft Graph (ok. 3 MB z plikami). Wyślij pliki jako odnośniki "
        "albo przez SMTP.",
    ),
}


def in_language(told: Sequence[str], language: str) -> str:
    """Of one sentence in every language of `LANGUAGES` the one; English for a language that is not among them."""
    return told[LANGUAGES.index(language)] if language in LANGUAGES else told[0]


def sentence(failed: SignInFailed, language: str) -> str:
    """In Polish or else in English, with what the provider calls it in brackets."""
    words = in_language(WORDS[failed.code], language)
    return f"{words} ({failed.said})" if failed.said else words
