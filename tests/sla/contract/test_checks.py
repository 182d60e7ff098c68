"""What could not be counted with is refused when it is read, at its path and in a sentence."""

from collections.abc import Callable

import pytest

from gwarant.sla.contract.parse import Parsed

Small = Callable[..., Parsed]
RATES = "rates: {above: 200"
PHASE = "phases: {p: {every: 11-15..12-31, effect: {%s}}}\n"


def refused(parsed: Parsed) -> list[tuple[str, str]]:
    assert all(one.line for one in parsed.errors)
    return [(one.path, one.message + one.hint) for one in parsed.errors]


def expect(parsed: Parsed, path: str, word: str) -> None:
    ((where, message),) = refused(parsed)
    assert where == path
    assert word in message


def remedy(text: str) -> tuple[str, str]:
    return "remedy_rules", f"  r: {{{text}}}\nremedy_rules"


@pytest.mark.parametrize(
    ("old", "new", "path", "word"),
    [
        ("scale: 2", "scale: 7", "defaults.money.scale", "from 0 to 6"),
        ("scale: 2", "scale: -1", "defaults.money.scale", "from 0 to 6"),
        ("currency: PLN", "currency: PLN, percent_scale: 13", "defaults.percent_scale", "from 0 to 12"),
        ("{id: C-1}", "{id: C-1, version: 0}", "metadata.version", "at least 1"),
        ("{monthly: 1000}", "{monthly: -1}", "fee.monthly", "from 0"),
        ("{monthly: 1000}", "{monthly: 1000, parts: {ready: -1}}", "fee.parts.ready", "from 0"),
        ("first_human_reply}", "first_human_reply, warn_at: [50, 101]}", "clocks.response.warn_at.1", "from 1 to 100"),
        ("every: 60s", "every: 60s, locations: 0, down_when: 0", "availability.up.probe.locations", "at least 1"),
        ("every: 60s", "every: 60s, down_when: 0", "availability.up.probe.down_when", "at least 1"),
        ("every: 60s", "every: 60s, degraded_weight: 1.5", "availability.up.probe.degraded_weight", "from 0 to 1"),
        ("{ge: 99.9}", "{ge: 100.1}", "availability.up.target.ge", "from 0 to 100"),
        ("minutes: 240", "minutes: -1", "availability.up.maintenance.cap.minutes", "at least 0"),
        ("amount: 10h", "amount: 10h, carry: {periods: -1}", "hours.pool.carry.periods", "at least 0"),
        ("amount: 10h", "amount: 10h, carry: {periods: 1, cap: 101}", "hours.pool.carry.cap", "from 0 to 100"),
        ("above: 200", "above: -200", "hours.rates.above", "from 0"),
        ("above: 200", "above: 200, included: -1", "hours.rates.included", "from 0"),
        ("above: 200", "above: 200, discount_projects: 101", "hours.rates.discount_projects", "from 0 to 100"),
        (
            RATES,
            f"{RATES}, multipliers: [{{when: Sun, x: 0}}]",
            "hours.rates.multipliers.0.x",
            "above 0",
        ),
        (RATES, "approve: {alert_at: [0]}, " + RATES, "hours.approve.alert_at.0", "above 0"),
        ("pct: 10}", "pct: -10}", "remedies.credit.bands.1.pct", "from 0"),
        ("pct: 30", "pct: -30", "remedy_rules.caps.0.pct", "from 0"),
        ("pct: 30", "amount: -30", "remedy_rules.caps.0.amount", "from 0"),
    ],
)
def test_a_number_out_of_its_range(small: Small, old: str, new: str, path: str, word: str) -> None:
    found = dict(refused(small((old, new))))
    assert word in found.pop(path)
    assert set(found) <= {"availability.up.probe.down_when"}


@pytest.mark.parametrize("key", ["pct", "amount"])
def test_a_remedy_that_takes_instead_of_paying(small: Small, key: str) -> None:
    expect(small(remedy(f"of: {{clock: response}}, kind: flat, {key}: -1")), f"remedies.r.{key}", "from 0")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("every: 60s", "every: 0s"), "availability.up.probe.every"),
        (("unit: 15m", "unit: 0s"), "hours.round.unit"),
        (("unit: 15m", "unit: 15m, travel: {unit: 0m}"), "hours.round.travel.unit"),
        (remedy("of: {clock: response}, kind: per_unit, unit: 0s, pct: 1"), "remedies.r.unit"),
        (("remedies:", "duties: {report: {every: P0D}}\nremedies:"), "duties.report.every"),
        (("remedies:", "phases: {p: {from: 2026-01-01, length: P0D}}\nremedies:"), "phases.p.length"),
    ],
)
def test_a_length_of_nothing(small: Small, change: tuple[str, str], path: str) -> None:
    expect(small(change), path, "no length")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("{from: 2026-01-01}", "{from: 1899-12-31}"), "effective.from"),
        (("{from: 2026-01-01}", "{from: 2026-01-01, to: 2200-01-01}"), "effective.to"),
        (("remedies:", "phases: {p: {from: 2200-01-01, length: P1M}}\nremedies:"), "phases.p.from"),
        (("[4h, office]", "[2200-01-01, office]"), "targets.ordinary.response.value"),
        (("holidays: PL", "exceptions: {2200-01-01: closed}"), "calendars.office.exceptions.2200-01-01"),
    ],
)
def test_a_day_outside_the_years_that_are_counted(small: Small, change: tuple[str, str], path: str) -> None:
    expect(small(change), path, "1900 to 2199")


@pytest.mark.parametrize(
    ("old", "new", "path", "word"),
    [
        ("24/7", '" "', "calendars.always.week", "names no hours"),
        ("24/7", "closed", "calendars.always.week", "never open"),
        ("Sun 01:00-05:00", " ", "availability.up.maintenance.window", "never open"),
        ("Sun 01:00-05:00", "closed", "availability.up.maintenance.window", "never open"),
        ("notice: 2wd", "freeze: [peak]", "availability.up.maintenance.freeze.0", "there is no phase 'peak'"),
    ],
)
def test_hours_that_never_come(small: Small, old: str, new: str, path: str, word: str) -> None:
    expect(small((old, new)), path, word)


def test_a_closed_calendar_that_a_season_opens_is_counted(small: Small) -> None:
    more = 'phases: {p: {every: 11-15..12-31, effect: {"calendars.always.week": 24/7}}}\n'
    assert small(("24/7", "closed"), more=more).errors == ()


def test_a_notice_in_working_days_needs_a_calendar(small: Small) -> None:
    changes = [
        ('  office: {week: "Mon-Fri 08:00-16:00", holidays: PL}\n  always: {week: 24/7}\n', ""),
        ("calendars:\n", ""),
        ("  critical: {response: [1h, always], workaround: [4h, always], resolution: [3wd, office]}\n", ""),
        ("  ordinary: {response: [4h, office], resolution: [10wd, office]}\n", ""),
        ("targets:\n", ""),
    ]
    expect(small(*changes), "availability.up.maintenance.notice", "has none")


@pytest.mark.parametrize(
    ("change", "path", "word"),
    [
        (("settle:", "mode: on_claims, settle:"), "remedy_rules.mode", "on_claim"),
        (("per: month", "per: moon"), "remedy_rules.caps.0.per", "month"),
        (("price_reduction", "reduction"), "remedy_rules.settle", "price_reduction"),
        (("settle:", "fault: any, settle:"), "remedy_rules.fault", "zwloka"),
        (("settle:", "claim: {deadline: P30D, anchor: year}, settle:"), "remedy_rules.claim.anchor", "month_end"),
        (("settle:", "combine: {across: most}, settle:"), "remedy_rules.combine.across", "highest"),
        (("minutes: 240", "minutes: 240, per: week"), "availability.up.maintenance.cap.per", "quarter"),
        (("amount: 10h", "amount: 10h, order: random"), "hours.pool.order", "oldest_first"),
        (("amount: 10h", "amount: 10h, partial_period: half"), "hours.pool.partial_period", "prorata"),
        (remedy("of: up, kind: flat, pct: 1, count_on: wall"), "remedies.r.count_on", "elapsed"),
        (remedy("of: up, kind: flat, pct: 1, base: {of: month}"), "remedies.r.base.of", "same_month"),
    ],
)
def test_a_word_outside_its_list(small: Small, change: tuple[str, str], path: str, word: str) -> None:
    expect(small(change), path, word)


@pytest.mark.parametrize(
    ("text", "path", "word"),
    [
        ("of: {clock: response}, kind: flat", "remedies.r", "how much"),
        ("of: {clock: response}, kind: per_unit, pct: 1", "remedies.r", "for each of what"),
        ("of: {clock: response}, kind: per_unit, unit: 1h", "remedies.r", "how much"),
        ("of: up, kind: bands", "remedies.r", "has no bands"),
        ("of: up, kind: bands, bands: [{lt: 99}]", "remedies.r.bands.0", "pays nothing"),
        ("of: {clock: response}, kind: bands, bands: [{gt: 1, pct: 5}]", "remedies.r.kind", "per_unit or flat"),
    ],
)
def test_a_remedy_that_lacks_what_its_kind_needs(small: Small, text: str, path: str, word: str) -> None:
    expect(small(remedy(text)), path, word)


PROMISES = """
measures: {delay: {agg: external, of: {as: mean}, target: {le: 50}}}
duties: {report: {every: P1M, due: 10wd}}
"""


@pytest.mark.parametrize(
    ("text", "path", "word"),
    [
        ("of: delay, kind: per_unit, unit: 1h, pct: 1", "remedies.r.kind", "the measure 'delay' is a figure"),
        ("of: delay, kind: prorata", "remedies.r.kind", "lost time"),
        ("of: delay, kind: extension, unit: 1h, grants: P1D", "remedies.r.kind", "extends by an overrun"),
        ("of: delay, kind: flat, pct: 1, pay_after: 1h", "remedies.r.pay_after", "a length of overrun"),
        ("of: delay, kind: flat, pct: 1, free: 1h", "remedies.r.free", "a length of overrun"),
        ("of: report, kind: bands, bands: [{lt: 1, pct: 1}]", "remedies.r.kind", "the duty 'report' has none"),
        ("of: {duty: report}, kind: bands, bands: [{lt: 1, pct: 1}]", "remedies.r.kind", "per_unit or flat"),
        ("of: report, kind: per_step, step: 1, pct: 1", "remedies.r.kind", "the duty 'report' has none"),
        ("of: {outage: up}, kind: bands, bands: [{lt: 1, pct: 1}]", "remedies.r.kind", "an outage of 'up' has none"),
        ("of: {clock: response}, kind: per_step, step: 1, pct: 1", "remedies.r.kind", "the clock 'response' has none"),
    ],
)
def test_a_remedy_whose_kind_could_never_pay_for_its_promise(small: Small, text: str, path: str, word: str) -> None:
    expect(small(remedy(text), more=PROMISES), path, word)


def test_a_remedy_is_for_one_promise(small: Small) -> None:
    expect(small(remedy("of: {clock: response, outage: up}, kind: flat, pct: 1")), "remedies.r.of", "clock and outage")


def test_a_unit_of_overrun_is_a_minute_at_the_least(small: Small) -> None:
    expect(small(remedy("of: up, kind: per_unit, unit: 59s, pct: 1")), "remedies.r.unit", "a minute at the least")
    assert not small(remedy("of: up, kind: per_unit, unit: 1m, pct: 1")).errors


def test_a_duty_returns_every_hour_at_the_most(small: Small) -> None:
    expect(small(more="duties: {beat: {every: 1m}}\n"), "duties.beat.every", "every hour at the most")
    assert not small(more="duties: {beat: {every: 1h}}\n").errors


@pytest.mark.parametrize(("within", "unit"), [(36501, "day"), (1201, "month"), (101, "year")])
def test_a_right_looks_back_a_century_at_the_most(small: Small, within: int, unit: str) -> None:
    row = "triggers: {t: {if: {miss: up, n: 3, within: %s, unit: %s}, right: terminate}}\n"
    expect(small(more=row % (within, unit)), "triggers.t.if.within", "100 years at most")
    assert not small(more=row % (within - 1, unit)).errors


@pytest.mark.parametrize("share", ["-5", "100.1"])
def test_a_seasonal_target_is_a_percentage(small: Small, share: str) -> None:
    effect = f"availability.up.target: {{ge: {share}}}"
    expect(small(more=PHASE % effect), "phases.p.effect", "from 0 to 100")


def test_a_cap_is_a_share_of_a_fee_that_is_there(small: Small) -> None:
    expect(small(("of: monthly}", "of: monthyl}")), "remedy_rules.caps.0.of", "monthly")


@pytest.mark.parametrize("name", ["monthly", "contract_total"])
def test_a_part_of_the_fee_is_not_named_like_the_whole(small: Small, name: str) -> None:
    expect(small(("{monthly: 1000}", f"{{monthly: 1000, parts: {{{name}: 1}}}}")), f"fee.parts.{name}", "the whole")


@pytest.mark.parametrize("effect", ["remedies: half", "targets: none", "freeze: 1", "freeze: yes", "remedies: false"])
def test_an_effect_of_a_phase_is_one_of_its_words(small: Small, effect: str) -> None:
    expect(small(more=PHASE % effect), f"phases.p.effect.{effect.partition(':')[0]}", "write")


@pytest.mark.parametrize("effect", ["remedies: none", "targets: report_only", "targets: in_force", "freeze: false"])
def test_an_effect_that_can_be_counted_with(small: Small, effect: str) -> None:
    assert small(more=PHASE % effect).errors == ()


@pytest.mark.parametrize(
    ("when", "word"), [("outside ofice", "did you mean 'office'?"), ("at night", "is not a condition of time")]
)
def test_a_dearer_time_that_could_not_be_found(small: Small, when: str, word: str) -> None:
    parsed = small((RATES, f"{RATES}, multipliers: [{{when: {when}, x: 2}}]"))
    expect(parsed, "hours.rates.multipliers.0.when", word)


def test_a_pool_says_how_many_hours_it_holds(small: Small) -> None:
    parsed = small(("per: calendar_month, amount: 10h", "per: calendar_quarter"))
    expect(parsed, "hours.pool", "nothing says how many hours are included")


@pytest.mark.parametrize(
    ("change", "path", "word"),
    [
        (("per: month", "per: week"), "remedy_rules.caps.0.per", "write one of month, contract_year, total"),
        (
            ("settle:", "claim: {deadline: P30D, anchor: outage_end}, settle:"),
            "remedy_rules.claim.anchor",
            "breach, month_end",
        ),
        (remedy("of: response, kind: flat, pct: 1"), "remedies.r.of", "of: {clock: response}"),
        (remedy("of: up, kind: flat, pct: 1, base: {fee: rack}"), "remedies.r.base.fee", "names no part of the fee"),
        (
            ("[4h, office], resolution: [10wd, office]", "4h"),
            "targets.ordinary.response",
            "[4h, office]; known here: office, always",
        ),
    ],
)
def test_a_refusal_says_what_to_write_instead(small: Small, change: tuple[str, str], path: str, word: str) -> None:
    expect(small(change), path, word)
