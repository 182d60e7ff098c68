"""Words as a search compares them: folding, tokens, basic forms, what is typed, and what is marked."""

import random
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from found_by import WORDS, a_text, has, plain, split
from hypothesis import given
from hypothesis import strategies as st
from word_forms import POLISH, use_words

from gwarant.wordforms import dictionary, making
from gwarant.wordforms.asking import MOST, Asked, Wanted, asked_of, query_of
from gwarant.wordforms.dictionary import Dictionary, basic_forms
from gwarant.wordforms.folding import folded
from gwarant.wordforms.marking import excerpt, marked
from gwarant.wordforms.near import distance, names
from gwarant.wordforms.tokens import LONGEST, composed, terms_asked, terms_kept, tokens_of, words_of
from gwarant.wordforms.vector import vectors_of

KEYS = {"klient": "customer", "customer": "customer", "stan": "state"}


@given(st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_folding_knows_neither_accents_nor_capitals_and_is_done_once(text: str):
    assert folded(folded(text)) == folded(text)
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "plainly"),
    [("Zażółć GĘŚLĄ jaźń", "zazolc gesla jazn"), ("Straße", "strasse"), ("naïve Ærø", "naive aero"), ("ﬁle", "file")],
)
def test_folding_leaves_letters_alone(text: str, plainly: str):
    assert folded(text) == plainly


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_words_are_those_that_plain_python_splits(words: list[str]):
    assert words_of(" ".join(words)) == split(" ".join(words))


@given(st.text())
def test_tokens_stand_where_they_say(text: str):
    whole = composed(text)
    tokens = list(tokens_of(whole))
    assert all(
        one.word == folded(whole[one.start : one.end])[:LONGEST] or len(one.word.encode()) <= 48 for one in tokens
    )
    assert all(one.end <= other.start for one, other in pairwise(tokens))


def test_a_word_and_its_forms_share_a_term_and_phrases_ask_for_none(forms: None):
    assert terms_kept("kartami") == {"kartami", "~karty", "~karta"}
    assert terms_asked("karta") == {"karta", "~karta"}
    for form, basic in POLISH:
        assert not terms_kept(folded(form)).isdisjoint(terms_asked(folded(basic))), form
        assert not terms_kept(folded(basic)).isdisjoint(terms_asked(folded(form))), form


def test_without_a_dictionary_words_are_as_they_are_written():
    dictionary.use(())
    assert (basic_forms("kartami"), terms_kept("kartami"), dictionary.maker()) == ((), {"kartami"}, "")


def test_the_file_gives_every_pair_that_went_into_it(tmp_path: Path):
    pairs = [(f"form{number % 900}x", f"basic{number % 7}") for number in range(2000)] + [("яблоки", "яблоко")]
    making.write(tmp_path / "w", iter([*pairs, ("same", "same"), ("two words", "x")]), "m")
    found = Dictionary(tmp_path / "w")
    for form in {form for form, _ in pairs}:
        assert set(found.basic(form)) == {basic for other, basic in pairs if other == form}
    assert (found.basic("same"), found.basic("two"), found.basic("zzz"), found.basic("0"), found.maker) == (
        *[()] * 4,
        "m",
    )


@pytest.mark.parametrize("damage", [b"", b"x" * 40])
def test_a_file_that_is_not_whole_is_none(tmp_path: Path, damage: bytes):
    (tmp_path / dictionary.NAME).write_bytes(damage)
    assert not making.is_whole(tmp_path)
    dictionary.use([tmp_path])
    assert dictionary.dictionary() is None
    dictionary.use(())


def test_it_is_made_once_where_a_folder_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(making, "_pairs_of_all", lambda: iter(POLISH))
    (tmp_path / "file").write_text("")
    assert making.main([str(tmp_path / "file"), str(tmp_path / "folder")]) == 0
    first = (tmp_path / "folder" / dictionary.NAME).stat().st_ino
    making.make(tmp_path / "folder")
    assert making.is_whole(tmp_path / "folder")
    assert (tmp_path / "folder" / dictionary.NAME).stat().st_ino == first
    assert making.main([str(tmp_path / "file")]) == 1
    assert "could not be made" in capsys.readouterr().err


def test_simplemma_gives_the_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    factory: Any = making.DefaultDictionaryFactory
    whole = factory().get_dictionary("en")
    monkeypatch.setattr(making, "LANGUAGES", ("en",))
    monkeypatch.setattr(
        factory, "get_dictionary", lambda _self, _lang: {"orders": whole["orders"], "went": whole["went"]}
    )
    making.make(tmp_path)
    found = Dictionary(tmp_path / dictionary.NAME)
    assert (found.basic("orders"), found.basic("went")) == (("order",), ("go",))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("karta płatnicza ", Asked((Wanted(("karta",)), Wanted(("platnicza",))))),
        ("karta płatn", Asked((Wanted(("karta",)), Wanted(("platn",), is_unfinished=True)))),
        ("ka", Asked((Wanted(("ka",)),))),
        ("12345", Asked((Wanted(("12345",)),))),
        ('"Brak Połączenia" x', Asked((Wanted(("brak", "polaczenia"), is_phrase=True), Wanted(("x",))))),
        ("„kartą”", Asked((Wanted(("karta",), is_phrase=True),))),
        ('"bez końca', Asked((Wanted(("bez", "konca"), is_phrase=True),))),
        ("SHOP-42", Asked((Wanted(("shop", "42"), is_phrase=True),))),
        ("Klient:SHOP karta ", Asked((Wanted(("karta",)),), (("customer", "SHOP"),))),
        ('customer:"Acme Shop" stan:nowe', Asked((), (("customer", "Acme Shop"), ("state", "nowe")))),
        ("https://a.example/x", Asked((Wanted(("https", "a", "example", "x"), is_phrase=True),))),
        ("stan: nowe ", Asked((Wanted(("stan",)), Wanted(("nowe",))))),
        ("-- !! ''", Asked()),
    ],
)
def test_what_is_typed_is_read(text: str, asked: Asked):
    assert asked_of(text, KEYS) == asked


def test_too_much_is_cut_and_says_so():
    found = asked_of("a " * (MOST + 1), KEYS)
    assert (len(found.wanted), found.is_cut) == (MOST, True)
    assert asked_of("x" * 500, KEYS).is_cut


def test_a_query_asks_for_any_term_of_each_word(forms: None):
    asked = asked_of('kartą "na bramce" bram', {})
    assert query_of(asked, [["@p-1'"]]) == (
        "('karta' | '~karta' | '@p-1''') & (('na' <-> 'bramce')) & ('bram' | '~bram' | 'bram':*)"
    )


def test_what_is_marked_is_what_plain_python_finds(forms: None):
    chance = random.Random(3)
    for _ in range(150):
        text, word = a_text(chance, 8), chance.choice(WORDS)
        wanted = asked_of(f"{word} ", {}).wanted
        pieces = marked(text, wanted)
        assert "".join(one.text for one in pieces) == text
        assert any(one.is_marked for one in pieces) == has(text, word), (text, word)
        if len(wanted[0].words) == 1:
            assert all(has(one.text, word) for one in pieces if one.is_marked)
            assert not any(has(one.text, word) for one in pieces if not one.is_marked)


def test_an_excerpt_is_taken_where_most_of_the_words_stand():
    text = "karta " + "x " * 300 + "bramka i karta stoją\nobok " + "y " * 300
    found = excerpt(text, asked_of("karta bramka ", {}).wanted)
    assert found is not None
    assert (found.shows, [one.text for one in found.pieces if one.is_marked]) == (2, ["bramka", "karta"])
    shown = "".join(one.text for one in found.pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 200
    assert excerpt(text, asked_of("nothing ", {}).wanted) is None


@pytest.mark.parametrize(
    ("wanted", "word"),
    [("czarnecka", "czarnecka"), ("czar", "czarnecka"), ("czarnekca", "czarnecka"), ("kowlaska", "kowalska"),
     ("czarneckiej", "czarnecka"), ("baka", "bak"), ("sklpe", "sklep"), ("zdrowei", "zdrowie")],
)  # fmt: skip
def test_a_name_is_meant_with_a_typing_error_in_another_case_or_unfinished(forms: None, wanted: str, word: str):
    assert names(wanted, word)


def test_without_typing_errors_a_name_is_meant_as_it_is_written(forms: None):
    assert names("czar", "czarnecka", errors=False)
    assert names("czarneckiej", "czarnecka", errors=False)
    assert not names("czarnekca", "czarnecka", errors=False)


@pytest.mark.parametrize(
    ("wanted", "word"), [("ben", "bea"), ("shop1", "shop2"), ("cz", "czarnecka"), ("sklep", "szkola")]
)
def test_another_name_is_not_meant(forms: None, wanted: str, word: str):
    assert not names(wanted, word)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_distance_is_that_of_the_slow_way(one: str, other: str):
    assert min(distance(one, other, 3), 4) == min(_slow(one, other), 4)


def _slow(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    found = min(_slow(one[1:], other) + 1, _slow(one, other[1:]) + 1, _slow(one[1:], other[1:]) + (one[0] != other[0]))
    if len(one) > 1 and len(other) > 1 and (one[0], one[1]) == (other[1], other[0]):
        found = min(found, _slow(one[2:], other[2:]) + 1)
    return found


def test_vectors_hold_no_more_than_the_database_takes():
    text = " ".join(f"w{number}" for number in range(12_000))
    vectors = list(vectors_of([(text, "C")], ["@p-1"]))
    assert sum(len(one.terms) for one in vectors) == 12_001
    assert max(one.last for one in vectors) <= 5010
    assert str(next(vectors_of([("a", "A")], ["it's"]))) == "'a':9A 'it''s':10D"


def test_plain_words_are_folded_alike():
    assert [plain(one) for one in WORDS] == [folded(one) for one in WORDS]


def test_another_dictionary_is_used_at_once(tmp_path: Path):
    use_words(tmp_path)
    assert basic_forms("orders") == ("order",)
    dictionary.use(())
    assert basic_forms("orders") == ()
