"""Data of the contract's own shape, such as an annex, told as far as its words are known."""

from typing import Any

from gwarant.pictures.clauses.spelled import percent_words, time_words
from gwarant.pictures.told.teller import Teller


def data_words(teller: Teller, value: Any) -> str:
    """Plain data in words: "index: CPI; month: 3"."""
    if isinstance(value, dict):
        return "; ".join(f"{teller.term('data', key)}: {data_words(teller, one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(data_words(teller, one) for one in value)
    if isinstance(value, bool) or value is None:
        return teller.term("data", {True: "true", False: "false", None: "none"}[value])
    text = str(value)
    if text.endswith("%"):
        return percent_words(text[:-1], teller.lang)
    return time_words(text, teller.lang) if text[-1:] in "mhds" and text[:1].isdigit() else teller.term("data", text)


def case_words(teller: Teller, when: Any) -> str:
    """What makes a ticket fall into a class: "the service does not work or data are lost"."""
    if isinstance(when, dict):
        return f" {teller.say('and_case')} ".join(_case(teller, key, value) for key, value in when.items())
    if isinstance(when, list | tuple):
        return _joined([case_words(teller, one) for one in when], teller.say("or_case"))
    return teller.term("case", when)


def _case(teller: Teller, key: str, value: Any) -> str:
    if key in ("any", "all") and isinstance(value, list | tuple):
        parts = [case_words(teller, one) for one in value]
        return _joined(parts, teller.say("or_case" if key == "any" else "and_case"))
    if teller.known(f"case: {key}"):
        return teller.say(f"case: {key}", n=data_words(teller, value))
    return f"{teller.term('case', key)}: {data_words(teller, value)}"


def _joined(parts: list[str], word: str) -> str:
    return ", ".join(parts[:-1]) + f" {word} {parts[-1]}" if len(parts) > 1 else "".join(parts)
