"""Why a mailbox cannot be read: a code, and its sentence for a person. English and Polish."""

from imaplib import IMAP4
from socket import gaierror
from ssl import SSLError
from typing import Final

from gwarant.database.seal import SealBroken
from gwarant.oauth import SignInFailed
from gwarant.oauth.words import WORDS as SIGN_IN
from gwarant.oauth.words import in_language

WORDS: Final[dict[str, tuple[str, str]]] = {
    "unreachable": (
        "The mail server cannot be reached. Look at the host, the port, and at what stands between.",
        "Nie można połączyć się z serwerem poczty. Sprawdź nazwę, port i to, co stoi po drodze.",
    ),
    "not_found": (
        "There is no host of that name. Look at how it is written.",
        "Nie ma hosta o tej nazwie. Sprawdź, czy jest dobrze zapisana.",
    ),
    "no_answer": (
        "The mail server did not answer in time.",
        "Serwer poczty nie odpowiedział na czas.",
    ),
    "hung_up": (
        "The mail server ended the conversation.",
        "Serwer poczty zakończył rozmowę.",
    ),
    "garbage": (
        "What the mail server says is no IMAP. Look at the host and the port.",
        "To, co mówi serwer poczty, nie jest protokołem IMAP. Sprawdź nazwę i port.",
    ),
    "tls": (
        "The line to the mail server cannot be encrypted, or its certificate is not good for that name.",
        "Nie da się zaszyfrować połączenia z serwerem poczty albo jego certyfikat nie pasuje do tej nazwy.",
    ),
    "no_folder": (
        "There is no such folder in the mailbox, or it may not be opened.",
        "W skrzynce nie ma takiego folderu albo nie wolno go otworzyć.",
    ),
    "read_only": (
        "The folder can be read only: mail cannot be moved or deleted there. Allow it, or let read mail be kept.",
        "Folder jest tylko do odczytu: nie można przenosić ani usuwać wiadomości. "
        "Zezwól na to albo pozostawiaj przeczytaną pocztę.",
    ),
    "not_fetched": (
        "The mail server does not give out a message that it names. The others are read.",
        "Serwer poczty nie wydaje wiadomości, którą sam wymienia. Pozostałe są odczytywane.",
    ),
    "not_moved": (
        "Messages are read, but the mail server does not let them be moved or deleted.",
        "Wiadomości są odczytywane, ale serwer poczty nie pozwala ich przenieść ani usunąć.",
    ),
    "not_stored": (
        "Messages cannot be stored on this server: look at the space and the rights of the folder for files.",
        "Nie da się zapisać wiadomości na tym serwerze: sprawdź wolne miejsce i prawa do folderu plików.",
    ),
    "another_key": (
        "Its credential was encrypted under another secret key: put the former key back, or add the credential again.",
        "Dane logowania zaszyfrowano innym kluczem tajnym: przywróć poprzedni klucz albo podaj dane ponownie.",
    ),
    "damaged": (
        "The credential that is kept cannot be opened: add it again.",
        "Zapisanych danych logowania nie da się odczytać: podaj je ponownie.",
    ),
    "not_read": (
        "No engine has read it for some minutes: is one running?",
        "Od kilku minut nikt jej nie odczytał: czy silnik działa?",
    ),
    "failed": (
        "Reading it fails for a reason that is not known: the engine's log says more.",
        "Odczyt nie udaje się z nieznanego powodu: więcej mówi dziennik silnika.",
    ),
}
ALL: Final[dict[str, tuple[str, str]]] = {**{str(code): told for code, told in SIGN_IN.items()}, **WORDS}
SAID = 200  # signs


class ReadingFailed(Exception):
    """No reading: the `code`, and what it was about (`said`)."""

    def __init__(self, code: str, said: str = "", *, is_passing: bool = True) -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said, self.is_passing = code, said[:SAID], is_passing


def sentence(code: str, language: str) -> str:
    """What is wrong and who can mend it."""
    return in_language(ALL.get(code, WORDS["failed"]), language)


def failure_of(error: Exception) -> ReadingFailed:
    """What went wrong while reading, as a code; what is not known of its kind is `failed`."""
    match error:
        case ReadingFailed():
            return error
        case SignInFailed():
            return ReadingFailed(error.code, error.said, is_passing=error.is_passing)
        case SealBroken():
            return ReadingFailed(error.code, is_passing=False)
        case IMAP4.readonly():
            return ReadingFailed("read_only", is_passing=False)
        case IMAP4.abort():
            return ReadingFailed("hung_up")
        case OSError():
            return _of_network(error)
        case IMAP4.error() | ValueError() | LookupError() | TypeError() | AttributeError():
            return ReadingFailed("garbage")
        case _:
            return ReadingFailed("failed", type(error).__name__)


def _of_network(error: OSError) -> ReadingFailed:
    match error:
        case TimeoutError():
            return ReadingFailed("no_answer")
        case SSLError():
            return ReadingFailed("tls", getattr(error, "verify_message", "") or "")
        case gaierror():
            return ReadingFailed("not_found")
    return ReadingFailed("unreachable", error.strerror or type(error).__name__)
