import pytest

from gwarant.sla.contract.merge import flatten, newest
from gwarant.sla.contract.nodes import compose
from gwarant.sla.problem import InputError

PARENT = """\
apiVersion: sla/v1
kind: Package
metadata: {id: package/p@1, title: P}
calendars: {office: {week: Mon-Fri 08:00-16:00, holidays: PL}, always: {week: 24/7}}
classes: {critical: {label: Critical}, ordinary: {}}
targets: {critical: {response: 1h}}
after_workaround: {critical: ordinary}
term: {notice: P1M}
hours: {not_charged: [a, b]}
fee: {monthly: null}
text: {"§1": targets}
"""
HEAD = "metadata: {id: C, extends: package/p@1}\n"


def merged(own: str, **more: str):  # type: ignore[no-untyped-def]
    return flatten(compose(HEAD + own, "own.yaml"), {"package/p@1": PARENT, **more})


def test_a_mapping_merges_key_by_key() -> None:
    calendars = merged("calendars: {office: {week: Mon-Fri 09:00-17:00}}").node.plain()["calendars"]
    assert calendars["office"] == {"week": "Mon-Fri 09:00-17:00", "holidays": "PL"}
    assert calendars["always"] == {"week": "24/7"}


def test_a_list_replaces_the_inherited_one() -> None:
    assert merged("hours: {not_charged: [c]}").node.plain()["hours"] == {"not_charged": ["c"]}


def test_null_takes_an_inherited_key_away() -> None:
    assert "notice" not in merged("term: {notice: null}").node.plain()["term"]


def test_null_over_null_keeps_its_own_place() -> None:
    node = merged("fee:\n  monthly: null\n").node.entries["fee"].entries["monthly"]
    assert (node.file, node.line) == ("own.yaml", 3)


def test_own_classes_as_a_list_replace_the_targets_with_them() -> None:
    plain = merged("classes: [{id: one}]").node.plain()
    assert "targets" not in plain
    assert "after_workaround" not in plain


def test_classes_that_merge_keep_the_targets() -> None:
    plain = merged("classes: {critical: {label: Krytyczny}}").node.plain()
    assert plain["targets"] == {"critical": {"response": "1h"}}


def test_the_package_keeps_its_name_and_its_clauses() -> None:
    plain = merged("").node.plain()
    assert plain["metadata"] == {"id": "C", "based_on": "package/p@1"}
    assert "text" not in plain
    assert "kind" not in plain


def test_every_override_is_noted_with_both_values() -> None:
    found = merged("term: {notice: P2M}\ncalendars: {always: null}\nfee: {monthly: 5}\n").overrides
    assert [(one.path, one.inherited, one.own) for one in found] == [
        ("term.notice", "P1M", "P2M"),
        ("calendars.always", "week", "nothing"),
    ]


def test_the_same_value_is_no_override() -> None:
    assert merged("term: {notice: P1M}").overrides == ()


def test_what_is_inherited_stands_in_the_package() -> None:
    assert merged("").node.entries["term"].file == "package/p@1"


def test_an_unknown_package_comes_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        flatten(compose("metadata: {extends: package/q@1}", "f"), {"package/p@1": PARENT})
    problem = caught.value.problems[0]
    assert "there is no package 'package/q@1'" in problem.message
    assert problem.hint == "did you mean 'package/p@1'?"


ANNEX = "metadata: {id: annex/dpa, document: annex}\nterm: {notice: P3M}\nhours: {not_charged: [c]}\n"
HOUSE = "kind: Package\nmetadata: {id: house, document: platform}\nterm: {notice: P6M, change_notice: P2M}\n"
SHELF = {"package/p@1": PARENT, "annex/dpa": ANNEX, "house": HOUSE}


def layered(own: str, extends: str = "[house, package/p@1, annex/dpa]"):  # type: ignore[no-untyped-def]
    return flatten(compose(f"metadata: {{id: C, extends: {extends}}}\n{own}", "own.yaml"), SHELF)


@pytest.mark.parametrize("extends", ["[house, package/p@1, annex/dpa]", "[annex/dpa, package/p@1, house]"])
def test_the_kind_of_a_document_decides_whatever_the_order_of_the_list(extends: str) -> None:
    plain = layered("", extends).node.plain()
    assert plain["term"] == {"notice": "P3M", "change_notice": "P2M"}
    assert plain["hours"]["not_charged"] == ["c"]


def test_an_annex_wins_over_the_order_where_the_contract_says_so() -> None:
    own = "term: {notice: P9M}\n"
    assert layered(own).node.plain()["term"]["notice"] == "P9M"
    ranked = layered(own + "precedence: [annex, order, package, platform]\n")
    assert ranked.node.plain()["term"]["notice"] == "P3M"
    assert ranked.node.plain()["metadata"]["id"] == "C"


def test_a_kind_that_precedence_leaves_out_comes_last() -> None:
    assert layered("precedence: [order, platform]\n").node.plain()["term"]["notice"] == "P6M"


def test_within_a_kind_the_first_of_the_list_wins() -> None:
    more = {"q": "kind: Package\nterm: {notice: P5M}\n", "r": "kind: Package\nterm: {notice: P7M}\n"}
    found = [
        flatten(compose(f"metadata: {{extends: [{names}]}}", "f"), more).node.plain()["term"]["notice"]
        for names in ("q, r", "r, q")
    ]
    assert found == ["P5M", "P7M"]


def test_what_two_documents_extend_together_wins_over_neither() -> None:
    shelf = {
        "base": "kind: Package\nterm: {notice: P1M, change_notice: P1M}\n",
        "q": "kind: Package\nmetadata: {extends: base}\nhours: {pool: null}\n",
        "r": "kind: Package\nmetadata: {extends: base}\nterm: {notice: P2M}\n",
    }
    plain = flatten(compose("metadata: {extends: [q, r]}", "f"), shelf).node.plain()
    assert plain["term"] == {"notice": "P2M", "change_notice": "P1M"}


def test_an_inherited_precedence_counts_and_the_contracts_own_before_it() -> None:
    shelf = {**SHELF, "rule": "kind: Package\nprecedence: [annex, order]\n"}
    head = "metadata: {id: C, extends: [rule, annex/dpa]}\nterm: {notice: P9M}\n"
    assert flatten(compose(head, "f"), shelf).node.plain()["term"]["notice"] == "P3M"
    own = flatten(compose(head + "precedence: [order, annex]\n", "f"), shelf).node.plain()
    assert (own["term"]["notice"], own["precedence"]) == ("P9M", ["order", "annex"])


def test_overrides_name_the_documents_on_both_sides() -> None:
    found = {
        (one.path, one.source, one.winner) for one in layered("term: {notice: P9M}\n").overrides if "term" in one.path
    }
    assert found == {
        ("term.notice", "house", "package/p@1"),
        ("term.notice", "package/p@1", "annex/dpa"),
        ("term.notice", "annex/dpa", ""),
    }


def test_a_file_is_named_from_where_it_is_extended() -> None:
    shelf = {
        "deals/house/base.yaml": "kind: Package\nmetadata: {extends: ../law.yaml}\nterm: {notice: P1M}\n",
        "deals/law.yaml": "kind: Package\nterm: {change_notice: P2M}\n",
    }
    flat = flatten(compose("metadata: {id: C, extends: ./house/base.yaml}", "deals/own.yaml"), shelf)
    assert flat.node.plain()["term"] == {"change_notice": "P2M", "notice": "P1M"}
    assert flat.node.plain()["metadata"]["based_on"] == "deals/house/base.yaml"


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match=r"there is no file '\./gone.yaml'"):
        flatten(compose("metadata: {extends: ./gone.yaml}", "own.yaml"), {})


def test_a_document_that_extends_itself_is_refused() -> None:
    with pytest.raises(InputError, match="circle"):
        flatten(compose("metadata: {extends: a}", "f"), {"a": "metadata: {extends: [a, a, a, a]}"})


def test_a_circle_is_refused() -> None:
    library = {"package/a@1": "metadata: {extends: package/b@1}", "package/b@1": "metadata: {extends: package/a@1}"}
    with pytest.raises(InputError, match="circle"):
        flatten(compose("metadata: {extends: package/a@1}", "f"), library)


def test_a_package_may_extend_another() -> None:
    more = {"package/q@1": "metadata: {extends: package/p@1}\nterm: {notice: P2M}\n"}
    flat = flatten(
        compose("metadata: {extends: package/q@1}\nterm: {change_notice: P1M}\n", "f"), {"package/p@1": PARENT, **more}
    )
    assert flat.node.plain()["term"] == {"notice": "P2M", "change_notice": "P1M"}


def test_a_name_without_a_version_means_the_newest() -> None:
    library = dict.fromkeys(["package/p@2026.2", "package/p@2026.10", "package/p@2025.11", "package/q@9"], "")
    assert newest("package/p", library) == "package/p@2026.10"
    assert newest("package/z", library) is None


def test_extends_null_extends_nothing() -> None:
    assert "extends" not in flatten(compose("metadata: {id: C, extends: null}"), {}).node.plain()["metadata"]
