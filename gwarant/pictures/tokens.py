"""The colours of the pictures: OKLCH tokens for light and dark, and plain fallbacks where a reader knows neither."""

FALLBACKS = {
    "paper": "#fcfcfb",
    "quiet": "#5f656c",
    "track": "#c9cdd2",
    "counted": "#3f6ea8",
    "paused": "#4a6fc2",
    "breached": "#b3261e",
    "fine": "#23794a",
    "at_risk": "#a85b00",
    "unknown": "#8b9096",
}
_DARK = {
    "paper": "#17191c",
    "quiet": "#a6abb1",
    "track": "#4a5058",
    "counted": "#7fa8dc",
    "paused": "#93b0f5",
    "breached": "#f0877d",
    "fine": "#6cc493",
    "at_risk": "#e5a24f",
    "unknown": "#7d838a",
}
_FILLS = {
    "gw-counted": "counted",
    "gw-over": "breached",
    "gw-left": "track",
    "gw-note": "quiet",
    "gw-alarm": "breached",
    "gw-up": "fine",
    "gw-degraded": "at_risk",
    "gw-down": "breached",
    "gw-unknown": "unknown",
    "gw-cut": "paper",
}
_STROKES = {
    "gw-hatch": "quiet",
    "gw-paused": "paused",
    "gw-break": "quiet",
    "gw-break-on": "paper",
    "gw-hollow": "unknown",
}


def _rules(colours: dict[str, str], before: str = "") -> str:
    rows = [(css, "fill", token) for css, token in _FILLS.items()]
    rows += [(css, "stroke", token) for css, token in _STROKES.items()]
    return "".join(f"{before}.{css}{{{role}:var(--gw-{token},{colours[token]})}}" for css, role, token in rows)


SHAPE_CSS = (
    ".gw-bar,.gw-month{display:block;overflow:visible}.gw-bar path{fill:none}.gw-alarm{font-weight:600}"
    "@media(max-width:600px){.gw-minor{display:none}}"
)
PICTURE_CSS = (
    SHAPE_CSS
    + _rules(FALLBACKS)
    + "@media(prefers-color-scheme:dark){.gw-alone{color:#e6e8ea}"
    + _rules(_DARK, ".gw-alone ")
    + "}"
)
PAGE_PICTURE_CSS = SHAPE_CSS + _rules(FALLBACKS)
