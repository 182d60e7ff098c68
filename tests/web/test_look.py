"""The sheets and templates keep their promises: one picture language, contrast, a strict policy, small enough."""

import math
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

import gwarant.web
from gwarant.pictures.tokens import PAGE_PICTURE_CSS

WEB = Path(gwarant.web.__file__).parent
CSS = sorted((WEB / "static/css").glob("*.css"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
TOKEN = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)")
TEXT = ("ink", "quiet", "accent", "fine", "at-risk", "breached", "paused")


def tokens(scheme):
    found = TOKEN.findall((WEB / "static/css/tokens.css").read_text())
    return {name: [float(part) for part in (light, dark)[scheme == "dark"].split()] for name, light, dark in found}


def luminance(oklch):
    """The relative luminance of an OKLCH colour, as WCAG counts it."""
    light, chroma, hue = oklch
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0), 1) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "field"])
@pytest.mark.parametrize("name", TEXT)
def test_text_has_enough_contrast_on_every_ground(scheme, ground, name):
    colours = tokens(scheme)
    assert contrast(colours[name], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_fields_and_words_on_the_accent_have_enough_contrast(scheme):
    colours = tokens(scheme)
    assert contrast(colours["edge"], colours["field"]) >= 3
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5


def test_the_pictures_look_on_pages_as_their_own_tokens_say():
    written = (WEB / "static/css/pictures.css").read_text()
    rules = written.split("@layer base {", 1)[1].rsplit("}", 1)[0]
    assert "".join(rules.split("\n")) == PAGE_PICTURE_CSS


def test_the_style_sheets_stay_small_enough_to_be_read():
    assert sum(len(one.read_text().splitlines()) for one in CSS) <= 1500


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda one: one.relative_to(WEB).as_posix())
def test_a_template_keeps_to_the_strict_policy(path):
    text = path.read_text()
    scripts = re.findall(r"<script(?![^>]*(?:\bsrc=|application/json))", text)
    assert re.findall(r"<[^>%]*\s(?:style|on[a-z]+)=|hx-on|<style", text) + scripts == []


def test_every_static_file_that_a_template_names_exists():
    named = {name for path in TEMPLATES for name in re.findall(r"static '([^']+)'", path.read_text())}
    assert {name for name in named if finders.find(name) is None} == set()


def test_every_sheet_and_script_is_in_the_page():
    linked = "".join(path.read_text() for path in TEMPLATES if path.stem in ("styles", "scripts"))
    own = [*CSS, *(WEB / "static/js").glob("*.js")]
    assert [one.name for one in own if f"{one.parent.name}/{one.name}" not in linked] == []


def test_in_a_table_that_became_cards_no_figure_holds_its_line():
    """Two lengths beside each other are wider than a phone: months scrolled sideways at 320."""
    cards = (WEB / "static/css/components.css").read_text().split("@container (max-width: 39rem)", 1)[1]
    assert ".stacked :is(.short, .num) { text-align: left; white-space: normal; }" in cards
