"""What a report says beside what every drawing says, in both languages."""

from gwarant.pictures.words import say

WORDS = {
    "en": {
        "cause": "Cause",
        "no_cause": "nobody has written it",
        "due_title": "Due",
        "corrected": "What was corrected",
        "before": "Before",
        "after": "After",
        "other_promises": "Measures, duties and rights",
        "proof": "Compute it yourself",
        "corrections": "Corrections of earlier months",
        "annex": "Annex",
        "revision_title": "What this revision says otherwise",
        "revised": "What",
        "planned_title": "Planned work",
        "no_planned": "No planned work was announced for this time.",
        "announced": "Announced",
        "emergency": "emergency",
        "all_systems": "all systems",
        "system": "System",
        "unjudged": "The contract promises this too, and nothing here judges it:",
        "computed_from": "Computed from {rows} with this hash, and from these wordings:",
        "hours_used": "Hours used",
        "of_pool": "of {there}",
        "kicker": "Report on the agreement {number}",
        "closed": "closed on {when}",
        "revision": "revision {n}, stated on {when}",
        "footer": "{number} · {period} · revision {n}",
        "state_of": "Figures as they were stated then. All times: {zone}.",
        "attached": "Attached to this file are the assessment, the wordings and every row of evidence behind these "
        "figures. With them this command gives the same assessment, byte for byte:",
        "chain": "The evidence is sealed into a chain. Its head at that moment:",
        "file_assessment": "every figure, as canonical JSON",
        "file_envelope": "who computed it, when and with what",
        "file_evidence": "the rows of evidence that were seen",
        "file_wording": "the wording {name}, resolved",
    },
    "pl": {
        "cause": "Przyczyna",
        "no_cause": "nikt jej nie opisał",
        "due_title": "Termin",
        "corrected": "Co skorygowano",
        "before": "Przedtem",
        "after": "Potem",
        "other_promises": "Mierniki, obowiązki i uprawnienia",
        "proof": "Przelicz to samodzielnie",
        "corrections": "Korekty wcześniejszych miesięcy",
        "annex": "Załącznik",
        "revision_title": "Co zmienia ta korekta",
        "revised": "Co",
        "planned_title": "Prace planowe",
        "no_planned": "Na ten czas nie zapowiedziano żadnych prac planowych.",
        "announced": "Zapowiedziano",
        "emergency": "prace nagłe",
        "all_systems": "wszystkie systemy",
        "system": "System",
        "unjudged": "Umowa obiecuje także to, a raport tego nie ocenia:",
        "computed_from": "Podstawa: {rows} o tym skrócie oraz treść umowy:",
        "hours_used": "Wykorzystane godziny",
        "of_pool": "z {there}",
        "kicker": "Raport z umowy {number}",
        "closed": "zamknięto {when}",
        "revision": "korekta {n}, ustalona {when}",
        "footer": "{number} · {period} · wersja {n}",
        "state_of": "Liczby w stanie na ten moment. Wszystkie godziny: {zone}.",
        "attached": "Do tego pliku dołączono ocenę, treść umowy i każdy wiersz dowodów, z których wynikają te liczby. "
        "Z tymi plikami poniższe polecenie daje tę samą ocenę, bajt w bajt:",
        "chain": "Dowody są zapieczętowane w łańcuchu. Jego głowa w tamtym momencie:",
        "file_assessment": "wszystkie liczby w kanonicznym JSON",
        "file_envelope": "kto, kiedy i czym je obliczył",
        "file_evidence": "wiersze dowodów, z których je obliczono",
        "file_wording": "treść umowy {name}, rozwinięta",
    },
}


def said(key: str, lang: str, **values: object) -> str:
    """The report's own phrase of that name, else the one that every drawing uses."""
    own = WORDS[lang].get(key)
    return own.format(**values) if own is not None else say(key, lang, **values)
