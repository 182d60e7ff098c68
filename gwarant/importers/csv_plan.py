"""What stands where in a CSV of any kind: the options of `csv`, checked against the type of its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gwarant.importers.csv_log import check_keys
from gwarant.importers.option import Options, flag, refuse, word, word_map, words
from gwarant.sla.evidence.form import FORM_OF, FORMS, Form
from gwarant.sla.evidence.model import Kind
from gwarant.sla.evidence.value import shown
from gwarant.sla.problem import did_you_mean

MAPS = {"classes": "class", "states": "state", "channels": "channel", "kinds": "kind"}


@dataclass(frozen=True)
class Plan:
    """What stands where: keys to columns, keys to constants, kinds to columns, and their words to ours by key."""

    form: Form
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    events: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    default_class: str = ""
    report_first: bool = False

    @property
    def is_log(self) -> bool:
        """Whether each row says in which state it leaves its ticket."""
        return self.form is FORMS[0] and "state" in self.columns


def plan_of(options: Options) -> Plan:
    """The plan that the options describe; raises InputError for what is missing, unknown or without effect."""
    name = word(options, "row") or "ticket"
    if name not in FORM_OF:
        refuse("row", f"{shown(name)} is not a row type", did_you_mean(name[:40], FORM_OF))
    form = FORM_OF[name]
    columns, constants, events = (words(options, one) for one in ("columns", "constants", "events"))
    values = _values(options, form)
    is_log = form is FORMS[0] and "state" in columns
    if is_log:
        check_keys(columns, constants, events)
    else:
        _check_rows(form, columns, constants, events)
    if both := columns.keys() & constants.keys():
        refuse("constants", f"{', '.join(sorted(both))} stands in columns as well", "give each key once")
    plan = Plan(
        form,
        columns,
        constants,
        events,
        values,
        word(options, "default_class"),
        flag(options, "report_first"),
    )
    _check_effects(plan, options)
    return plan


def _check_rows(
    form: Form, columns: Mapping[str, str], constants: Mapping[str, str], events: Mapping[str, str]
) -> None:
    """InputError for keys that rows of this type do not have, or lack."""
    for option, keys in (("columns", columns), ("constants", constants)):
        _check_keys(option, keys, form.fields)
    if events:
        _check_events(form, events, {**columns, **constants})
    given = {*columns, *constants, "id", *(("kind", "at") if events else ())}
    missing = [key for key, one in form.fields.items() if one.name in form.required and key not in given]
    if missing:
        refuse(
            "columns", f"a {form.name} row needs {', '.join(missing)}", "map each to a column or give it as a constant"
        )


def _check_effects(plan: Plan, options: Options) -> None:
    """InputError for an option that these rows make no use of."""
    for option, key in MAPS.items():
        if options.get(option) and key not in plan.columns and not (plan.is_log and option == "kinds"):
            refuse(
                option, f"has no effect: no column is read as {key}", f"map one: --map {key}=COLUMN, or leave it out"
            )
    is_ticket = plan.form is FORMS[0]
    if plan.default_class and not (is_ticket and "class" not in plan.constants):
        refuse("default_class", "has no effect: no class of a report is missing here", "leave it out")
    if plan.report_first and (plan.events or plan.is_log or not is_ticket):
        refuse("report_first", "has no effect here: no row says of itself what happened", "leave it out")


def _check_keys(option: str, keys: Iterable[str], known: Iterable[str]) -> None:
    known = tuple(known)
    for key in keys:
        if key not in known:
            refuse(option, f"{shown(key)} is not a key of this row type", did_you_mean(key[:40], known))


def _check_events(form: Form, events: Mapping[str, str], given: Iterable[str]) -> None:
    if form is not FORMS[0]:
        refuse("events", "makes ticket events only", "say row: ticket, or leave events out")
    kinds = [kind.value for kind in Kind]
    for kind in events:
        if kind not in kinds:
            refuse("events", f"{shown(kind)} is not a kind of event", did_you_mean(kind[:40], kinds))
    for key in ("kind", "at"):
        if key in given:
            refuse("events", f"gives {key} already", "leave it out of columns and constants")


def _values(options: Options, form: Form) -> dict[str, dict[str, str]]:
    given = options.get("values", {})
    if not isinstance(given, Mapping):
        refuse("values", f"{shown(given)} is not a mapping", "write {key: {theirs: ours}}")
    _check_keys("values", map(str, given), form.fields)
    found = {str(key): words(given, key) for key in given}
    for option, key in MAPS.items():
        if told := word_map(options, option):
            found[key] = {**found.get(key, {}), **told}
    return found
