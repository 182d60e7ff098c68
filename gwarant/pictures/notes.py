"""The engine's notes in the reader's language: patterns for those that carry names and numbers."""

import re
from collections.abc import Callable

from gwarant.pictures.words import count, duration, known

Teller = Callable[[re.Match[str]], str]


def told(note: str, lang: str) -> str:
    """The note in the language; one that no pattern knows stays as the engine wrote it."""
    if lang != "pl":
        return known(note, lang)
    for pattern, teller in _POLISH:
        if found := pattern.fullmatch(note):
            return teller(found)
    return known(note, lang)


def _of(pattern: str, text: str) -> tuple[re.Pattern[str], Teller]:
    """A sentence whose names stand where they stood; each is a note itself."""
    return re.compile(pattern), lambda found: text.format(*(told(one or "", "pl") for one in found.groups()))


_WHY = {
    "from a time when no contract was in force": "z czasu, gdy nie obowiązywała żadna umowa",
    "without a report on a channel that may start a clock": "bez zgłoszenia kanałem, od którego liczy się termin",
    "without a class": "bez klasy",
    "closed as soon as it was reported": "zamknięte zaraz po zgłoszeniu",
    "of a class without a target": "w klasie bez terminu",
    "of which a row could not be read: nothing is said to be kept": "z nieczytelnym wpisem (nic nie jest dotrzymane)",
}


def _unjudged(found: re.Match[str]) -> str:
    why = re.sub(r"of a class that the contract does not know", "w klasie, której umowa nie zna", found[2])
    return f"{count(int(found[1]), 'ticket', 'pl')} bez oceny: {_WHY.get(found[2], why)}"


def _unpriced(found: re.Match[str]) -> str:
    kind = {"overage": "ponad pulę", "surcharge": "z dopłatą", "work": "poza pulą"}.get(found[2], found[2])
    return f"{duration(int(found[1]), 'pl')} {kind} nie ma jeszcze ceny: w umowie brak stawki (rates.above)"


def _unread(found: re.Match[str]) -> str:
    kinds = {"ticket": "zdarzenia zgłoszeń", "time": "wpisy czasu pracy", "check": "pomiary", "state": "stany"}
    kind = kinds.get(found[1], found[1])
    return f"Nie udało się odczytać ({kind}): {found[2]}. Tego, co od nich zależy, nie sprawdzono."


def _void(found: re.Match[str]) -> str:
    why = {"typing_error": "pomyłka przy wpisywaniu", "twice": "wpisane dwa razy", "wrong_place": "niewłaściwe miejsce"}
    why |= {"unreadable": "nieczytelne", "other": "inna przyczyna"}
    return f"{found[1]} nie liczy się: {why.get(found[2], found[2])} ({found[3]})."


def _reported_only(found: re.Match[str]) -> str:
    readings = count(int(found[1]), "reading", "pl")
    return f"{readings} w fazie, która tylko informuje (po terminie: {found[2]}); nikogo nie wiążą"


def _covered(found: re.Match[str]) -> str:
    return f"Dane obejmują {found[1].replace('.', ',')}% okresu."


def _failed(found: re.Match[str]) -> str:
    how = {"late": "był po terminie", "missed": "nie został wykonany", "failed": "wykonano bez powodzenia"}
    return f"Uznaje się za całkowicie niedotrzymane: obowiązek {found[1]} {how[found[2]]}."


_POLISH: tuple[tuple[re.Pattern[str], Teller], ...] = (
    (re.compile(r"(\d+) tickets? (.+)"), _unjudged),
    (re.compile(r"rows of the type (\w+) that could not be read, so that .+ checked: (.+)"), _unread),
    _of(
        r"time entry (\S+) was priced by (\S+), which is not among the wordings",
        "Wpis {0} wyceniono według {1}, którego tu nie ma.",
    ),
    _of(
        r"time entry (\S+) carries the rate (\S+), (\S+) states none", "Wpis {0} ma stawkę {1}, a w {2} nie ma żadnej."
    ),
    _of(
        r"time entry (\S+) carries the rate (\S+), (\S+) states (\S+)",
        "Wpis {0} ma stawkę {1}, a według {2} wynosi ona {3}.",
    ),
    (re.compile(r"(\S+) does not count: (\w+) \((\S+)\)"), _void),
    (re.compile(r"(\d+) s of (\w+) at (.+) have no price yet: rates\.above is blank"), _unpriced),
    (
        re.compile(r"(\d+) readings fall in a phase that only reports, (\d+) of them late; they bind nobody"),
        _reported_only,
    ),
    _of("the evidence holds nothing from before the period's end", "Nie ma żadnych dowodów sprzed końca okresu."),
    _of(r"(\S+) is draft: nobody has signed it", "{0} jest szkicem: nikt jej nie podpisał."),
    _of(r"(\S+) is offered: nobody has signed it", "{0} jest ofertą: nikt jej jeszcze nie przyjął."),
    _of(
        "no wording of the contract was in force in the period", "W tym okresie nie obowiązywało żadne brzmienie umowy."
    ),
    _of(
        "no proofs are among the evidence: duties are not judged",
        "Nie zapisano żadnych potwierdzeń, więc obowiązków cyklicznych nie oceniono.",
    ),
    _of(
        "no time entries are among the evidence: hours are not stated",
        "Nie zapisano żadnych godzin pracy, więc nie ma ich rozliczenia.",
    ),
    _of(
        "hours and remedies are settled by whole months; those cut by the period are left out",
        "Godziny i rekompensaty rozlicza się za całe miesiące; niepełnych tu nie ma.",
    ),
    _of(r"(\S+) is excluded: (.+)", "{0} wyłączono z oceny: {1}"),
    _of(r"time entry (\S+) does not count: (.+)", "Wpis {0} nie liczy się: {1}"),
    _of("an entry with this id was received before", "taki wpis już jest"),
    _of("the entry has no length: nothing was worked", "wpis nie ma długości"),
    _of("the work began before the contract", "praca zaczęła się przed umową"),
    _of(r"(\S+) was taken back before", "{0} wycofano już wcześniej"),
    _of(
        r"(\S+) is not a counted entry that could be taken back", "nie ma policzonego wpisu {0}, który można by wycofać"
    ),
    _of(r"services that the contract does not hold: (.+)", "Systemy spoza umowy: {0}"),
    _of(
        r"reasons for a pause that the contract does not know, without effect: (.+)",
        "Powody wstrzymania, których umowa nie zna (bez skutku): {0}",
    ),
    _of(r"exclusions of tickets that are not there: (.+)", "Wyłączenia zgłoszeń, których nie ma: {0}"),
    _of(r"exclusions of clocks that are not there: (.+)", "Wyłączenia terminów, których nie ma: {0}"),
    _of(
        r"merges into tickets that are not there, without effect: (.+)",
        "Scalenia ze zgłoszeniami, których nie ma (bez skutku): {0}",
    ),
    _of(r"proofs of duties that the contract does not hold: (.+)", "Dowody wykonania obowiązków spoza umowy: {0}"),
    _of(r"values that no measure of the contract takes: (.+)", "Wartości, których nie używa żaden miernik umowy: {0}"),
    (re.compile(r"rows cover (\S+) % of the period"), _covered),
    _of("no value came", "Nie wpłynęła żadna wartość."),
    _of("nobody has entered the figure", "Nikt nie wpisał wartości."),
    _of("the person behind the figure must be named", "Trzeba wskazać osobę, która podała wartość."),
    _of("the evidence behind the figure must be named", "Trzeba wskazać dowód, na którym opiera się wartość."),
    _of(
        "the person and the evidence behind the figure must be named",
        "Trzeba wskazać osobę, która podała wartość, i dowód, na którym ta wartość się opiera.",
    ),
    _of("what the months cost is not known", "Nie wiadomo, ile kosztowały te miesiące."),
    _of(
        "time that was not measured may hide more outages",
        "W czasie, którego nikt nie mierzył, mogły być kolejne przerwy.",
    ),
    _of(
        r"(\d+) cases are fewer than the (\d+) from which it is judged",
        "Przypadków jest {0}, a ocenia się od {1}.",
    ),
    (re.compile(r"counts as completely failed: (.+) was (late|missed|failed)"), _failed),
    _of(r"outage of (\S+)", "przerwa z {0}"),
    _of(r"cap per (?:month|contract_year|total) (\S+)", "limit rekompensat za {0}"),
    _of("there is no evidence", "Nie ma żadnych pomiarów."),
    _of(r"interim: it is promised over a calendar month", "Wynik tymczasowy: dostępność obiecano za cały miesiąc."),
    _of(r"interim: it is promised over a calendar quarter", "Wynik tymczasowy: dostępność obiecano za cały kwartał."),
    _of(
        r"interim: it is promised over a (?:calendar|contract) year",
        "Wynik tymczasowy: dostępność obiecano za cały rok.",
    ),
    _of(
        r"reported as down, and no look failed then: (.+)",
        "Zgłoszono niedostępność, a żaden pomiar jej nie wykazał: {0}",
    ),
    _of(
        r"the cap per (?:month|contract_year|total) cannot be counted while its fee is blank",
        "Limitu nie da się policzyć, dopóki w umowie brak opłaty.",
    ),
    _of(
        r"the cap per (?:contract_year|total) cannot be counted while an earlier month has no price",
        "Limitu nie da się policzyć, dopóki brak ceny za wcześniejszy miesiąc.",
    ),
    _of(r"(\S+) is below the least sum that is paid, (\S+)", "{0} to mniej niż najniższa wypłacana kwota ({1})."),
    _of("paid on claim, but the contract names no deadline", "Wypłata na wniosek, lecz umowa nie podaje terminu."),
    _of(
        r"the day of (\S+), from which a claim period runs, is not known",
        "Nie jest znany dzień ({0}), od którego biegnie czas na wniosek.",
    ),
    _of(r"only the dearest incident counts: (.+)", "liczy się tylko najdroższe zdarzenie: {0}"),
    _of(r"(.+) pays more for (.+), or as much and stands first", "za {1} więcej (lub tyle samo) daje {0}"),
    _of("cannot be compared while a price is blank", "nie da się porównać, dopóki brak ceny"),
    _of(
        r"(.+) has the same cause and pays more, or as much and (?:came|stands) first",
        "tę samą przyczynę ma {0}, za które należy się więcej lub tyle samo",
    ),
    _of(
        r"correction of an earlier month: (.+) was (.+), is (\S+)( \(.+\))?",
        "korekta wcześniejszego miesiąca: {0}: było {1}, jest {2}{3}",
    ),
    _of(
        r"the evidence names no place: it is counted as 1 of 1, not as (\d+) of (\d+)",
        "Dowody nie wymieniają miejsc pomiaru: przyjęto jedno miejsce zamiast zgodności {0} z {1}.",
    ),
    _of(r"(\d+) of (\d+) places count as unknown: no rows", "Brak zapisów z {0} z {1} miejsc: ich stan jest nieznany."),
    _of(
        r"(\d+) places were watching, the contract names (\d+)",
        "Pomiar prowadzono z {0} miejsc, umowa wymienia {1}.",
    ),
    _of(r"the client chose (.+) for (.+)", "za {1} klient wybrał {0}"),
    _of("cut by the remedy's own cap", "obniżono do limitu tej rekompensaty"),
    _of(r"(\S+) of (\S+) is blank", "w umowie brak kwoty: {0} za {1}"),
)
