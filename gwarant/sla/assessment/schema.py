"""The published schema of assessments."""

from typing import Any

from gwarant.sla.assessment.model import SCHEMA, Assessment
from gwarant.sla.codes import FAMILIES
from gwarant.sla.described import schema_of


def assessment_schema() -> dict[str, Any]:
    """The JSON Schema of an assessment, with every fact that it can hold."""
    assert FAMILIES  # the tables of codes are loaded
    return schema_of(Assessment, SCHEMA, "An assessment of a period")
