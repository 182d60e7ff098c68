"""Readings and assessments in a terminal, as rich renderables."""

from gwarant.pictures.terminal.assessment import assessment as assessment
from gwarant.pictures.terminal.what_if import what_if as what_if
from gwarant.pictures.terminal.why import why as why
