"""The demo's jobs and alerts come by the product's own actions: nights, a night that was missed, what fires now."""

from datetime import UTC, datetime

from gwarant.demo import told
from gwarant.demo.cast import World
from gwarant.monitoring.beats.models import Ping, Reported, Trouble
from gwarant.monitoring.models import Proof, Standing

NOW = datetime(2026, 6, 20, 9, 25, tzinfo=UTC)


def test_nights_are_there_one_was_missed_and_an_alert_fires(house: World, engine: None) -> None:
    told.tell_of_themselves(house, NOW, 12)
    assert Ping.objects.count() == 2 * (12 * len(told.JOBS) - 1 + 1)  # begun and ended; one missed, one run again
    assert Ping.objects.latest("at").at < NOW
    stands = dict(Standing.objects.values_list("monitor__name", "state"))
    assert stands == {**{job.name: "up" for job in told.JOBS}, "Alerty sklepu": "down"}
    missed, fires = Trouble.objects.order_by("since").select_related("ticket")
    assert (missed.ended_at is not None, fires.ended_at) == (True, None)
    assert "Kopia nocna" in missed.ticket.title
    assert missed.ticket.status in ("resolved", "closed")
    assert [one.name for one in Reported.objects.filter(monitor=None)] == ["MailQueue"]
    passed = Proof.objects.filter(state="passed", duty="backup", customer=house.customers["SHOP"])
    assert passed.count() == 11
