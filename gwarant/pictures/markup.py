"""HTML and SVG built from values: text is escaped unless it is markup already."""

from collections.abc import Iterable
from html import escape

VOID = frozenset({"meta", "br", "hr", "img", "rect", "line", "path", "col"})


class Markup(str):
    """Text that is safe to set into a page as it is."""

    __slots__ = ()

    def __add__(self, other: str) -> "Markup":
        return Markup(str.__add__(self, other if isinstance(other, Markup) else escape(other)))


def raw(text: str) -> Markup:
    """Markup that this package wrote itself."""
    return Markup(text)


def el(name: str, /, *children: str, **attributes: str) -> Markup:
    """An element; `class_` and `aria_label` are written class and aria-label, empty attributes are left out."""
    written = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in attributes.items() if value)
    if name in VOID:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Iterable[str], between: str = "") -> Markup:
    """The children one after the other, each escaped unless it is markup."""
    return Markup(between.join(one if isinstance(one, Markup) else escape(one) for one in children))


def _attribute(key: str) -> str:
    return key if key == "patternUnits" else key.rstrip("_").replace("_", "-")
