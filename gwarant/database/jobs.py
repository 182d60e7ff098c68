"""Putting a job into the queue from any layer, in the caller's transaction."""

from datetime import datetime

from procrastinate.contrib.django import app


def defer(task: str, *, at: datetime | None = None, **arguments: int | str) -> int:
    """Queue a job by its name: it runs after the commit, not before `at`, and never when that is rolled back."""
    return int(app.configure_task(task, schedule_at=at).defer(**arguments))
