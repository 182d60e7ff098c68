"""Public holidays as the reader calls them, Polish and English; those without such a name as their land does."""

from datetime import date
from functools import cache

from gwarant.sla.calendar import CalendarError, statutory

_PACKAGE = {"en": "en_US", "pl": "pl"}
_POLISH = {
    "New Year's Day": "Nowy Rok",
    "New Year's Eve": "Sylwester",
    "Epiphany": "Trzech Króli",
    "Martin Luther King Jr. Day": "Dzień Martina Luthera Kinga",
    "Presidents' Day": "Dzień Prezydentów",
    "Washington's Birthday": "Dzień Prezydentów",
    "Saint Patrick's Day": "Dzień Świętego Patryka",
    "International Women's Day": "Międzynarodowy Dzień Kobiet",
    "Maundy Thursday": "Wielki Czwartek",
    "Good Friday": "Wielki Piątek",
    "Holy Saturday": "Wielka Sobota",
    "Easter Sunday": "Wielkanoc",
    "Easter Monday": "Poniedziałek Wielkanocny",
    "Labor Day": "Święto Pracy",
    "Labour Day": "Święto Pracy",
    "International Labor Day": "Święto Pracy",
    "May Day": "majowy dzień wolny (May Day)",
    "Spring Bank Holiday": "wiosenny dzień wolny (Spring Bank Holiday)",
    "Late Summer Bank Holiday": "letni dzień wolny (Late Summer Bank Holiday)",
    "Summer Bank Holiday": "letni dzień wolny (Summer Bank Holiday)",
    "Victory Day": "Dzień Zwycięstwa",
    "Memorial Day": "Dzień Pamięci",
    "Juneteenth National Independence Day": "Juneteenth, Dzień Zniesienia Niewolnictwa",
    "Independence Day": "Święto Niepodległości",
    "Ascension Day": "Wniebowstąpienie Pańskie",
    "Pentecost": "Zielone Świątki",
    "Pentecost Monday": "Poniedziałek Zielonych Świątek",
    "Whit Sunday": "Zielone Świątki",
    "Whit Monday": "Poniedziałek Zielonych Świątek",
    "Corpus Christi": "Boże Ciało",
    "Assumption Day": "Wniebowzięcie Najświętszej Maryi Panny",
    "German Unity Day": "Dzień Jedności Niemiec",
    "National Day": "Święto Narodowe",
    "Reformation Day": "Święto Reformacji",
    "All Saints' Day": "Wszystkich Świętych",
    "Repentance and Prayer Day": "Dzień Pokuty i Modlitwy",
    "Columbus Day": "Dzień Kolumba",
    "Veterans Day": "Dzień Weteranów",
    "Thanksgiving Day": "Święto Dziękczynienia",
    "Day After Thanksgiving": "piątek po Święcie Dziękczynienia",
    "Friday After Thanksgiving": "piątek po Święcie Dziękczynienia",
    "Immaculate Conception": "Niepokalane Poczęcie Najświętszej Maryi Panny",
    "Confederate Memorial Day": "Dzień Pamięci Konfederacji",
    "Texas Independence Day": "Dzień Niepodległości Teksasu",
    "Cesar Chavez Day": "Dzień Césara Cháveza",
    "San Jacinto Day": "Dzień San Jacinto",
    "Emancipation Day In Texas": "Dzień Emancypacji w Teksasie",
    "Independent Czech State Restoration Day": "Dzień Odnowienia Niepodległości Czech",
    "Saints Cyril and Methodius Day": "Święto Apostołów Słowian Cyryla i Metodego",
    "Jan Hus Day": "Dzień Spalenia Jana Husa",
    "Statehood Day": "Dzień Państwowości",
    "Independent Czechoslovak State Day": "Dzień Powstania Niepodległej Czechosłowacji",
    "Struggle for Freedom and Democracy Day": "Dzień Walki o Wolność i Demokrację",
    "Christmas Eve": "Wigilia Bożego Narodzenia",
    "Christmas Day": "Boże Narodzenie",
    "Boxing Day": "drugi dzień Bożego Narodzenia",
    "Saint Stephen's Day": "drugi dzień Bożego Narodzenia",
    "Second Day of Christmas": "drugi dzień Bożego Narodzenia",
}


def holiday_words(land: str, day: date, name: str, lang: str) -> str:
    """The holiday that its land calls `name`, as the reader calls it."""
    told = _named(land, day.year, _PACKAGE[lang]).get(day)
    if told is None and lang == "pl":
        english = _named(land, day.year, "en_US").get(day, name)
        told = "; ".join(_polish(one) for one in english.split("; ")) if _is_told(english) else None
    return told or name


def _is_told(english: str) -> bool:
    return all(one.removesuffix(" (observed)") in _POLISH for one in english.split("; "))


def _polish(english: str) -> str:
    name = english.removesuffix(" (observed)")
    return f"{_POLISH[name]} (dzień wolny)" if name != english else _POLISH[name]


@cache
def _named(land: str, year: int, language: str) -> dict[date, str]:
    """The holidays of a year in one language of the data; nothing where they are not told in it."""
    try:
        return {one.day: one.name for one in statutory(land, year, language=language)}
    except CalendarError:
        return {}
