"""Texts of strangers without what nobody should have to read."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What is not drawn, or turns the direction of what follows.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_PATH = re.compile(r"[/\\]")
_BAD_IN_NAME = re.compile(r'[<>:"|?*]')
NAME = 150


def text_of(text: str, problems: set[str]) -> str:
    """Lines of text: line feeds alone end them, control characters but the tab are dropped and noted."""
    found = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    kept = _CONTROL.sub("", found)
    if len(kept) != len(found):
        problems.add("control_characters")
    if _UNSEEN.search(kept):
        problems.add("unseen_characters")
    return kept


def line_of(text: str, problems: set[str], most: int = 998) -> str:
    """One line of a header: control characters and what is not drawn are dropped and noted."""
    kept = _CONTROL.sub("", text.replace("\t", " ").replace("\n", " ").replace("\r", " "))
    if len(kept) != len(text):
        problems.add("control_characters")
    seen = _UNSEEN.sub("", kept)
    if len(seen) != len(kept):
        problems.add("unseen_characters")
    line = " ".join(seen.split())
    if len(line) > most:
        problems.add("long_header")
    return line[:most]


def name_of(text: str, fallback: str, problems: set[str]) -> str:
    """The name of a file, without folders and without anything that turns or hides its ending."""
    line = _BAD_IN_NAME.sub("_", _PATH.split(line_of(text, problems))[-1]).strip(" .")
    if not line:
        return fallback
    if len(line) <= NAME:
        return line
    stem, dot, ending = line.rpartition(".")
    ending = dot + ending if stem and len(ending) <= 10 else ""
    return line[: NAME - len(ending)].rstrip(" .") + ending
