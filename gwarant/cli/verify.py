"""`gwarant verify`: a report checked from itself, without a database and without asking anybody."""

import logging
import re
from pathlib import Path

import typer
from cryptography import x509

from gwarant.cli.ledger import heads_given
from gwarant.cli.terminal import guarded, print_json, read_text, unusable
from gwarant.cli.verifying import NOT_REACHED, NOT_RECOMPUTED, OTHER_WORDS, Given, Verdict, carried_by, verified
from gwarant.reports.checked.cms import fingerprint_of
from gwarant.sla.lines import lines_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)
ENDS = {
    0: "The report holds.",
    1: "The report does not hold.",
    NOT_RECOMPUTED: "Its figures were not recomputed here: nothing says that they follow.",
    NOT_REACHED: "Nothing contradicts the report, and it is not shown that its chain leads to the head that you know.",
    OTHER_WORDS: "The figures hold; the pages' words were drawn by another build and are not checked.",
}
_FINGERPRINT = re.compile(r"(?:sha256:)?([0-9a-f]{64})")


@app.command("verify")
@guarded
def verify(
    report: str = typer.Argument(..., metavar="REPORT", help="The PDF of a closed month."),
    key: list[str] = typer.Option(
        [],
        "--key",
        metavar="KEY",
        help="The house's key as you know it: a fingerprint, or a certificate's file.",
    ),
    head: list[str] = typer.Option(
        [], "--head", metavar="HEAD", help="A head of the chain that you noted at another time. Repeat it for several."
    ),
    heads: list[str] = typer.Option([], "--heads", metavar="NOTES", help="A saved mail, page or file with heads."),
    chain: str = typer.Option("", "--chain", metavar="FILE", help="An export of the chain, of this day or any later."),
    as_json: bool = typer.Option(False, "--json", help="Print what was checked as JSON."),
) -> None:
    """Compute every figure of a report again, and say what seal and chain prove; 1 where anything differs."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of broken files is no verdict
    noted = tuple(heads_given(head, heads))
    export = tuple(lines_of(read_text(chain))) if chain else ()
    found = verified(carried_by(report), Given(tuple(map(_fingerprint, key)), noted, export))
    if as_json:
        rows = [{"check": one.what, "holds": one.holds, "differs": list(one.differs)} for one in found.checks]
        left = [one.why for one in found.open]
        told = {"told": list(found.told), "not_checked": list(found.unknown)}
        print_json({"holds": found.holds, "checks": rows, "open": left, **told})
    else:
        _show(found)
    raise typer.Exit(found.code)


def _show(found: Verdict) -> None:
    for line in found.told:
        _say(f"  {line}")
    for check in found.checks:
        _say(f"{'✓' if check.holds else '✕'} {check.what}")
        for place in check.differs:
            _say(f"    {place}")
    _say("")
    _say(ENDS[found.code])
    for one in found.open:
        _say(f"  – {one.why}")
    if found.unknown:
        _say("Not known:")
    for line in found.unknown:
        _say(f"  – {line}")


def _say(line: str) -> None:
    """What a file says may hold what moves the cursor or turns the line about: it is shown as its number."""
    typer.echo("".join(one if one.isprintable() else ascii(one)[1:-1] for one in line))


def _fingerprint(told: str) -> str:
    """SHA-256 of a certificate, from its digits however they are parted, or from its file."""
    if found := _FINGERPRINT.fullmatch(re.sub(r"[\s:]", "", told.lower().removeprefix("sha256:"))):
        return found[1]
    try:
        data = Path(told).read_bytes()
        is_text = data.startswith(b"-----")
        return fingerprint_of(x509.load_pem_x509_certificate(data) if is_text else x509.load_der_x509_certificate(data))
    except OSError:
        raise unusable("--key", f"{told[:80]!r} is neither", "64 hexadecimal digits, or a file") from None
    except ValueError:
        raise unusable(told, "is no certificate", "a file in PEM or DER, or the fingerprint itself") from None
