"""The days of a wording, as its own zone has them."""

from datetime import date, timedelta

from django import template

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.pictures.keys import wording_text
from gwarant.pictures.words import long_day
from gwarant.sla.calendar import zone
from gwarant.web.templatetags.look import lang

register = template.Library()


@register.filter
def named(version: ContractVersion) -> str:
    """By its contract's number and its version."""
    return wording_text(str(version), lang())


@register.filter
def first_day(version: ContractVersion) -> str:
    """The first day on which it holds."""
    return long_day(_day(version, 0), lang()) if version.holds_from_at else ""


@register.filter
def last_day(version: ContractVersion) -> str:
    """The last day on which it holds; empty while that is open."""
    return long_day(_day(version, 1), lang()) if version.holds_to_at else ""


@register.filter
def in_words(day: date) -> str:
    return long_day(day, lang())


def _day(version: ContractVersion, before: int) -> date:
    moment = version.holds_to_at if before else version.holds_from_at
    assert moment is not None
    return (moment - timedelta(seconds=before)).astimezone(zone(wording_of(version).defaults.timezone)).date()
