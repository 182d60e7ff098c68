"""`gwarant contract diff`: what changes between two wordings, in words."""

from collections.abc import Iterator

import typer
from rich.padding import Padding
from rich.text import Text

from gwarant.cli.inputs import wording_of
from gwarant.cli.render import Language
from gwarant.cli.terminal import FINE, FOUND, console, guarded, print_json
from gwarant.pictures.told.difference import Change, Difference, difference
from gwarant.pictures.told.summary import headline, summary
from gwarant.pictures.told.words.changes import change_word
from gwarant.sla.contract.model import Contract


@guarded
def diff(
    former: str = typer.Argument(..., metavar="A", help="The former version."),
    amended: str = typer.Argument(..., metavar="B", help="The wording after it."),
    lang: Language = typer.Option(Language.EN, "--lang", help="The language of the sentences."),
    further: list[str] = typer.Option([], "--library", metavar="FILE", help="A document that `extends` names."),
    as_json: bool = typer.Option(False, "--json", help="The changes as JSON."),
) -> None:
    """Say what changes between two wordings; ends with 1 when the terms differ, and with 0 when they do not."""
    old, new = (wording_of(file, further).required() for file in (former, amended))
    found = difference(old, new, lang)
    if as_json:
        print_json(_document(old, new, found, lang))
    else:
        screen = console()
        for part in _sheet(old, new, found, lang):
            screen.print(part)
    raise typer.Exit(FOUND if found.changes else FINE)


def _sheet(old: Contract, new: Contract, found: Difference, lang: str) -> Iterator[Text | Padding]:
    yield Text(f"{change_word('title', lang)}: {headline(old, new, lang)}", style="bold")
    yield from (Text(line) for line in summary(old, new, found, lang))
    for title in found.sections:
        yield Text(f"\n{title}", style="bold")
        for one in found.changes:
            if one.section == title:
                yield from _lines(one, lang)


def _lines(one: Change, lang: str) -> Iterator[Padding]:
    if one.kind == "changed":
        yield _line("was", one.was, "red", lang)
        yield _line("now", one.now, "green", lang)
    else:
        yield _line(one.kind, one.was or one.now, "green" if one.now else "red", lang)


def _line(key: str, text: str, colour: str, lang: str) -> Padding:
    return Padding(Text.assemble((f"{change_word(key, lang)} ", f"bold {colour}"), text), (0, 0, 0, 2), expand=False)


def _document(old: Contract, new: Contract, found: Difference, lang: str) -> dict[str, object]:
    rows = [
        {"section": one.section, "path": one.path, "kind": one.kind, "was": one.was or None, "now": one.now or None}
        for one in found.changes
    ]
    return {
        "former": {"id": old.metadata.id, "version": old.metadata.version},
        "amended": {"id": new.metadata.id, "version": new.metadata.version},
        "effective": str(new.effective.from_) if new.effective.from_ else None,
        "summary": list(summary(old, new, found, lang)),
        "sections": found.sections,
        "changes": rows,
    }
