"""The demo's papers stand beside contract and customer by the product's own actions."""

from pathlib import Path
from typing import Any

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.demo.shelves import put_papers
from gwarant.files.models import Attachment
from gwarant.files.store import folder
from gwarant.web.moment import now


def test_a_signed_copy_a_replaced_annex_and_papers_of_the_house(house: World, tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"
    put_papers(house, now())
    with scoped(ENGINE):
        found = list(Attachment.objects.order_by("pk").select_related("replaces"))
    assert [(one.about, one.is_public, one.kind) for one in found] == [
        *[("contract", True, "application/pdf")] * 3,
        ("contract", False, "application/pdf"),
        ("customer", False, "application/pdf"),
    ]
    assert found[2].replaces == found[1]
    with folder().open(found[0].sha256) as content:
        assert content.read().endswith(b"%%EOF\n")
