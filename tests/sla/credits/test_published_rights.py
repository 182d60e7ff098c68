"""Rights to leave, as published agreements print them."""

from published import DAY, HOUR, MINUTE, contract, covers, given, judged, up_down

UP = "availability: {up: {service: main, target: {ge: %s}}}\n"


def arises(one, evidence, period):
    return bool(judged(one, evidence, period).rights)


@covers("CV093")
def test_one_very_bad_month_or_three_bad_ones_in_a_row():
    inputs, expected = given("CV093")
    one = contract(
        UP % "99.9"
        + """
triggers:
  leave:
    if:
      any:
        - {downtime_over: 432m, of: up}
        - {downtime_over: 2628s, of: up, n: 3, in_a_row: true}
    right: terminate
    use_within: P30D
"""
    )
    found = []
    for months in inputs["months_min"]:
        outages = [(f"2026-0{n + 1}-03", minutes * MINUTE) for n, minutes in enumerate(months)]
        found.append(arises(one, up_down(*outages), f"2026-0{len(months)}"))
    assert found == expected["may_terminate"]


@covers("CV094")
def test_a_rolling_average_of_three_months():
    inputs, expected = given("CV094")
    one = contract(UP % "99" + "triggers: {leave: {if: {below: 97, of: up, average: 3}, right: terminate}}\n")
    outages = [
        (f"2026-0{n + 1}-02", (100 - float(value)) / 100 * days * DAY)
        for n, (value, days) in enumerate(zip(inputs["months"], (31, 28, 31), strict=True))
    ]
    assert arises(one, up_down(*outages), "2026-03") is expected["event"]
    assert not arises(one, up_down(*outages[:1]), "2026-01")


@covers("CV096")
def test_three_outages_in_any_thirty_days_or_a_day_of_downtime():
    inputs, expected = given("CV096")
    one = contract(
        UP % "90"
        + """
triggers:
  leave:
    if:
      any:
        - {outage_over: 30m, of: up, n: 3, within: 30, unit: day}
        - {downtime_over: 24h, of: up}
    right: terminate
"""
    )
    found = []
    for row in inputs["outages"]:
        outages = [_outage(text) for text in row]
        evidence = up_down(*outages)
        found.append(any(arises(one, evidence, month) for month in ("2026-03", "2026-04")))
    assert found == expected["may_terminate"]


def _outage(text):
    day, length = text.split()
    number = int(day[1:])
    began = f"2026-03-{number:02} 01:00" if number <= 31 else f"2026-04-{number - 31:02} 01:00"
    return began, float(length[:-1]) * (HOUR if length.endswith("h") else MINUTE)


@covers("CV097")
def test_more_than_three_failures_or_more_than_a_day_in_thirty_days():
    inputs, expected = given("CV097")
    one = contract(
        UP % "90"
        + """
triggers:
  leave:
    if:
      any:
        - {outage_over: 0s, of: up, n: 4, within: 30, unit: day}
        - {downtime_over: 24h, of: up, within: 30, unit: day}
    right: terminate
"""
    )
    found = []
    for failures, hours in zip(inputs["failures"], inputs["aggregate_h"], strict=True):
        outages = [(f"2026-03-{n + 2:02}", hours * HOUR / failures) for n in range(failures)]
        found.append(arises(one, up_down(*outages), "2026-03"))
    assert found == expected["may_terminate"]
