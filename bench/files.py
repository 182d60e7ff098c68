"""Files of 20 MB taken in, and the memory that grows meanwhile; beside it a plain copy of the same bytes.

bin/uv run bench/files.py [--mails 10]

With `--mails` so many mails with such a file come to the service's own programs by LMTP, and the most memory that each
program has had is told before the first mail, after the second and after the last.
"""

import argparse
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import mail

from gwarant.files.folder import Folder

SIZE, MANY, PIECE = 20_000_000, 20, 1 << 16


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=0)
    mails = options.parse_args().mails
    if mails:
        by_mail(mails)
    else:
        into_the_folder()


def by_mail(many: int) -> None:
    """The programs take in so many mails; their memory after the second one, and after all."""
    with mail.house(), mail.programs(1) as (port, running):
        before, began = _most(running), time.monotonic()
        mail.send(port, [_letter(n) for n in range(2)])
        mail.until(lambda: not mail.waiting())
        after_two = _most(running)
        for number in range(2, many):
            mail.send(port, [_letter(number)])
        mail.until(lambda: not mail.waiting())
        after_all, took = _most(running), time.monotonic() - began
    print(f"{many} mails with a file of {SIZE / 1e6:.0f} MB in {took:.0f} s")
    for name, most in after_all.items():
        told = f"{before.get(name, 0) / 1e6:.0f} MB before, at most {after_two[name] / 1e6:.0f} MB after two"
        print(f"{name}: {told}, {most / 1e6:.0f} MB after {many}")


def _letter(number: int) -> mail.Letter:
    made = EmailMessage(policy=SMTP)
    sender, box = f"w{number}@shop.example", "shop@house.example"
    made["From"], made["To"], made["Subject"] = sender, box, f"A dump {number}"
    made.set_content("It is the file.")
    made.add_attachment(os.urandom(SIZE), maintype="application", subtype="octet-stream", filename="dump.bin")
    return sender, box, made.as_bytes()


def _most(running: Mapping[str, int]) -> dict[str, int]:
    """The most bytes of memory that each process has had; of the children that read the largest now."""
    found = {name: _high_water(pid) for name, pid in running.items()}
    return found | {"child": max(map(_high_water, mail.children(running["engine 1"])), default=0)}


def _high_water(pid: int) -> int:
    told = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM"))


def into_the_folder() -> None:
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        folder = Folder(root / "files")
        folder.keep(b"warm")
        before = _peak()
        began = time.monotonic()
        names = [folder.keep(_stream(number)).sha256 for number in range(MANY)]
        took = time.monotonic() - began
        grown = _peak() - before
        peer = _copied(folder, names, root / "copy")
        rate = SIZE * MANY / took / 1e6
        print(f"{MANY} files of {SIZE / 1e6:.0f} MB: {rate:.0f} MB/s, hashed, synced and renamed")
        print(f"a plain copy with a sync: {peer:.0f} MB/s; ratio {rate / peer:.2f}")
        print(f"peak memory grew by {grown / 1e6:.1f} MB")


def _stream(number: int) -> Iterator[bytes]:
    """So many bytes, others for each number."""
    piece = os.urandom(PIECE - 8) + number.to_bytes(8)
    for _piece in range(SIZE // PIECE):
        yield piece


def _copied(folder: Folder, names: list[str], to: Path) -> float:
    to.mkdir()
    began = time.monotonic()
    for name in names:
        with open(folder.path(name), "rb") as source, open(to / name, "wb") as out:
            shutil.copyfileobj(source, out)
            out.flush()
            os.fsync(out.fileno())
    return SIZE * len(names) / (time.monotonic() - began) / 1e6


def _peak() -> int:
    """Bytes of memory at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
