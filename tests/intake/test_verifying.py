"""Verification reads messages as they came again, and names those that are gone or others."""

from pathlib import Path
from typing import Any

from letters_in import lie, mail
from service import START

from gwarant.demo.cast import World
from gwarant.files.store import folder
from gwarant.intake.addresses.actions import open_address
from gwarant.intake.models import RawMail
from gwarant.reports.verifying import verify_all


def test_a_message_that_is_gone_or_was_changed_is_named_also_one_of_no_customer(
    world: World, engine: None, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_DIR = tmp_path / "files"
    open_address("shop@house.example", customer=world.customers["SHOP"], now=START)
    open_address("help@house.example", customer=None, now=START)
    known = lie(mail(), "shop@house.example", START)
    unknown = lie(mail(sender="who@else.example", to="help@house.example"), "help@house.example", START)
    assert unknown.customer is None
    assert verify_all().problems == ()
    folder().path(known.sha256).write_bytes(b"From: another\n\nForged.\n")
    folder().path(unknown.sha256).unlink()
    told = "\n".join(verify_all().problems)
    assert f"SHOP: the message {known.pk} from {known.sender} to shop@house.example" in told
    assert f"mail of no customer: the message {unknown.pk} from who@else.example" in told
    assert "has other bytes" in told
    assert "is gone" in told
    assert RawMail.objects.count() == 2
