"""One word for one thing: what a client reads calls each thing by one name, in both languages."""

import ast
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1] / "gwarant"
REGISTRIES = (
    *(ROOT / "pictures" / place / f"{name}.py" for place in ("", "facts", "clauses") for name in ("english", "polish")),
    *sorted((ROOT / "pictures" / "told" / "words").glob("*.py")),
    ROOT / "pictures" / "annex" / "words.py",
    ROOT / "reports" / "paper" / "words.py",
)

# thing: what it is called, and a pattern of what it is not called
ENGLISH = {
    "ticket": r"\bincidents?\b|\bissues?\b",  # what a report becomes; a report is the act
    "system": r"\bservice (works|does not work)\b|\b(for|of|at) (one|the) service\b(?! account)",
    "remedy": r"\bservice credits?\b|\bcompensation\b|\b[Aa] credit for\b",
    "version": r"\bwordings?\b",  # of a contract
    "caretaker": r"\baccount manager\b|\bguardian\b",
    "outage": r"\binterruptions?\b|\bfailure of the system\b",
    "pause": r"\b[Cc]locks? (may |that [a-z ]+ )?stands? still\b|\bon hold\b|\b[Tt]ime stands still\b|\bsuspended\b",
}
POLISH = {  # a claim is no zgłoszenie, which is a ticket
    "zgłoszenie": r"\bincydent|\bsprawę? nr\b|\btiket",
    "system": r"\busługa (znowu |znów )?(nie )?działa|\bza usługę\b|\bdziałania usługi\b|\bjednej usługi\b",
    "rekompensata": r"\brabat\b|\bbonifikat",
    "wersja": r"\bbrzmieni",
    "opiekun": r"\bkurator|\bmenedżer klienta",
    "przerwa": r"\bprzestoj|\bprzestój|\botwiera awari|\bwobec tej awarii|\bjako awari",
    "wstrzymanie": r"\bzawiesz|\bna pauzie|\bzegary? (mogą |może )?(stać|stoi|stoją)\b",
    "wniosek": r"\b[zZ]gł(aszać|asza|aszasz|osić|osi|osili) (należne |zaznaczone )?kwot|\b[zZ]głoszon\w+ (kwot|roszcz)"
    r"|\b[zZ]głoszeni\w+ (kwot|roszcz|rekomp)|\bnależna bez zgłosz|\b(nie)?zgłoszon\w+ w terminie"
    r"|\b(nie )?zgłoszono (jej|tego|do)\b|\bRoszczeni\w+ o\b",
    "termin": r"\bzegar(y|a|ów|em)? (biegn|lic)",
}
ALLOWED = {
    "the clock stands still.": "outside its hours, which is no pause",
    "a link to the third party's incident report": "a third party's own paper",
    "assistance in ICT incidents (art. 30 DORA)": "the regulation's own word",
    "pomoc w incydentach ICT (art. 30 DORA)": "the regulation's own word",
}


@cache
def of_catalogues(language: str) -> list[tuple[str, str]]:
    """Every text of the pages and mails, with where it stands."""
    found = []
    for path in sorted(ROOT.rglob("django.po")):
        for one in read_po(BytesIO(path.read_bytes())):
            told = one.id if language == "en" else one.string
            for text in told if isinstance(told, (tuple, list)) else (told,):
                found.append((str(path.relative_to(ROOT)), text))
    return found


@cache
def of_registries() -> list[tuple[str, str]]:
    """Every text of the annex, the pictures and the report; keys and docstrings are none."""
    found = []
    for path in REGISTRIES:
        rows = [row for row in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(row, ast.Dict)]
        inside = {id(one): one for row in rows for value in row.values for one in ast.walk(value)}
        texts = [one.value for one in inside.values() if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        found += [(str(path.relative_to(ROOT)), text) for text in texts]
    return found


@pytest.mark.parametrize(("thing", "others"), [*ENGLISH.items(), *POLISH.items()])
def test_a_thing_is_called_by_its_one_word(thing: str, others: str) -> None:
    texts = [*of_catalogues("en" if thing in ENGLISH else "pl"), *of_registries()]
    wrong = [(where, text) for where, text in texts if re.search(others, _without_what_is_allowed(text))]
    assert wrong == []


def test_nothing_is_allowed_that_nobody_says() -> None:
    told = "\n".join(text for _, text in of_registries())
    assert [one for one in ALLOWED if one not in told] == []


def _without_what_is_allowed(text: str) -> str:
    for one in ALLOWED:
        text = text.replace(one, "")
    return re.sub(r"{[^}]*}|%\([a-z_]+\)", "", text)
