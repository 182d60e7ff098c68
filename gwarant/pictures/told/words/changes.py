"""What is said around the difference between two wordings."""

_PAIRS = {
    "title": ("What changes", "Co się zmienia"),
    "from_to": ("{former} → {amended}", "{former} → {amended}"),
    "wording": ("{id}, version {version}", "{id}, wersja {version}"),
    "clauses": ("Clauses of the signed text", "Odesłania do tekstu umowy"),
    "same": (
        "Nothing changes in the terms.",
        "Warunki umowy się nie zmieniają.",
    ),
    "effective": ("The newer version is in force from {day}.", "Nowsza wersja obowiązuje od {day} r."),
    "effective_blank": (
        "From when the newer version is in force is not filled in.",
        "Nie wskazano, od kiedy obowiązuje nowsza wersja.",
    ),
    "announced": ("It was announced on {day} by {who}.", "Ogłosił ją {who}, druga strona otrzymała ją {day} r."),
    "signed": ("Both parties had signed it by {day}.", "Ostatni podpis złożono {day} r."),
    "notice": (
        "The former version lets one side change it alone with notice of {length}{ends}.",
        "Dotychczasowa wersja pozwala jednej stronie zmienić umowę z uprzedzeniem wynoszącym {length}{ends}.",
    ),
    "no_notice": (
        "The former version can be changed only by both sides together.",
        "Dotychczasową wersję mogą zmienić tylko obie strony łącznie.",
    ),
    "was": ("was:", "było:"),
    "now": ("now:", "jest:"),
    "added": ("added:", "dodano:"),
    "removed": ("taken away:", "usunięto:"),
    "others": (
        "The two files are different contracts: {former} and {amended}.",
        "Pliki zawierają różne umowy: {former} i {amended}.",
    ),
}
WORDS: dict[str, dict[str, str]] = {
    lang: {key: pair[at] for key, pair in _PAIRS.items()} for at, lang in enumerate(("en", "pl"))
}


def change_word(key: str, lang: str, /, **values: object) -> str:
    """The phrase of that name with its values set in."""
    return WORDS[lang][key].format(**values)
