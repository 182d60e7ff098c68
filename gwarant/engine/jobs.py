"""The jobs: each may run twice, so each is the same twice."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.management import call_command
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app as app

from gwarant.accounts.actions import clear_attempts, clear_kept
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.checks import record_check
from gwarant.engine.clock import clock
from gwarant.engine.letters import tell_heads, tell_of_broken_ledger
from gwarant.files.actions import sweep
from gwarant.intake.floods.buckets import forget_full
from gwarant.monitoring.beats.forgetting import forget
from gwarant.reports.anchors import all_anchors
from gwarant.reports.delivery.unclosed import remind_of_unclosed
from gwarant.reports.reminding import remind
from gwarant.reports.verifying import verify_all
from gwarant.tickets.actions import rejudge_customer
from gwarant.tickets.recompute import write_anew

SOMETIMES = RetryStrategy(max_attempts=6, exponential_wait=4)
STALLED_AFTER = 15
KEPT_WITHOUT_ROW = timedelta(days=1)


def within_engine(work: Callable[..., Any]) -> Callable[..., Any]:
    """Run a job in the engine's scope."""

    @wraps(work)
    def scoped_work(*args: Any, **kwargs: Any) -> Any:
        with scoped(ENGINE):
            return work(*args, **kwargs)

    return scoped_work


@app.task(name="rejudge", retry=SOMETIMES)
@within_engine
def rejudge(customer_id: int) -> None:
    """Judge the customer's tickets by the wordings that hold now."""
    rejudge_customer(customer_id, now=clock())


@app.task(name="count_anew", retry=SOMETIMES)
@within_engine
def count_anew() -> None:
    """Compute every ticket's columns again, after an upgrade that counts something otherwise."""
    write_anew(clock())


@app.periodic(cron="* * * * * */10")
@app.task(name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Take up jobs whose worker died."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)


@app.periodic(cron="10 3 * * *")
@app.task(name="clear_sessions", queueing_lock="clear_sessions")
@within_engine
def clear_sessions(timestamp: int) -> None:
    """Forget sessions that ran out, forms that nobody sent again, and what was counted days ago."""
    call_command("clearsessions")
    clear_kept(now=clock())
    clear_attempts(now=clock())
    forget_full(clock())


@app.periodic(cron="25 * * * *")
@app.task(name="sweep_files", queueing_lock="sweep_files", retry=SOMETIMES)
@within_engine
def sweep_files(timestamp: int) -> None:
    """Remove files that no row has named for a day: what was sent with a form that came to nothing."""
    sweep(clock() - KEPT_WITHOUT_ROW)


@app.periodic(cron="55 3 * * *")
@app.task(name="forget_pings", queueing_lock="forget_pings", retry=SOMETIMES)
@within_engine
def forget_pings(timestamp: int) -> None:
    """Remove what jobs told longer ago than it is kept."""
    forget(settings.ENV.pings_kept, clock())


@app.periodic(cron="40 2 * * *")
@app.task(name="verify_ledger", queueing_lock="verify_ledger", retry=SOMETIMES)
@within_engine
def verify_ledger(timestamp: int) -> None:
    """Recompute every chain, compare it with tables and caches, look at the guards; leaders hear what is wrong."""
    report = verify_all(now=clock())
    record_check(report, clock())
    if not report.is_fine:
        tell_of_broken_ledger(report, now=clock())


@app.periodic(cron="40 5 * * *")
@app.task(name="remind_of_unanswered", queueing_lock="remind_of_unanswered", retry=SOMETIMES)
@within_engine
def remind_of_unanswered(timestamp: int) -> None:
    """Tell whoever answers clients which claims and disputes still wait."""
    remind(clock())


@app.periodic(cron="50 5 * * *")
@app.task(name="remind_of_unclosed_months", queueing_lock="remind_of_unclosed_months", retry=SOMETIMES)
@within_engine
def remind_of_unclosed_months(timestamp: int) -> None:
    """Tell whoever closes months which of them still wait."""
    remind_of_unclosed(clock())


@app.periodic(cron="20 5 * * *")
@app.task(name="send_heads", queueing_lock="send_heads", retry=SOMETIMES)
@within_engine
def send_heads(timestamp: int) -> None:
    """Give the heads of the chains to whoever asked for them."""
    tell_heads(all_anchors(), now=clock())
