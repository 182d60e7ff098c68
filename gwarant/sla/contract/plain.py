"""A contract's document as plain data whose numbers keep their digits, and how a piece of it is written as YAML."""

from typing import Any

import yaml

from gwarant.sla.contract.nodes import Node, core_scalar

WIDTH = 110
_ENDLESS = 1_000_000


class Figure(str):
    """A number as it stands in the YAML, digit by digit."""

    __slots__ = ()


class _Quoted(str):
    """A text that is to stand in double quotes, as the one that it replaces did."""

    __slots__ = ()


def plain_of(node: Node) -> Any:
    """The document of the nodes; a number keeps its digits."""
    if isinstance(node.value, dict):
        return {key: plain_of(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain_of(child) for child in node.value]
    return plain_scalar(node.value, node.text)


def plain_scalar(value: Any, text: str) -> Any:
    """A scalar as plain data: text, truth, nothing, or a `Figure` with the digits of `text`."""
    is_text = isinstance(value, (str, bool)) or value is None
    return value if is_text else Figure(text)


def same(one: Any, other: Any) -> bool:
    """Whether two pieces say the same: the number 12 and the text "12" do not; the order of keys says nothing."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def dumped(value: Any, is_flow: bool | None = None) -> str:
    """YAML of a piece; `is_flow` None writes what holds only scalars in one line."""
    return str(
        yaml.dump(
            value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=is_flow
        )
    )  # fmt: skip


def in_line(value: Any, in_flow: bool, is_quoted: bool = False) -> str:
    """YAML of a piece in one line, as it may stand inside braces, or after `key: `."""
    told = _Quoted(value) if is_quoted and type(value) is str else value
    if in_flow or isinstance(value, (dict, list)):
        text = yaml.dump([told], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_ENDLESS,
                         default_flow_style=True)  # fmt: skip
        return str(text).strip()[1:-1]
    text = yaml.dump({"k": told}, Dumper=_Dumper, allow_unicode=True, width=_ENDLESS, default_flow_style=False)
    return str(text).removeprefix("k: ").removesuffix("\n")


class _Dumper(yaml.SafeDumper):
    """Writes what `nodes.compose` reads: the scalars of YAML 1.2, so that dates and `24/7` need no quotes."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML declares it

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    is_open = core_scalar(value) == value and value and "\n" not in value
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if is_open else '"')


def _quoted(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')


def _bare(dumper: yaml.SafeDumper, value: Any) -> yaml.ScalarNode:
    text = {None: "null", True: "true", False: "false"}[value] if not isinstance(value, Figure) else str(value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Quoted, _quoted)
for _kind in (Figure, type(None), bool):
    _Dumper.add_representer(_kind, _bare)
