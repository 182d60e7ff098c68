"""Small pictures: drawn once, never left behind, and never of what claims to be huge."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from gwarant.demo.cast import World
from gwarant.files import thumbs
from gwarant.files.actions import drop_bytes, sweep
from gwarant.files.kinds import sides_of
from gwarant.files.models import About, Attachment
from gwarant.files.store import folder, store
from gwarant.files.thumbs import draw, thumbnail
from gwarant.ledger import filing

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)


def picture(kind: str = "PNG", side: int = 300) -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side), "red").save(out, kind)
    return out.getvalue()


@pytest.fixture
def added(world: World, engine: None) -> Attachment:
    customer = world.customers["SHOP"]
    told = {"customer": customer, "about": About.CUSTOMER, "subject": customer.key, "by": world.olga, "now": NOW}
    (found,) = filing.add([store(picture())], is_public=True, **told)
    return found


def test_a_file_that_is_erased_while_its_picture_is_drawn_leaves_none(
    added: Attachment, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(file: Path, kind: str, drawn: Callable[[Path, str], bytes] = draw) -> bytes:
        found = drawn(file, kind)
        filing.erase(added, by=world.olga, reason="Not ours.", now=NOW)
        drop_bytes([added])
        return found

    monkeypatch.setattr(thumbs, "draw", slowly)
    assert thumbnail(added) is None
    assert not folder().has(added.sha256)
    assert not folder().thumb(added.sha256).exists()


def test_a_picture_whose_file_is_gone_is_swept(added: Attachment) -> None:
    assert thumbnail(added)
    folder().path(added.sha256).unlink()
    sweep(NOW)
    assert not folder().thumb(added.sha256).exists()


@pytest.mark.parametrize(("kind", "side", "is_drawn"), [("PNG", 3_999, True), ("PNG", 4_001, False)])
def test_a_picture_of_too_many_pixels_is_not_drawn(tmp_path: Path, kind: str, side: int, is_drawn: bool) -> None:
    file = tmp_path / "picture"
    Image.new("1", (side, side)).save(file, kind)
    assert bool(draw(file, f"image/{kind.lower()}")) is is_drawn
    assert sides_of(file, f"image/{kind.lower()}") == ((side, side) if is_drawn else (0, 0))
