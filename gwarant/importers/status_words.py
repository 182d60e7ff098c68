"""What monitors call the states of what they look at, to ours; numbers only where the file shows what they mean."""

from collections import Counter
from collections.abc import Iterable, Mapping

from gwarant.importers.option import NOT_WANTED, REST, Options, plain, refuse, word_map
from gwarant.sla.evidence.model import State
from gwarant.sla.evidence.value import Unfit, shown
from gwarant.sla.problem import did_you_mean

_SAID = {
    State.UP: "up|ok|okay|green|pass|passed|passing|success|successful|succeeded|healthy|operational|available|online|"
    "alive|reachable|running|normal|recovered|recovery|resolved|good|true|yes|działa|dostępny|dostępna|sprawny|sprawna|tak",
    State.DEGRADED: "degraded|warning|warn|yellow|degraded_performance|partial_outage|partially_degraded|minor|"
    "minor_outage|slow|trouble|unstable|unusual|down_partial|pogorszony|ostrzeżenie",
    State.DOWN: "down|critical|crit|red|fail|failed|failing|failure|error|unhealthy|major_outage|outage|unavailable|"
    "offline|dead|problem|alarm|alert|alerting|firing|timeout|timed_out|not_ok|confirmed_down|down_acknowledged|false|no|"
    "nie_działa|niedostępny|niedostępna|awaria|nie",
    State.UNKNOWN: "unknown|unkn|pending|paused|no_data|nodata|insufficient_data|not_checked|unmonitored|maintenance|"
    "under_maintenance|suspended|disabled|started|unconfirmed|unconfirmed_down|unreachable|n_a|nieznany|wstrzymany",
}
WORDS = {word: state.value for state, words in _SAID.items() for word in words.split("|")}
NAGIOS = {"0": "up", "1": "degraded", "2": "down", "3": "unknown"}
ONE_IS_UP = {"0": "down", "1": "up"}
COLUMNS_OF_UP = frozenset(
    {"up", "is_up", "success", "probe_success", "available", "is_available", "online", "alive", "reachable", "ok"}
)
WHICH = "say --state 1=up --state 0=down, or as Nagios has it --state 0=up --state 1=degraded"


class StatusWords:
    """Reads the states of one column; `told` are the words of an option, over what is known here."""

    def __init__(self, told: Mapping[str, str], column: str, cells: Iterable[str]) -> None:
        self.known: dict[str, str] = {**WORDS, **told}
        self.numbers = ""
        self.read: Counter[str] = Counter()
        found = {cell.strip() for cell in cells} & NAGIOS.keys()
        if found - ONE_IS_UP.keys():
            self.numbers = "numbers were read as those of Nagios: 0 up, 1 degraded, 2 down, 3 unknown"
            self.known = {**NAGIOS, **self.known}
        elif found and plain(column) in COLUMNS_OF_UP:
            self.numbers = f"numbers were read as the name of the column says: 1 {column}, 0 not"
            self.known = {**ONE_IS_UP, **self.known}

    def is_unwanted(self, theirs: str) -> bool:
        """Whether rows with that word are left out, as an option says."""
        return (self.known.get(plain(theirs)) or self.known.get(REST)) == NOT_WANTED

    def state(self, theirs: str) -> State:
        """Our state; raises Unfit for a word or number that nobody can be sure of."""
        name = plain(theirs)
        found = self.known.get(name) or self.known.get(REST)
        if not found and theirs in ONE_IS_UP:
            message = f"{shown(theirs)} is up to some monitors and a warning or a problem to others"
            raise Unfit(message, f"nothing in the file shows which: {WHICH}")
        if not found:
            hint = did_you_mean(name[:40], [state.value for state in State])
            raise Unfit(
                f"{shown(theirs)} is not known here", f"{hint}; or say what it means: --state {theirs[:40]}=down"
            )
        if name != found:
            self.read[f"{shown(theirs)} as {found}"] += 1
        return State(found)

    def notes(self) -> list[str]:
        """How words that are not ours were read."""
        notes = [self.numbers] if self.numbers else []
        return notes + ([f"states read: {', '.join(sorted(self.read))}"] if self.read else [])


def told_states(options: Options, name: str = "states") -> dict[str, str]:
    """The words of the option; raises InputError for what is none of our states."""
    found = word_map(options, name)
    known = [state.value for state in State]
    for ours in found.values():
        if ours not in known and ours != NOT_WANTED:
            refuse(name, f"{shown(ours)} is not a state", did_you_mean(ours[:40], known))
    return found
