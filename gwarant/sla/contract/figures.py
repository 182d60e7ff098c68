"""What a figure means that is written as people write figures."""

import re

_GROUPS = re.compile(r"\d{1,3}([.,'’ \u00a0\u202f])\d{3}(?:\1\d{3})*(?:(?!\1)[.,](\d+))?")
_PLAIN = re.compile(r"(\d+)(?:[.,](\d+))?")
_SPACES = " \u00a0\u202f'’"
_EDGES = re.compile(r"^[^\d.,]*|[^\d]*$")


def figure_in(text: str) -> str:
    """The figure as a contract writes it: "1.000,00 €" is 1000.00, "1 500 Kč" 1500; "" where it cannot be told.

    A single mark before three digits may part thousands or a fraction: both readings are named.
    """
    core = _EDGES.sub("", text)
    grouped, plain = _GROUPS.fullmatch(core), _PLAIN.fullmatch(core)
    if grouped:
        whole = core if grouped[2] is None else core[: -len(grouped[2]) - 1]
        digits = "".join(one for one in whole if one.isdigit())
        if plain and grouped[1] not in _SPACES:
            return f"{digits} or {plain[1]}.{plain[2]}"
        return digits if grouped[2] is None else f"{digits}.{grouped[2]}"
    if plain:
        return plain[1] if plain[2] is None else f"{plain[1]}.{plain[2]}"
    return ""
