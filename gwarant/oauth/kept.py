"""Tokens in memory, each until shortly before it ends; of many that need one at once, one asks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock
from weakref import WeakValueDictionary

from gwarant.oauth.ask import ask
from gwarant.oauth.model import Credential, Refresh, Token

EARLY = timedelta(minutes=5)  # so long before its end a token is asked for anew
MOST = 1000  # credentials that are remembered


class Tokens:
    """The tokens of a program. They are never written down."""

    def __init__(self, asks: Callable[[Credential, datetime], Token] = ask) -> None:
        self._asks, self._lock = asks, Lock()
        self._found: dict[Credential, Token] = {}
        self._busy: WeakValueDictionary[Credential, Lock] = WeakValueDictionary()  # as long as somebody waits

    def of(self, credential: Credential, now: datetime) -> Token:
        """A token that is good for some minutes yet; SignInFailed when the provider gives none."""
        with self._lock:
            busy = self._busy.setdefault(credential, Lock())
        with busy:
            found = self._found.get(credential)
            if found is None or found.expires_at - EARLY <= now:
                found = self._asks(credential, now)
                self._keep(credential, found, now)
            return found

    def forget(self, credential: Credential) -> None:
        """Ask anew next time: a mail server did not take the token."""
        with self._lock:
            self._found.pop(credential, None)

    def _keep(self, credential: Credential, found: Token, now: datetime) -> None:
        with self._lock:
            for one in [one for one, token in self._found.items() if token.expires_at <= now]:
                del self._found[one]
            while len(self._found) >= MOST:
                del self._found[next(iter(self._found))]
            self._found[credential] = found
            if isinstance(credential, Refresh) and found.refresh:
                # who keeps the new refresh token comes with it next time
                self._found[replace(credential, refresh_token=found.refresh)] = found
