"""What the demo's house looks at: the systems of its customers, from its own place."""

from datetime import datetime
from typing import Any

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor, pause_monitor
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.home import opened

MONITORS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("SHOP", "shop", "Strona główna", {"contains": ["Koszyk"]}),
    ("SHOP", "erp", "Kolejka do ERP", {"json": [{"path": "$.ok"}, {"path": "$.queue", "op": "lt", "value": 10}]}),
    ("CLINIC", "booking", "Rejestracja", {}),
    ("CLINIC", "records", "Dokumentacja", {"slow": 500}),
    ("PLANT", "mes", "Panel produkcji", {}),
    ("UNI", "enrol", "Enrolment page", {}),
    ("UNI", "exams", "Exam portal", {}),
)


def watch(world: World, site: str, now: datetime) -> None:
    """Monitors of what the demo's own web server shows; a place in the clinic's network waits for its prober."""
    with scoped(ENGINE):
        home, olga = opened(now), world.people["olga"]
        open_place("clinic", "W sieci kliniki", customer=world.customers["CLINIC"], now=now)
        for customer, service, name, more in MONITORS:
            settings = {"url": f"{site}/{service}", **more}
            facts = Facts(name=name, kind="http", settings=settings, places=(home,), every=20_000, timeout=5_000)
            add_monitor(world.services[customer, service], facts, by=olga, now=now)
        secret = {"url": f"{site}/booking", "headers": {"Authorization": "Bearer demo"}}
        facts = Facts(name="Rejestracja, z logowaniem", kind="http", settings=secret, places=(home,))
        idle = add_monitor(world.services["CLINIC", "booking"], facts, by=olga, now=now)
        pause_monitor(idle, False, by=olga, now=now)
