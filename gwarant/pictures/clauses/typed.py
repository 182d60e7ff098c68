"""How a value is typed in the reader's language, and an example for each kind of input."""

from gwarant.pictures.clauses.kinds import NONE, Kind
from gwarant.pictures.clauses.spec import Spec
from gwarant.pictures.clauses.spelled import time_words
from gwarant.pictures.clauses.tables import word

_EXAMPLES: dict[str, dict[str, str]] = {
    "en": {
        Kind.DATE: "2026-12-01",
        Kind.MONEY: "1,200.00",
        Kind.PERCENT: "99.5",
        Kind.SHARE: "15",
        Kind.WHOLE: "1",
        Kind.TIME: "4 hours, 2 working days",
        Kind.TARGET: "30 minutes, 4 hours, 1 working day",
        Kind.LENGTH: "15 minutes, 4 hours",
        Kind.PERIOD: "14 days, 1 month",
        Kind.WINDOW: "30 days, 5 working days, 1 month, 24 hours",
        Kind.EVERY: "1 day, 3 months",
        Kind.HOURS: "10 hours",
        Kind.MINUTES: "360",
        Kind.WEEK: "Mon-Fri 8:00-18:00; Sat 10:00-14:00",
        Kind.BANDS: "99.0-99.5: 3%\n98.0-99.0: 7%\n<98.0: 15%",
        Kind.FACTORS: "outside office: 1.5\nSun or holiday: 2",
        Kind.TAX_NUMBER: "5260250274",
        "service.critical_paths": "placing an order\npayment",
    },
    "pl": {
        Kind.DATE: "1.12.2026",
        Kind.MONEY: "1 200,00",
        Kind.PERCENT: "99,5",
        Kind.SHARE: "15",
        Kind.WHOLE: "1",
        Kind.TIME: "4 godziny, 2 dni robocze",
        Kind.TARGET: "30 minut, 4 godziny, 1 dzień roboczy",
        Kind.LENGTH: "15 minut, 4 godziny",
        Kind.PERIOD: "14 dni, 1 miesiąc",
        Kind.WINDOW: "30 dni, 5 dni roboczych, 1 miesiąc, 24 godziny",
        Kind.EVERY: "1 dzień, 3 miesiące",
        Kind.HOURS: "10 godzin",
        Kind.MINUTES: "360",
        Kind.WEEK: "pon-pt 8:00-18:00; sob 10:00-14:00",
        Kind.BANDS: "99,0-99,5: 3%\n98,0-99,0: 7%\n<98,0: 15%",
        Kind.FACTORS: "poza office: 1,5\nniedziela lub święto: 2",
        Kind.TAX_NUMBER: "526-025-02-74",
        "service.critical_paths": "składanie zamówień\npłatność",
    },
}
_TIMES = (Kind.TIME, Kind.TARGET, Kind.LENGTH, Kind.PERIOD, Kind.WINDOW, Kind.EVERY, Kind.HOURS)
_COMMAS = (Kind.MONEY, Kind.PERCENT, Kind.BANDS, Kind.FACTORS, Kind.SHARE)


def example(spec: Spec, lang: str) -> str:
    """What one may type; nothing where the choices say it."""
    return _EXAMPLES[lang].get(spec.text) or _EXAMPLES[lang].get(spec.kind, "")


def localised(spec: Spec, text: str, lang: str) -> str:
    """A value in its one way of writing, as a reader of the language would type it."""
    if text == NONE and spec.may_be_none:
        return word("none", lang)
    if spec.kind in _TIMES:
        return time_words(text, lang)
    return text.replace(".", ",") if lang == "pl" and spec.kind in _COMMAS else text
