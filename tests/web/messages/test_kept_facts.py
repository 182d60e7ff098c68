"""What any release has kept of news can still be told, in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest
from kept_facts import NOVEMBER

from gwarant.notify.letter import Letter
from gwarant.notify.told import in_words
from gwarant.web.messages.words import TOLD

LANGUAGES = ("en", "pl")
SHOWN = ("key", "title", "who", "text", "contract", "class", "number", "system", "name")


def letter(code: str, facts: dict[str, Any], lang: str) -> Letter:
    return in_words(TOLD[code].read(facts), lang)


def all_that_is_said(one: Letter) -> str:
    return "\n".join((one.subject, *one.lines, one.path, one.action))


def without_one(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in facts:
        yield {other: value for other, value in facts.items() if other != name}


def test_every_kind_is_among_what_was_kept() -> None:
    assert NOVEMBER.keys() == TOLD.keys()


def test_each_kind_stands_under_its_own_code() -> None:
    assert all(kind.code == code for code, kind in TOLD.items())


@pytest.mark.parametrize("code", NOVEMBER)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_november_has_kept_is_told_whole(code: str, lang: str) -> None:
    told = all_that_is_said(letter(code, NOVEMBER[code], lang))
    facts = [part for name in SHOWN for part in NOVEMBER[code].get(name, "").split("\n\n")]

    assert "%(" not in told
    assert [part for part in facts if part not in told] == []


@pytest.mark.parametrize("code", NOVEMBER)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_any_fact_less_it_is_told_too(code: str, lang: str) -> None:
    for facts in (*without_one(NOVEMBER[code]), {}):
        told = letter(code, facts, lang)
        assert told.subject or code == "before"
        assert "%(" not in all_that_is_said(told)
        assert "None" not in all_that_is_said(told)


@pytest.mark.parametrize("code", NOVEMBER)
def test_a_fact_that_nobody_knows_here_changes_nothing(code: str) -> None:
    facts = NOVEMBER[code]

    assert letter(code, {**facts, "of_tomorrow": [1]}, "en") == letter(code, facts, "en")


@pytest.mark.parametrize("code", NOVEMBER)
def test_what_is_kept_today_is_read_as_it_was_told(code: str) -> None:
    told = TOLD[code].read(NOVEMBER[code])

    assert TOLD[code].read(told.kept()) == told


@pytest.mark.parametrize("code", [code for code in NOVEMBER if code != "before"])
def test_the_two_languages_say_it_otherwise(code: str) -> None:
    english, polish = (letter(code, NOVEMBER[code], lang) for lang in LANGUAGES)

    assert english.what != polish.what
    assert english.path == polish.path


def test_a_long_text_is_kept_by_its_beginning() -> None:
    told = TOLD["replied"].read({"text": "x" * 600, "who": "Ben"})

    assert told.kept()["text"] == "x" * 500
