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
