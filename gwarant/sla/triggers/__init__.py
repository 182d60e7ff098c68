"""Triggers: what repeated breaches entitle to."""

from gwarant.sla.triggers.conditions import occasions_of as occasions_of
from gwarant.sla.triggers.model import Arisen as Arisen
from gwarant.sla.triggers.model import Down as Down
from gwarant.sla.triggers.model import History as History
from gwarant.sla.triggers.model import Late as Late
from gwarant.sla.triggers.model import Mark as Mark
from gwarant.sla.triggers.rights import rights_of as rights_of
