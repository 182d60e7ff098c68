"""Every text of the pictures, by language. A key that one language lacks fails a test."""

from gwarant.pictures import english, polish, proposing, verdict_words

LANGUAGES = ("en", "pl")
PHRASES: dict[str, dict[str, str]] = {
    "en": english.PHRASES | proposing.ENGLISH | verdict_words.ENGLISH,
    "pl": polish.PHRASES | proposing.POLISH | verdict_words.POLISH,
}
PLURALS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": english.PLURALS | proposing.ENGLISH_PLURALS | verdict_words.ENGLISH_PLURALS,
    "pl": polish.PLURALS | proposing.POLISH_PLURALS | verdict_words.POLISH_PLURALS,
}
WEEKDAYS = {"en": english.WEEKDAYS, "pl": polish.WEEKDAYS}
WEEKDAYS_SINCE = {"en": english.WEEKDAYS, "pl": polish.WEEKDAYS_SINCE}
WEEKDAYS_SHORT = {"en": english.WEEKDAYS_SHORT, "pl": polish.WEEKDAYS_SHORT}
MONTHS = {"en": english.MONTHS, "pl": polish.MONTHS}
MONTHS_SHORT = {"en": english.MONTHS_SHORT, "pl": polish.MONTHS_SHORT}
MONTHS_ALONE = {"en": english.MONTHS, "pl": polish.MONTHS_ALONE}
