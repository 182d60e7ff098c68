"""Places and monitors as a file: made as it says, told what would change, given out as it was taken."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import yaml

from gwarant.demo.cast import World
from gwarant.monitoring.as_file import FileRefused, read
from gwarant.monitoring.giving import settings_of
from gwarant.monitoring.models import Monitor, Place
from gwarant.monitoring.written import applied, exported, milliseconds, time_of

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
FILE = """
places:
  waw: {name: Warszawa, references: ["9.9.9.9:443"]}
  clinic: {name: W klinice, customer: CLINIC}
monitors:
  - {customer: SHOP, service: shop, name: Strona, check: http, places: [waw], settings: {url: "https://shop.example/"}}
  - {customer: CLINIC, service: booking, name: Rejestracja, check: tcp, every: 30s, timeout: 5s, places: [clinic, waw],
     settings: {host: booking.local, port: 443}}
"""

SECOND = """  - {customer: SHOP, service: shop, name: Koszyk, check: tcp, places: [waw],
     settings: {host: a.example, port: 1}}
"""

pytestmark = pytest.mark.usefixtures("engine")
Put = Callable[[str], list[str]]


@pytest.fixture
def put(world: World) -> Put:
    return lambda text: applied(read(text), by=None, now=NOW)


def test_what_is_written_is_made_and_written_again_changes_nothing(put: Put) -> None:
    made = ["+ place waw", "~ place waw", "+ place clinic", "+ monitor SHOP Strona", "+ monitor CLINIC Rejestracja"]
    assert put(FILE) == made
    assert put(FILE) == []
    assert Place.objects.get(key="waw").references == ["9.9.9.9:443"]
    monitor = Monitor.objects.get(name="Rejestracja")
    assert (monitor.every, monitor.timeout, monitor.places.count()) == (30_000, 5_000, 2)


def test_what_is_given_out_is_taken_again_and_changes_nothing(put: Put) -> None:
    put(FILE)
    assert put(exported()) == []
    assert yaml.safe_load(exported())["monitors"][0]["name"] == "Rejestracja"


def test_a_job_that_tells_of_itself_stands_in_the_file_with_its_schedule(put: Put) -> None:
    file = """
monitors:
  - {customer: SHOP, service: shop, name: Kopia, heartbeat: {cron: "30 2 * * *", zone: Europe/Warsaw, grace: 30m}}
"""
    assert put(file) == ["+ monitor SHOP Kopia"]
    assert put(exported()) == []
    assert put(file.replace("30m", "45m")) == ["~ monitor SHOP Kopia"]
    code = Monitor.objects.get().ping_address.code
    assert put(file.replace("heartbeat", "paused: true, heartbeat")) == [
        "~ monitor SHOP Kopia",
        "paused monitor SHOP Kopia",
    ]
    assert Monitor.objects.get().ping_address.code == code
    for wrong in (
        "check: http, heartbeat: {every: 1h}",
        "counts: true, heartbeat: {every: 1h}",
        "heartbeat: {every: 1}",
    ):
        with pytest.raises(FileRefused, match=r"monitors\[0\]"):
            put(f"monitors: [{{customer: SHOP, service: shop, name: X, {wrong}}}]")


def test_what_is_changed_in_the_file_is_changed_and_the_rest_stays(put: Put) -> None:
    put(FILE)
    assert put(FILE.replace("every: 30s", "every: 20s")) == ["~ monitor CLINIC Rejestracja"]
    assert put("places: {waw: {name: Warszawa 2, references: ['9.9.9.9:443']}}") == ["~ place waw"]
    assert Monitor.objects.count() == 2
    paused = FILE.replace("name: Strona,", "name: Strona, paused: true,").replace("every: 30s", "every: 20s")
    assert put(paused.replace("Warszawa", "Warszawa 2")) == ["paused monitor SHOP Strona"]


def test_a_secret_is_not_given_out_and_stays_when_it_is_not_written(put: Put) -> None:
    secret = FILE.replace(
        'settings: {url: "https://shop.example/"}', "settings: {url: 'https://a.example/', body: hush}"
    )
    put(secret)
    assert "hush" not in exported()
    assert put(exported()) == []
    assert settings_of(Monitor.objects.get(name="Strona"))["body"] == "hush"
    assert put(secret.replace("hush", "other")) == ["~ monitor SHOP Strona"]


@pytest.mark.parametrize(
    ("was", "wrong", "told"),
    [
        ("name: Strona", "nmae: Strona", "nmae"),
        ("service: shop", "service: sop", "no system 'sop'"),
        ("places: [waw]", "places: [lon]", "no place lon"),
        ("places: [waw]", "places: [clinic]", "another customer"),
        ("every: 30s", "every: 30sec", "is no time .write 500ms"),
        ("every: 30s", "every: 3s", "five seconds"),
        ("check: tcp", "check: gopher", "gopher"),
        ('url: "https', 'slow: -1, url: "https', r"slow \('Strona'\): 0 for never, or a number of milliseconds"),
        ("port: 443", "prot: 443", r"8:\d+: monitors\[1\]\.settings\.prot .*no.*setting of tcp \(did you mean 'port'"),
        ("port: 443", "port: soon", "settings.port .*Expected int"),
        ("name: Strona", "name: 5", "in quotes"),
        ("customer: CLINIC}", "customer: NONE}", "places.clinic.customer: there is no customer"),
        ('["9.9.9.9:443"]', '["9.9.9.9"]', "places.waw.references: '9.9.9.9' is no reference; write host:port"),
        ('["9.9.9.9:443"]', '["dns.example:70000"]', "is no reference"),
        ("places:", "places: [", "^4:3: no YAML: while parsing a flow sequence"),
        ("every: 30s", "every: 2026-02-30", "^no YAML: day is out of range"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(put: Put, was: str, wrong: str, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        put(FILE.replace(was, wrong, 1))


def test_everything_that_is_wrong_is_told_at_once(put: Put) -> None:
    with pytest.raises(FileRefused) as refused:
        put(FILE.replace("service: shop", "service: sop").replace("every: 30s", "every: 3s"))
    assert [(one.line, one.path) for one in refused.value.problems] == [
        (6, "monitors[0].service ('Strona')"),
        (7, "monitors[1].every ('Rejestracja')"),
    ]


ALL_WRONG = """
place: {}
places:
  waw: {name: Warszawa, refs: []}
monitors:
  - customer: SHOP
    service: sop
    nmae: Strona
  - customer: SHOP
    service: shop
    name: Koszyk
    check: http
    every: 30sec
    every: 40sec
    places: [waw, lon]
    settings: {urll: x, slow: soon}
  - {customer: SHOP, service: shop, name: Koszyk, check: tcp, places: [waw], settings: {host: h, port: 1}}
  - {customer: SHOP, service: shop, name: Alerty, reported: {source: prom, labels: {job: ""}}}
"""


def test_each_fault_of_a_file_has_its_line_its_monitor_its_key_and_what_would_be_right(put: Put) -> None:
    with pytest.raises(FileRefused) as refused:
        put(ALL_WRONG)
    told = [(one.line, one.path, one.message.split(" (")[0]) for one in refused.value.problems]
    assert [(line, path) for line, path, _message in told] == [
        (2, "place"),
        (4, "places.waw.refs"),
        (6, "monitors[0].name"),
        (8, "monitors[0].nmae"),
        (14, "monitors[1].every"),
        (14, "monitors[1].every ('Koszyk')"),
        (15, "monitors[1].places ('Koszyk')"),
        (16, "monitors[1].settings.url ('Koszyk')"),
        (16, "monitors[1].settings.urll ('Koszyk')"),
        (16, "monitors[1].settings.slow ('Koszyk')"),
        (17, "monitors[2].name ('Koszyk')"),
        (18, "monitors[3].reported.labels ('Alerty')"),
    ]
    hints = {one.path: one.hint for one in refused.value.problems}
    assert hints["monitors[0].nmae"] == "did you mean 'name'?"
    assert hints["monitors[1].settings.urll ('Koszyk')"] == "did you mean 'url'?"
    assert "write 500ms, 60s, 5m or 1h" in hints["monitors[1].every ('Koszyk')"]
    assert not Place.objects.filter(key="waw").exists()


@pytest.mark.parametrize(
    "text", ["monitors: &a [*a]", "monitors: {a: 1}", "places: [1]", "- 1", "? [a]\n: 1", "monitors: [5]"]
)
def test_what_is_no_such_file_is_refused_in_words(put: Put, text: str) -> None:
    with pytest.raises(FileRefused) as refused:
        put(text)
    assert all(one.message for one in refused.value.problems)


def test_one_monitor_of_a_system_counts_and_another_takes_its_place_by_the_file(put: Put) -> None:
    second = FILE + SECOND
    put(second)
    counts = dict(Monitor.objects.values_list("name", "counts"))
    assert counts == {"Strona": True, "Rejestracja": True, "Koszyk": False}
    assert [one.get("counts", True) for one in yaml.safe_load(exported())["monitors"]] == [True, False, True]
    assert put(exported()) == []
    with pytest.raises(FileRefused, match="'Strona' counts for this system already; one monitor of a system does"):
        put(FILE + SECOND.replace("name: Koszyk", "name: Koszyk, counts: true"))
    turned = second.replace("name: Strona", "name: Strona, counts: false").replace(
        "name: Koszyk", "name: Koszyk, counts: true"
    )
    assert put(turned) == ["~ monitor SHOP Strona", "~ monitor SHOP Koszyk"]
    assert put(turned) == []
    assert Monitor.objects.get(counts=True, service__key="shop").counts_at == NOW


def test_a_place_stays_in_its_network(put: Put) -> None:
    put(FILE)
    with pytest.raises(FileRefused, match="stays where it stands"):
        put(FILE.replace("customer: CLINIC}", "customer: SHOP}"))


@pytest.mark.parametrize("text", ["500ms", "5s", "90s", "1m", "24h"])
def test_a_time_is_written_in_the_largest_unit_that_fits(text: str) -> None:
    assert milliseconds(time_of(milliseconds(text))) == milliseconds(text)
    assert time_of(60_000) == "1m"


@pytest.mark.parametrize("sign", ["\u2028", "\u0085"])
def test_a_sign_within_a_name_ends_no_line_of_the_file(sign: str) -> None:
    written = read(f'places:\n  waw: {{name: "War{sign}szawa"}}\n  krk: {{nmae: x}}\n')
    assert {one.line for one in written.problems} == {3}
    assert written.places["waw"].name == f"War{sign}szawa"
