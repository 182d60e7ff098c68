"""What this process has done since it started, for its heartbeat."""

from collections import Counter
from datetime import datetime

DONE: Counter[str] = Counter()
FAILED: Counter[str] = Counter()
ROUNDS: dict[str, datetime] = {}  # sweep → when it last came to its end, first when the engine started
