"""`gwarant contract render`: the annex that a client signs."""

from enum import StrEnum

import typer

from gwarant.cli.inputs import wording_of
from gwarant.cli.terminal import STDIN, guarded, unusable, write_text
from gwarant.pictures.annex import annex_markdown, annex_of, annex_page
from gwarant.sla.problem import InputError

NO_ANNEX = (
    "has no annex yet: its sentences need the figures that are left open",
    "fill them in; a blank name, date or price stands in an annex as [to be filled in]",
)


class Language(StrEnum):
    PL = "pl"
    EN = "en"


class Form(StrEnum):
    MARKDOWN = "md"
    PAGE = "html"


@guarded
def render(
    file: str = typer.Argument(..., metavar="FILE", help="The contract."),
    lang: Language | None = typer.Option(None, "--lang", help="The language; else the contract's, or English."),
    further: list[str] = typer.Option([], "--library", metavar="FILE", help="A document that `extends` names."),
    form: Form | None = typer.Option(None, "--format", help="Markdown, or a page that prints on A4."),
    out: str = typer.Option(STDIN, "-o", "--out", metavar="OUT", help="Write here instead of standard output."),
) -> None:
    """Write the annex that a client signs: every term as a sentence, in numbered articles."""
    parsed = wording_of(file, further)
    if parsed.contract is None and parsed.open and not parsed.errors:
        raise InputError([*parsed.open, *unusable(file, *NO_ANNEX).problems])
    contract = parsed.required()
    annex = annex_of(contract, lang or contract.metadata.language or Language.EN)
    is_page = form is Form.PAGE or (form is None and out.endswith((".html", ".htm")))
    write_text(out, [annex_page(annex) if is_page else annex_markdown(annex)])
