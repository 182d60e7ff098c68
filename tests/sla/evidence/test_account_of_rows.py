"""What became of the rows of an export stands in the header of its evidence, and adds up."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.evidence.account import FATES, Account
from gwarant.sla.evidence.jsonl import SCHEMA, read_lines, write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.problem import InputError

HEADER = {"type": "header", "schema": SCHEMA, "source": "csv"}
ACCOUNTS = st.builds(
    lambda counts, file, source: Account(source=source, file=file, rows=sum(counts.values()), **counts),
    st.dictionaries(st.sampled_from(FATES), st.integers(1, 10**6), min_size=1),
    st.sampled_from(["", "a" * 64, "b" * 64]),
    st.sampled_from(["csv", "desk"]),
)


@given(st.lists(ACCOUNTS, unique=True, max_size=4))
def test_accounts_are_written_and_read_the_same_and_an_account_given_twice_stands_once(accounts: list[Account]) -> None:
    sources = tuple(dict.fromkeys(one.source for one in accounts))
    written = list(write_lines(Evidence(imports=tuple(accounts), sources=sources)))
    found = read_lines(written * 2)
    assert set(found.imports) == set(accounts)
    assert [*write_lines(found)] == written
    assert all(one.imported + one.merged + one.left_out == one.rows for one in found.imports)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"rows": 10, "imported": 6, "unreadable": 3}, "rows: is 10, and the rows that are accounted for are 9"),
        ({"imported": 1}, "rows: is 0"),
        ({"rows": -1}, "rows: -1 is not a whole number"),
        ({"lost": 1}, "lost: unknown key"),
        ({"rows": "1"}, "rows: '1' is not a whole number"),
    ],
)
def test_an_account_that_does_not_add_up_is_refused(given: dict[str, object], says: str) -> None:
    with pytest.raises(InputError) as refused:
        read_lines([json.dumps({**HEADER, **given})])
    assert says in str(refused.value)
