"""A certificate that a real server shows is told of at a third of its life, a week and a day, while it is shown."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certificates import serving_as
from loopback import ok, saying, serving
from one_look import looked

from gwarant.demo.cast import World
from gwarant.engine.certificates import run_once
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.expiring import next_warning, warnings_of
from gwarant.monitoring.giving import give
from gwarant.monitoring.models import Monitor, Place, Prober
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.taking import take
from gwarant.notify.models import Notice
from gwarant.prober.model import Certificate, Look
from gwarant.prober.protocol import Wanted, packed
from gwarant.prober.reach import Reach
from gwarant.prober.tools import tools

NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - TLS reads the clock of this machine
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told() -> list[tuple[str, int]]:
    found = Notice.objects.filter(code="certificate_ends").order_by("pk").select_related("user")
    return [(one.user.name, one.facts["days"]) for one in found if one.user]


def seen(monitor: Monitor, prober: Prober, path: Path, days_left: float, now: datetime) -> None:
    """A real look at a server whose certificate of thirty days has so many left."""
    context = serving_as(path, "shop", ("127.0.0.2",), NOW - timedelta(days=30 - days_left), days=30)
    with serving(saying(ok()), context=context) as server, closing(tools(Reach(everywhere=True))) as kit:
        answer = looked("tls", {"host": "127.0.0.2", "port": server.port, "verify": False}, kit)
    assert answer.certificate is not None
    at = milliseconds_of(now)
    tokens = {one.share: one.token for one in give(prober, Wanted(), at).leases}
    take(prober, packed([Look(monitor.pk, at, at, answer)], 1, at, tokens), at)


def test_whoever_looks_after_the_system_hears_three_times_of_it_until_another_is_shown(
    world: World, place: Place, prober_at: Callable[[], Prober], tmp_path: Path
) -> None:
    prober, settings = prober_at(), {"host": "127.0.0.2", "verify": False}
    facts = Facts(name="Till", kind="tls", settings=settings, places=(place,))
    monitor = add_monitor(world.services["SHOP", "shop"], facts, by=None, now=NOW)
    carers = [world.people["alice"].name, world.ben.name]
    seen(monitor, prober, tmp_path, 10.5, NOW)
    assert (run_once(NOW), told()) == (0, [])  # a third is ten days
    assert [run_once(NOW + DAY), run_once(NOW + DAY)] == [1, 0]
    assert told() == [(one, 9) for one in carers]
    assert [run_once(NOW + 4 * DAY), run_once(NOW + 9 * DAY + 13 * HOUR)] == [1, 1]
    assert told() == [(one, left) for left in (9, 6, 0) for one in carers]
    seen(monitor, prober, tmp_path, 8.0, NOW + HOUR)
    seen(monitor, prober, tmp_path, 29.0, NOW + 2 * HOUR)
    assert run_once(NOW + 3 * HOUR) == 0  # that of eight days was replaced before anybody was told of it
    assert len(told()) == 6


@pytest.mark.parametrize(
    ("life", "left"), [(398, [398 / 3, 7, 1]), (200, [200 / 3, 7, 1]), (6, [2, 1]), (2, [2 / 3]), (90, [30, 7, 1])]
)
def test_a_third_is_of_its_own_life_and_what_lies_before_that_is_no_further_warning(
    life: int, left: list[float]
) -> None:
    one = Certificate(0, life * 86_400, "p")
    ends = datetime.fromtimestamp(one.ends, UTC)
    assert [(ends - at) / DAY for at in warnings_of(one)] == pytest.approx(left, abs=1e-4)
    assert next_warning(one) == warnings_of(one)[0]
    assert next_warning(one, ends) is None


def test_a_certificate_may_say_any_moments() -> None:
    for begins, ends in ((-(2**50), 2**50), (0, 0), (2**50, -5)):
        assert warnings_of(Certificate(begins, ends, "p"))
