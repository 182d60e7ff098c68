"""The mail of a drill: what customers, programs and a stranger write, each with a word that is nobody else's."""

import random
from collections import Counter
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

DOORS = {
    "SHOP": ("shop@house.example", "sklep@house.example"),
    "CLINIC": ("clinic@house.example", "klinika@house.example"),
    "PLANT": ("plant@house.example", "huta@house.example"),
    "UNI": ("uni@house.example", "uczelnia@house.example"),
}
NOT_OURS = "nobody@house.example"
LETTERS_OF_ONE = 8  # letters that one correspondent writes, so that nobody is taken for a flood
SHARED = b"the same logo in many letters"
KINDS = {
    "report": 42,
    "twice": 12,
    "answer": 14,
    "file": 12,
    "shared file": 4,
    "stolen id": 10,
    "broken": 3,
    "refused": 3,
}


NO_HEAD = b"\x89PNG\r\n\x1a\r\n"  # before a message nobody reads it, and it is a ticket all the same


@dataclass(frozen=True)
class Letter:
    """A message, and the addresses to which it goes, one delivery each; `file` is the hash of what lies in it."""

    word: str
    kind: str
    raw: bytes
    sender: str
    boxes: tuple[str, ...]
    file: str = ""

    @property
    def sha256(self) -> str:
        return sha256(self.raw).hexdigest()


def writer(number: int) -> tuple[str, str]:
    """Who writes the letter of that number: the customer's key and the address."""
    who = number // LETTERS_OF_ONE
    key = [*DOORS][who % len(DOORS)]
    return key, f"writer{who}@{key.lower()}.example"


class Writers:
    """Writes letters one after the other, the same for the same chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.number = 0
        self.broken: Counter[str] = Counter()
        self.used: list[str] = []  # Message-IDs that the stranger has used already
        self.former: dict[str, str] = {}  # who wrote → the Message-ID of what they wrote last

    def stranger(self, many: int) -> list[Letter]:
        """What a stranger sends before anybody else: with the Message-IDs that others will use, half in their names."""
        found = []
        for n in range(many):
            word, key = self._word("s"), self.chance.choice([*DOORS])
            message_id = f"<stolen-{n}@{key.lower()}.example>"
            sender = f"victim{n}@{key.lower()}.example" if n % 2 else f"mallory{n}@elsewhere.example"
            raw = self._raw(sender, DOORS[key][0], f"First {word}", word, Message_ID=message_id)
            found.append(Letter(word, "stranger", raw, sender, DOORS[key][:1]))
            self.used.append(message_id)
        return found

    def next(self) -> Letter:
        """One more letter."""
        kind = self.chance.choices([*KINDS], [*KINDS.values()])[0]
        word = self._word("m")
        key, sender = writer(self.number)
        if kind == "broken":  # nobody can say who wrote it: all at one address of ours count as one writer's
            self.broken[key] += 1
            kind = "report" if self.broken[key] > LETTERS_OF_ONE else kind
        boxes = DOORS[key][:2] if kind == "twice" else (NOT_OURS,) if kind == "refused" else DOORS[key][:1]
        told = {"Message_ID": f"<{word}@{key.lower()}.example>"}
        if kind == "stolen id" and self.used:
            told["Message_ID"] = self.chance.choice(self.used)
        if kind == "answer" and sender in self.former:
            told["In_Reply_To"] = self.former[sender]
        file = {"file": f"a file of {word}".encode(), "shared file": SHARED}.get(kind, b"")
        raw = self._raw(sender, boxes[0], f"It broke {word}", word, file, is_broken=kind == "broken", **told)
        self.former[sender] = told["Message_ID"]
        return Letter(word, kind, raw, sender, boxes, sha256(file).hexdigest() if file else "")

    def _word(self, who: str) -> str:
        self.number += 1
        return f"{who}{self.chance.randrange(10)}x{self.number}x{self.chance.randrange(10**9)}"

    def _raw(
        self, sender: str, to: str, subject: str, word: str, file: bytes = b"", *, is_broken: bool = False, **told: str
    ) -> bytes:
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"], made["Subject"] = sender, to, subject
        made["Date"] = "Mon, 30 Nov 2026 08:00:00 +0000"
        for name, value in told.items():
            made[name.replace("_", "-")] = value
        made.set_content(f"More about it: {word}\n")
        if file:
            made.add_attachment(file, maintype="application", subtype="octet-stream", filename="log.bin")
        raw = made.as_bytes()
        return NO_HEAD + raw if is_broken else raw
