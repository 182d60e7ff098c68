"""The text of a contract changed at single places; all else stays to the byte, comments and blanks too."""

from gwarant.sla.contract.splice.changing import CannotSplice as CannotSplice
from gwarant.sla.contract.splice.changing import spliced as spliced
from gwarant.sla.contract.splice.spots import Spot as Spot
from gwarant.sla.contract.splice.spots import spot_at as spot_at
from gwarant.sla.contract.splice.spots import spots_of as spots_of
