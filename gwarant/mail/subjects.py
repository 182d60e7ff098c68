"""Subjects: what programs put before them, in many languages; what remains tells a conversation."""

import re
import unicodedata

# Prefixes of answers and of forwarded messages, in lower case without accents, as programs write them.
_ANSWERS = (
    "re aw antw antwort odp odpowiedz sv vs ref rep res r rif rv rsp rasp ynt bls atb ats odg odgovor va vastus "
    "на отв ответ "
    "відп відповідь отг одг hodn απ σχετ ré 回复 回覆 答复 答覆 返信 답장 回信 הועבר תגובה השב رد"
)
_FORWARDED = (
    "fw fwd wg pd vb vl tr enc i rv doorst trs frw vs persiusti posr prosl tov tovabbitva "
    "tovabbitas "
    "vyjadreni πρθ προωθ пересл переслано пер пренас 转发 轉寄 轉發 転送 전달 ilt weitergeleitet przekazano podaj dalej"
)
_ANSWER_WORDS = frozenset(_ANSWERS.split())
_FORWARD_WORDS = frozenset(_FORWARDED.split()) - _ANSWER_WORDS | {"rv", "vs"}
_WORDS = _ANSWER_WORDS | _FORWARD_WORDS | {"podaj dalej"}
_ONE_LETTER = re.compile(r"(?:R|I)\s{0,3}[:：]")
_PREFIX = re.compile(
    r"\s*([^\W\d_]{1,14}(?: dalej)?)\.?\s{0,3}(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4}|\*\d{1,4}|\d{1,2})?\s{0,3}[:：]"
)
_TAG = re.compile(
    r"\s*\[(?:ext|external|external email|external sender|extern|externe|spam|suspected spam"
    r"|zewn[eę]trzn[ya]|mail zewn[eę]trzny)\]\s*:?",
    re.IGNORECASE,
)
_KEY = re.compile(r"[\[(#]\s{0,3}#?\s{0,3}([A-Z][A-Z0-9]{0,23}-\d{1,9})\b\s{0,3}[\])]?")


def stripped(subject: str) -> str:
    """The subject without prefixes of answers and forwarding and without marks of gateways."""
    text = subject.strip()
    for _ in range(50):
        found = _TAG.match(text) or _prefix(text)
        if found is None:
            break
        text = text[found.end() :].strip()
    return " ".join(text.split())


def threads_as(subject: str) -> str:
    """What two subjects of one conversation share: stripped, case and accents' way of writing evened out."""
    return unicodedata.normalize("NFKC", stripped(subject)).casefold()


def is_answer(subject: str) -> bool:
    """Whether the subject begins as that of an answer."""
    return _first(subject) in _ANSWER_WORDS


def is_forwarded(subject: str) -> bool:
    """Whether the subject begins as that of a forwarded message."""
    return _first(subject) in _FORWARD_WORDS | {"podaj dalej"}


def keys_in(subject: str) -> tuple[str, ...]:
    """The keys of tickets in the subject, as in `[SHOP-42]`, each once."""
    return tuple(dict.fromkeys(_KEY.findall(subject)))


def _first(subject: str) -> str:
    text = subject.strip()
    while found := _TAG.match(text):
        text = text[found.end() :].strip()
    match = _prefix(text)
    return _plain(match[1]) if match else ""


def _prefix(text: str) -> re.Match[str] | None:
    found = _PREFIX.match(text)
    if found is None or _plain(found[1]) not in _WORDS:
        return None
    if len(found[1]) == 1 and not _ONE_LETTER.match(text):
        return None
    return found


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))
