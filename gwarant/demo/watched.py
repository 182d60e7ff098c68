"""What the demo's house looks at: the systems of its customers, from its own place."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.demo.looks import LOOKED, lay
from gwarant.monitoring.actions import Facts, add_monitor, change_monitor, pause_monitor
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.home import opened
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.moments import moment_of
from gwarant.sla.civil import midnight

ZONE = "Europe/Warsaw"

MONITORS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("SHOP", "shop", "Strona główna", {"contains": ["Koszyk"]}),
    ("SHOP", "erp", "Kolejka do ERP", {"json": [{"path": "$.ok"}, {"path": "$.queue", "op": "lt", "value": 10}]}),
    ("CLINIC", "booking", "Rejestracja", {}),
    ("CLINIC", "records", "Dokumentacja", {"slow": 500}),
    ("PLANT", "mes", "Panel produkcji", {}),
    ("UNI", "enrol", "Enrolment page", {}),
    ("UNI", "exams", "Exam portal", {}),
)


def watch(world: World, site: str, first: date, now: datetime) -> None:
    """Monitors of what the demo's own web server shows, some of them since the first day with all that was seen.

    A place in the clinic's network waits for its prober.
    """
    begun = moment_of(midnight(first, ZONE) * 1000) - timedelta(days=3)
    with scoped(ENGINE):
        home, olga = opened(begun), world.people["olga"]
        former: list[tuple[Monitor, Facts]] = []
        open_place("clinic", "W sieci kliniki", customer=world.customers["CLINIC"], now=now)
        for customer, service, name, more in MONITORS:
            settings = {"url": f"{site}/{service}", **more}
            often = Facts(name=name, kind="http", settings=settings, places=(home,), every=20_000, timeout=5_000)
            if service in LOOKED:
                seldom = replace(often, every=60_000)
                former.append((add_monitor(world.services[customer, service], seldom, by=olga, now=begun), often))
            else:
                add_monitor(world.services[customer, service], often, by=olga, now=now)
        secret = {"url": f"{site}/booking", "headers": {"Authorization": "Bearer demo"}}
        facts = Facts(name="Rejestracja, z logowaniem", kind="http", settings=secret, places=(home,))
        idle = add_monitor(world.services["CLINIC", "booking"], facts, by=olga, now=now)
        pause_monitor(idle, False, by=olga, now=now)
        lay([one for one, _ in former], home, first, ZONE, now)
        for monitor, often in former:
            change_monitor(monitor, often, by=olga, now=now)
