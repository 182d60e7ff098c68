"""The months' addresses, below /desk/ and below /portal/."""

from django.urls import URLPattern, path

from gwarant.web.months import closing, files, lists, month
from gwarant.web.months import desk as house
from gwarant.web.months import portal as client

_MONTH = "contracts/<str:number>/months/<str:period>"


def _of_a_month(side: str) -> list[URLPattern]:
    where = {"side": side}
    return [
        path(f"{_MONTH}.json", files.document, where, name="month_json"),
        path(f"{_MONTH}/report.pdf", files.paper, where, name="month_report"),
        path(f"{_MONTH}/envelope.json", files.envelope, where, name="month_envelope"),
        path(f"{_MONTH}/evidence.jsonl", files.evidence, where, name="month_evidence"),
        path(f"{_MONTH}/readings", lists.readings, where, name="month_readings"),
        path(f"{_MONTH}/tickets", lists.tickets, where, name="month_tickets"),
        path(_MONTH, month.month, where, name="month"),
    ]


_CLOSING = path(f"{_MONTH}/closing", closing.closing, {"side": "desk"}, name="month_closing")


desk = [path("months", house.months, name="months"), *_of_a_month("desk"), _CLOSING]
portal = [path("months", client.months, name="months"), *_of_a_month("portal")]
