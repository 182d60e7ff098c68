"""Each aggregate by its word."""

from gwarant.sla.contract.model.promises import Aggregate as Word
from gwarant.sla.measures.caps import at_cap
from gwarant.sla.measures.clocks import mean, percentile, share_within_target
from gwarant.sla.measures.counts import count
from gwarant.sla.measures.feeds import external, manual
from gwarant.sla.measures.model import Aggregate
from gwarant.sla.measures.percentages import availability

AGGREGATES: dict[Word, Aggregate] = {
    Word.SHARE_WITHIN_TARGET: share_within_target,
    Word.MEAN: mean,
    Word.PERCENTILE: percentile,
    Word.COUNT: count,
    Word.AVAILABILITY: availability,
    Word.EXTERNAL: external,
    Word.AT_CAP: at_cap,
    Word.MANUAL: manual,
}
