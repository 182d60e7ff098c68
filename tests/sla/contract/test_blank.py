import re

import pytest

from gwarant.packages import library
from gwarant.sla.contract.blank import blank_contract
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import parse
from gwarant.sla.problem import Severity

PACKAGES = ("basic", "business", "premium")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_blank_contract_has_its_blanks_and_no_other_finding(package: str) -> None:
    text = blank_contract(package, library())
    parsed = parse(text, "blank.yaml", library())
    found = [*parsed.problems, *lint(parsed)]
    assert {one.severity for one in found} == {Severity.BLANK}
    marked = [at for at, line in enumerate(text.splitlines(), 1) if "# fill in:" in line]
    assert sorted(one.line for one in found) == marked
    assert {one.file for one in found} == {"blank.yaml"}


@pytest.mark.parametrize("package", PACKAGES)
def test_filled_in_it_is_a_contract(package: str) -> None:
    text = blank_contract(package, library())
    values = {"from": "2026-01-01", "monthly": "1000", "above": "200", "settle": "price_reduction"}
    filled = re.sub(r"(\w+): null  # fill in", lambda row: f"{row[1]}: {values.get(row[1], 'Text')}  # fill in", text)
    parsed = parse(filled, "filled.yaml", library())
    assert parsed.problems == ()
    assert {one.code for one in lint(parsed)} <= {"override"}


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_commented_out_is_what_the_package_says(package: str) -> None:
    text = blank_contract(package, library())
    shown = re.sub(r"(?m)^(\s*)# (\s*[\w-]+:)", r"\1\2", text)
    assert shown != text
    parsed = parse(shown, "shown.yaml", library())
    assert parsed.errors == ()
    plain = parse(text, "blank.yaml", library()).required()
    own = parsed.required()
    for section in ("calendars", "targets", "availability", "hours", "remedies", "remedy_rules", "term"):
        assert getattr(own, section) == getattr(plain, section), section


def test_the_text_is_always_the_same() -> None:
    assert blank_contract("premium", library()) == blank_contract("package/premium@2026.1", library())


def test_an_unknown_package_comes_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'premium'"):
        blank_contract("premum", library())
