"""What was found, as it is shown."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.web.search import names
from gwarant.web.search.names import Named
from gwarant.wordforms.marking import Piece

register = template.Library()


@register.filter
def pieces(found: Iterable[Piece]) -> SafeString:
    """A text with the words that were looked for marked."""
    shown = [(format_html("<mark>{}</mark>", one.text) if one.is_marked else one.text,) for one in found]
    return format_html_join("", "{}", shown)


@register.filter
def kind_of_name(one: Named) -> str:
    """What has that name."""
    if one.kind == names.CUSTOMER:
        return _("Customer")
    if one.kind == names.SYSTEM:
        return _("System")
    return _("Of the house") if one.is_house else pgettext("somebody", "Person")
