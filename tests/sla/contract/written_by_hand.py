"""YAML as people write it: block and braces, quotes, comments, blanks, keys with dots."""

from typing import Any

from hypothesis import strategies as st

from gwarant.sla.contract.plain import Figure, in_line

KEYS = ["a", "b", "id", "shop.pl", "two words", "ż", "null", "1", "x:y", "it's", "§4", 'say "so"', "#no", "long-key"]
WORDS = ["x", "24/7", "Mon-Fri 08:00-18:00", "P1M", "a, b", "x: y", "x #y", "# no", "[*a", "true", "12", "", " pad ",
         "żółw 😀", "two\nlines", "- dash", "a" * 130, "?", "!x", "&x", "{}", "'q'", '"q"', "2026-01-01"]  # fmt: skip
SCALARS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["0", "12", "-3.50", "99.950"]).map(Figure),
    st.sampled_from([None, True, False]),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=4), st.lists(inner, max_size=3)
    ),
    max_leaves=14,
)  # fmt: skip
DOCUMENTS = st.dictionaries(st.sampled_from(KEYS), TREES, min_size=1, max_size=6)


@st.composite
def texts(draw: Any, document: dict[str, Any]) -> str:
    """The document in one of the ways in which a person may write it."""
    style = _Style(draw, draw(st.sampled_from(["\n", "\n", "\n", "\r\n"])))
    text = "".join(style.newline.join(style.block(document, 0)))
    head = draw(st.sampled_from(["", "# head\n", "\n", "---\n", "\ufeff"])).replace("\n", style.newline)
    return head + text + draw(st.sampled_from(["\n", "\n", "", "\n# tail\n", "\n...\n"])).replace("\n", style.newline)


class _Style:
    def __init__(self, draw: Any, newline: str) -> None:
        self.draw = draw
        self.newline = newline
        self.comments = 0

    def one(self, *ways: Any) -> Any:
        return self.draw(st.sampled_from(ways))

    def comment(self) -> str:
        if self.one(True, False, False):
            self.comments += 1
            return f"{self.one(' ', '   ')}# note {self.comments}, it: [is"
        return ""

    def block(self, value: Any, depth: int) -> list[str]:
        """Lines of a mapping or list, not empty."""
        lines: list[str] = []
        step = self.one(2, 2, 4, 1)
        pairs = value.items() if isinstance(value, dict) else [(None, one) for one in value]
        for key, inner in pairs:
            if self.one(True, False, False, False):
                lines.append(self.one("", f"{' ' * depth}# above", "# at the edge"))
            head = "-" if key is None else f"{in_line(key, True)}:"
            lines += self.entry(head, inner, depth, step, key is None)
        return lines

    def entry(self, head: str, inner: Any, depth: int, step: int, is_item: bool) -> list[str]:
        pad = " " * depth
        if isinstance(inner, (dict, list)) and inner and self.one(True, False):
            if is_item and isinstance(inner, dict) and self.one(True, False):
                first, *rest = self.bare_block(inner, depth + 2)
                return [f"{pad}- {first.strip()}", *rest]
            is_flat = isinstance(inner, list) and not is_item and self.one(True, False)
            return [f"{pad}{head}{self.comment()}", *self.block(inner, depth if is_flat else depth + step)]
        if isinstance(inner, str) and not isinstance(inner, Figure) and inner == "two\nlines" and self.one(True, False):
            return [f"{pad}{head} |-", f"{pad}{' ' * step}two", f"{pad}{' ' * step}lines"]
        told = self.flow(inner, depth + step)
        return f"{pad}{head}{' ' * self.one(1, 1, 3) if told else ''}{told}{self.comment()}".split(self.newline)

    def bare_block(self, value: dict[str, Any], depth: int) -> list[str]:
        """Lines of a mapping whose first stands behind a dash."""
        lines: list[str] = []
        for key, inner in value.items():
            lines += self.entry(f"{in_line(key, True)}:", inner, depth, 2, False)
        return lines

    def flow(self, value: Any, depth: int) -> str:
        if isinstance(value, dict):
            return self.braces(
                "{}", [f"{in_line(key, True)}: {self.inner(one, depth)}" for key, one in value.items()], depth
            )
        if isinstance(value, list):
            return self.braces("[]", [self.inner(one, depth) for one in value], depth)
        return self.scalar(value)

    def inner(self, value: Any, depth: int) -> str:
        return self.flow(value, depth) if isinstance(value, (dict, list)) else self.scalar(value, True)

    def braces(self, ends: str, parts: list[str], depth: int) -> str:
        if not parts:
            return ends
        gap = self.one("", "", " ")
        told = ""
        for number, part in enumerate(parts):
            is_last = number == len(parts) - 1
            comma = "" if is_last and self.one(True, True, False) else ","
            behind = f"{self.comment()}{self.newline}{' ' * (depth + 2)}" if self.one(True, False, False) else " "
            told += part + comma + (behind if not is_last or comma else "")
        return f"{ends[0]}{gap}{told}{gap}{ends[1]}"

    def scalar(self, value: Any, in_flow: bool = False) -> str:
        if value is None:
            return str(self.one("null", "~") if in_flow else self.one("null", "~", ""))
        plain = in_line(value, in_flow)
        if type(value) is str and "\n" not in value:
            return str(self.one(plain, plain, in_line(value, in_flow, True), "'" + value.replace("'", "''") + "'"))
        return plain
