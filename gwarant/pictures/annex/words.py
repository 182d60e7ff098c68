"""What the annex says around the sentences of the contract."""

_PAIRS = {
    "kind: Contract": ("Annex to the contract · terms of service", "Załącznik do umowy · warunki świadczenia usług"),
    "kind: Package": ("Template · terms of service", "Wzorzec umowy · warunki świadczenia usług"),
    "untitled": ("Service level agreement", "Umowa o poziomie usług (SLA)"),
    "number": ("No. {id}", "nr {id}"),
    "version": ("version {version}", "wersja {version}"),
    "in_force": ("in force from {start}", "obowiązuje od {start}"),
    "until": ("until {end}", "do {end}"),
    "status: draft": ("draft", "projekt"),
    "status: offered": ("offer", "oferta"),
    "status: signed": ("signed", "podpisana"),
    "status: ended": ("ended", "zakończona"),
    "provider": ("Provider", "Dostawca"),
    "client": ("Client", "Klient"),
    "nip": ("NIP (tax number) {nip}", "NIP {nip}"),
    "article": ("Article {n}", "§ {n}"),
    "point": ("({n})", "{n})"),
    "mark": ("{clause} of the signed text", "{clause} tekstu umowy"),
    "marks": ("Other clauses of the signed text: {marks}.", "Pozostałe postanowienia tekstu umowy: {marks}."),
    "caption: targets": (
        "The promised times are, by class of ticket (in quotation marks the hours in which the time runs):",
        "Terminy według klasy zgłoszenia (w cudzysłowie godziny, w których biegnie termin):",
    ),
    "caption: service": (
        "For {service} these times hold instead:",
        "Dla systemu {service} obowiązują zamiast nich terminy:",
    ),
    "caption: bands": ("Remedy by figure:", "Wysokość rekompensaty:"),
    "caption: block": ("Hours of work bought in advance:", "Pakiet godzin pracy kupowany z góry:"),
    "caption: pool": ("Hours of work in the fee:", "Godziny pracy objęte abonamentem:"),
    "caption: sizes": (
        "Sizes of the pool that the client may choose instead:",
        "Inne wielkości puli, które klient może wybrać:",
    ),
    "caption: multipliers": (
        "At these times the rate for an hour is multiplied:",
        "Stawkę za godzinę mnoży się, gdy praca jest wykonywana:",
    ),
    "caption: ladder": (
        "When a promise is at risk, these are told, by the time since the start:",
        "Gdy zagrożone jest dotrzymanie zobowiązania, zawiadamia się, licząc od początku biegu terminu:",
    ),
    "head: targets": ("Class", "Klasa"),
    "head: bands": ("Figure|Remedy", "Wynik|Rekompensata"),
    "head: block": ("Subject|Term", "Przedmiot|Ustalenie"),
    "head: pool": ("Subject|Term", "Przedmiot|Ustalenie"),
    "head: sizes": ("Hours a period|Price", "Godziny na okres|Cena"),
    "head: multipliers": ("When|Multiplier|Applies to", "Kiedy|Mnożnik|Dotyczy"),
    "head: ladder": ("After|Who is told", "Po upływie|Zawiadamiana osoba"),
    "head: holidays": ("Day|Name", "Dzień|Nazwa"),
    "appendix": ("Appendix", "Dodatek"),
    "holidays": ("Public holidays ({country}), {years}", "Dni ustawowo wolne od pracy ({country}), {years}"),
    "holidays_rest": (
        "Listed are the days of the first two years in force; the contract's data hold them through {year}.",
        "Wymieniono dni z pierwszych dwóch lat obowiązywania; dane umowy obejmują je do końca {year} r.",
    ),
    "signatures": ("Signatures", "Podpisy stron"),
    "sign_here": ("date, name and signature", "data, imię i nazwisko, podpis"),
    "hash": ("Fingerprint of this version (SHA-256): {hash}", "Skrót SHA-256 niniejszej wersji: {hash}"),
    "versions": (
        "Data: holidays {holidays}, time zones {tz}, holidays written out through {through}; format {format}.",
        "Dane: dni wolne {holidays}, strefy czasowe {tz}, dni wolne rozpisane do {through} r.; format {format}.",
    ),
    "written_out": (
        "Holidays and changes of the clock are written out through {through}; counting version {counting}; "
        "format {format}.",
        "Dni wolne i zmiany czasu rozpisano do {through} r.; wersja zasad liczenia {counting}; format {format}.",
    ),
    "not_written_out": (
        "Holidays and changes of the clock are written out when the first day is agreed; counting version {counting}; "
        "format {format}.",
        "Dni wolne i zmiany czasu zostaną rozpisane, gdy strony ustalą pierwszy dzień obowiązywania; "
        "wersja zasad liczenia {counting}; format {format}.",
    ),
    "source": (
        "Every sentence states a field of the contract's data; who changes a sentence changes the fingerprint.",
        "Każde zdanie odpowiada polu w danych umowy; zmiana danych zmienia skrót.",
    ),
}
WORDS: dict[str, dict[str, str]] = {
    lang: {key: pair[at] for key, pair in _PAIRS.items()} for at, lang in enumerate(("en", "pl"))
}


def word(key: str, lang: str, /, **values: object) -> str:
    """The phrase of that name with its values set in."""
    return WORDS[lang][key].format(**values)
