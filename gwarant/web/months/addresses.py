"""Where everything about a month stands, on either side of the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from gwarant.contracts.models import ContractVersion
from gwarant.reports.files import written as written
from gwarant.sla.bounds import is_kept
from gwarant.sla.clocks.reading import Reading
from gwarant.web.tickets.clocks import why_of


@dataclass(frozen=True)
class Addresses:
    """The addresses of one contract's month; `at` is the moment as of which a running month is judged.

    `side` is whose page it is, desk or portal; what the house sees as its client does leads to the desk all the same.
    """

    side: str
    number: str
    period: str
    at: datetime | None = None
    leads_to: str = ""

    @property
    def page(self) -> str:
        return self._month("month", {})

    @property
    def document(self) -> str:
        return self._month("month_json", {})

    @property
    def report(self) -> str:
        return self._month("month_report", {})

    @property
    def envelope(self) -> str:
        return self._month("month_envelope", {})

    @property
    def evidence(self) -> str:
        return self._month("month_evidence", {})

    @property
    def closing(self) -> str:
        return self._month("month_closing", {})

    @property
    def claims(self) -> str:
        """What the month owes, part by part: as it stands now, never as of another moment."""
        return reverse(f"{self.leading}:month_claims", args=[self.number, self.period])

    @property
    def delivery(self) -> str:
        return self._month("month_delivery", {})

    @property
    def as_client(self) -> str:
        return self._month("month_as_client", {})

    @property
    def paper(self) -> str:
        return self._month("month_paper", {})

    def readings(self, **wanted: str) -> str:
        """The list of exactly the readings that are wanted."""
        return self._month("month_readings", wanted)

    def tickets(self, of: str) -> str:
        """The list of the tickets behind a count."""
        return self._month("month_tickets", {"of": of})

    def availability(self, service: str) -> str:
        """The availability of one system in the month."""
        return self._month("month_availability", {}, service)

    def ticket(self, key: str) -> str:
        return f"/{self.leading}/tickets/{key}"

    def why(self, reading: Reading) -> str:
        return why_of(reading, self.ticket(reading.ticket))

    def wording(self, version: ContractVersion, name: str = "wording") -> str:
        """A wording's page, or its file; empty where there is none."""
        try:
            return reverse(f"{self.leading}:{name}", args=[self.number, version.version])
        except NoReverseMatch:
            return ""

    @property
    def leading(self) -> str:
        """The side to which its links lead."""
        return self.leads_to or self.side

    def _month(self, name: str, wanted: Mapping[str, str], *more: str) -> str:
        asked = {**wanted, **({"at": written(self.at)} if self.at else {})}
        address = reverse(f"{self.leading}:{name}", args=[self.number, self.period, *more])
        return f"{address}?{urlencode(asked)}" if asked else address


def read(text: str) -> datetime | None:
    """A moment that `written` wrote; None for anything else."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if is_kept(moment) else None
