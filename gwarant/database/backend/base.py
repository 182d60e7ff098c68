"""Django's PostgreSQL backend, whose every connection carries the scope of whoever uses it."""

from django.db.backends.postgresql import base

from gwarant.database.scope import apply_scope


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets the scope whenever a connection is opened or taken from the pool."""

    def connect(self) -> None:
        super().connect()
        apply_scope(self)
