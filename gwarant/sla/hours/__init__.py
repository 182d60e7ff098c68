"""Hours: from time entries to the statement of a month."""

from gwarant.sla.hours.alert import Alert as Alert
from gwarant.sla.hours.charge import Charge as Charge
from gwarant.sla.hours.charge import Reason as Reason
from gwarant.sla.hours.condition import CivilTime as CivilTime
from gwarant.sla.hours.condition import Condition as Condition
from gwarant.sla.hours.condition import parse_condition as parse_condition
from gwarant.sla.hours.kinds import Worked as Worked
from gwarant.sla.hours.ledger import Refusal as Refusal
from gwarant.sla.hours.month import Month as Month
from gwarant.sla.hours.month import PoolPeriod as PoolPeriod
from gwarant.sla.hours.part import Part as Part
from gwarant.sla.hours.part import Rate as Rate
from gwarant.sla.hours.pool import Drained as Drained
from gwarant.sla.hours.pool import Draw as Draw
from gwarant.sla.hours.pool import Lot as Lot
from gwarant.sla.hours.shares import Share as Share
from gwarant.sla.hours.shares import shares as shares
from gwarant.sla.hours.statement import Statement as Statement
from gwarant.sla.hours.statement import opened as opened
from gwarant.sla.hours.statement import statement as statement
from gwarant.sla.hours.statement import statements as statements
from gwarant.sla.hours.turning import Opening as Opening
