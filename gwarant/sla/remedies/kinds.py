"""The kinds of remedy; one more is a file and a line here."""

from gwarant.sla.contract.model.money import RemedyKind
from gwarant.sla.remedies.award import Kind
from gwarant.sla.remedies.bands import bands
from gwarant.sla.remedies.flat import flat
from gwarant.sla.remedies.per_unit import per_unit

KINDS: dict[RemedyKind, Kind] = {
    RemedyKind.BANDS: bands,
    RemedyKind.PER_UNIT: per_unit,
    RemedyKind.FLAT: flat,
}
