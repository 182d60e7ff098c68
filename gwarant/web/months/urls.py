"""The months' addresses, below /desk/ and below /portal/."""

from django.urls import URLPattern, path

from gwarant.web.months import closing, delivery, files, lists, month, readers
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


_HERE = {"side": "desk"}
_SENDING = [
    path(f"{_MONTH}/closing", closing.closing, _HERE, name="month_closing"),
    path(f"{_MONTH}/delivery", delivery.delivery, _HERE, name="month_delivery"),
    path(f"{_MONTH}/delivery/report.pdf", delivery.paper_in, _HERE, name="month_paper"),
    path(f"{_MONTH}/delivery/<int:pk>/again", delivery.sent_again, name="month_sent_again"),
    path(f"{_MONTH}/as-client", delivery.as_client, _HERE, name="month_as_client"),
]
_READERS = [
    path("customers/<slug:key>/reports", readers.reports, name="customer_reports"),
    path("customers/<slug:key>/reports/addresses", readers.add_reader, name="add_report_address"),
    path("customers/<slug:key>/reports/addresses/<int:pk>/end", readers.end_reader, name="end_report_address"),
]

desk = [path("months", house.months, name="months"), *_of_a_month("desk"), *_SENDING, *_READERS]
portal = [path("months", client.months, name="months"), *_of_a_month("portal")]
