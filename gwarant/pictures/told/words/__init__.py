"""The phrases in which a contract is told: by key, in English and in Polish, side by side."""

from gwarant.pictures.told.words import closing, desk, frame, hours, promises, remedies, rights, times

_LANGUAGES = ("en", "pl")
_SUBJECTS = (frame, desk, times, promises, hours, remedies, rights, closing)
WORDS: dict[str, dict[str, str]] = {
    lang: {key: pair[at] for subject in _SUBJECTS for key, pair in subject.WORDS.items()}
    for at, lang in enumerate(_LANGUAGES)
}
