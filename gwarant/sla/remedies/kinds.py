"""The kinds of remedy; one more is a file and a line here."""

from gwarant.sla.contract.model.money import RemedyKind
from gwarant.sla.remedies.award import Kind
from gwarant.sla.remedies.bands import bands
from gwarant.sla.remedies.every_n import every_n
from gwarant.sla.remedies.extension import extension
from gwarant.sla.remedies.flat import flat
from gwarant.sla.remedies.per_step import per_step
from gwarant.sla.remedies.per_unit import per_unit
from gwarant.sla.remedies.prorata import prorata

KINDS: dict[RemedyKind, Kind] = {
    RemedyKind.BANDS: bands,
    RemedyKind.PER_UNIT: per_unit,
    RemedyKind.PER_STEP: per_step,
    RemedyKind.FLAT: flat,
    RemedyKind.PRORATA: prorata,
    RemedyKind.EVERY_N: every_n,
    RemedyKind.EXTENSION: extension,
}
