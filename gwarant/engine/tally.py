"""What this process has done since it started, for its heartbeat."""

from collections import Counter

DONE: Counter[str] = Counter()
FAILED: Counter[str] = Counter()
