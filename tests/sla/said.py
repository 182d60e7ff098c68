"""What the texts of an assessment are: of their type, and where they quote or name, out of its inputs."""

import json
import re

from gwarant.sla.assessment import Assessment
from gwarant.sla.described import matches
from gwarant.sla.document import texts
from gwarant.sla.facts import Kind

GIVEN = (Kind.ID, Kind.QUOTED, Kind.CLAUSE)
LEFT_OUT = ("support",)  # the default of a key that the evidence format leaves out
SECTIONS = ("targets", "availability", "measures", "duties", "triggers")


def unfounded(assessed: Assessment, inputs: str) -> list[object]:
    """The texts that are not what their type says, and the names and quotes that no input holds."""
    said = list(texts(assessed))
    loose = [one for one in said if one.kind in GIVEN and not is_given(one.text, inputs)]
    return [*(one for one in said if not matches(one.kind, one.text)), *loose]


def is_given(text: str, inputs: str) -> bool:
    """Whether it comes from the inputs: as it stands, or as parts of them with a version or a day."""
    quoted = json.dumps(text, ensure_ascii=False)[1:-1]
    parts = [part for part in re.split(r"[ @]", text) if not re.fullmatch(r"[0-9-]+|outage", part)]
    return quoted in inputs or text in (*SECTIONS, *LEFT_OUT) or all(part in inputs for part in parts)
