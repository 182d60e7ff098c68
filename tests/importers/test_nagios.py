"""The log of Nagios and Icinga."""

import pytest

from gwarant.importers import IMPORTERS, Imported
from gwarant.sla.problem import InputError

LOG = """\
[1772438400] CURRENT SERVICE STATE: shop;HTTP;OK;HARD;1;HTTP OK; 200
[1772438400] CURRENT HOST STATE: shop;UP;HARD;1;PING OK
[1772442000] SERVICE ALERT: shop;HTTP;CRITICAL;SOFT;1;Connection refused
[1772442060] SERVICE ALERT: shop;HTTP;CRITICAL;HARD;3;Connection refused
[1772442060] SERVICE NOTIFICATION: ops;shop;HTTP;CRITICAL;notify;Connection refused
[1772443260] SERVICE ALERT: shop;HTTP;OK;HARD;3;HTTP OK
[1772450000] HOST ALERT: shop;UNREACHABLE;HARD;1;
[1772460000] LOG ROTATION: DAILY
[1772460000] HOST ALERT: shop;UP;HARD;1;
"""


def run(text: str, **options: object) -> Imported:
    return IMPORTERS["nagios"](text, options={"every": "1m", **options}, file="nagios.log")


def test_each_state_holds_until_the_next_of_its_host_or_service() -> None:
    states = run(LOG).evidence.states
    assert [(one.service, one.state.value, (one.end - one.start) // 1000) for one in states] == [
        ("shop/HTTP", "up", 3600),
        ("shop", "up", 11600),
        ("shop/HTTP", "down", 60),
        ("shop/HTTP", "down", 1200),
        ("shop/HTTP", "up", 16740),
        ("shop", "unknown", 10000),
    ]


STOPS = """\
[1772438400] CURRENT HOST STATE: shop;UP;HARD;1;PING OK
[1772439000] Auto-save of retention data completed successfully.
[1772439100] Warning: The results of service 'x' are stale
[1772440000] Caught SIGTERM, shutting down...
[1772440001] Successfully shutdown... (PID=4)
[1772447000] Nagios 4.4.6 starting... (PID=1)
[1772447010] INITIAL HOST STATE: shop;UP;HARD;1;PING OK
[1772448000] Caught SIGHUP, restarting...
[1772448001] Nagios 4.4.6 starting... (PID=1)
[1772449000] LOG ROTATION: DAILY
[1772450000] Nagios 4.4.6 starting... (PID=7)
[1772451000] CURRENT HOST STATE: shop;UP;HARD;1;PING OK
"""


def test_while_the_program_was_not_running_nothing_is_known() -> None:
    made = run(STOPS)
    assert [(one.state.value, one.start // 1000, one.end // 1000) for one in made.evidence.states] == [
        ("up", 1772438400, 1772440000),
        ("unknown", 1772440000, 1772447010),
        ("up", 1772447010, 1772449000),
        ("unknown", 1772449000, 1772451000),
    ]
    assert made.account.fates == {"imported": 2, "quiet": 9, "timeless": 1}
    assert any("not running: 2" in note for note in made.notes)


def test_every_line_is_accounted_for() -> None:
    text = LOG + LOG.splitlines()[0] + "\nnonsense\n"
    account = run(text, skip_bad=True).account
    assert account.fates == {"imported": 6, "repeated": 1, "quiet": 2, "timeless": 1, "unreadable": 1}
    assert account.rows == len(text.splitlines())
    assert run(LOG, states={"unreachable": "-"}).account.fates["unwanted"] == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nonsense", "nagios.log:10: is no line of this log"),
        ("[1772442000] SERVICE ALERT: shop;HT", "nagios.log:10: has 2 parts, where a state of this kind has 6"),
        ("[1772442000] HOST ALERT: shop;SIDEWAYS;HARD;1;", "nagios.log:10: 'SIDEWAYS' is not known here"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        run(LOG + line)
    assert says in str(refused.value)
