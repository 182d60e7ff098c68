"""Files beside contracts and customers: who puts them there, who sees them, and what takes whose place."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.models import Attachment
from gwarant.files.store import folder
from gwarant.ledger import filing
from gwarant.ledger.actions import seal
from gwarant.ledger.models import Row
from gwarant.reports.verifying import verify_all
from gwarant.web.moment import now

Send = Callable[..., Any]
CONTRACT, CUSTOMER = "/desk/contracts/SHOP-2026-01", "/desk/customers/SHOP"
WORDING, CONTRACTS = "/portal/contracts/SHOP-2026-01/1", "/portal/contracts"
SIGN = re.compile(r'name="held" value="([^"]+)"')


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


def file(name: str, content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or b"%PDF-1.7\n" + name.encode(), "application/pdf")


def standing() -> list[Attachment]:
    with scoped(ENGINE):
        return list(Attachment.objects.exclude(about="ticket").select_related("replaces").order_by("pk"))


def told_by_ledger() -> list[tuple[str, str]]:
    with scoped(ENGINE):
        return list(Row.objects.filter(type="file").order_by("pk").values_list("subject", "line"))


def problems() -> list[str]:
    with scoped(ENGINE):
        seal(Row.objects.filter(type="file")[0].customer_id, now())
        return [one for one in verify_all().problems if "SHOP" in one]


def test_both_sides_read_the_signed_copy_and_the_house_alone_its_own_papers(
    house: World, send: Send, visit: Send
) -> None:
    sent = [file("signed.pdf"), file("annex.pdf")]
    assert send(house.marek, f"{CONTRACT}/files", files=sent, seen_by="both").status_code == 302
    assert send(house.marek, f"{CONTRACT}/files", files=[file("margin.pdf")], seen_by="house").status_code == 302
    desk, portal = (visit(who, at).content.decode() for who, at in ((house.ben, CONTRACT), (house.celina, WORDING)))
    assert all(name in desk for name in ("signed.pdf", "annex.pdf", "margin.pdf"))
    assert "signed.pdf" in portal
    assert "margin.pdf" not in portal
    signed, _annex, margin = standing()
    assert visit(house.celina, f"/portal/contracts/SHOP-2026-01/files/{signed.pk}").status_code == 302
    assert visit(house.celina, f"/portal/contracts/SHOP-2026-01/files/{margin.pk}").status_code == 404
    assert visit(house.zoe, f"/portal/contracts/SHOP-2026-01/files/{signed.pk}").status_code == 404
    rows = told_by_ledger()
    assert [subject for subject, _line in rows] == ["SHOP-2026-01"] * 3
    assert all(
        one.sha256 in line and one.name not in line for one, (_subject, line) in zip(standing(), rows, strict=True)
    )
    assert problems() == []


def test_what_stands_beside_a_customer_is_for_the_house_unless_it_is_shared(
    house: World, send: Send, visit: Send
) -> None:
    assert 'value="house" required id="paper_seen_by_0" checked' in visit(house.ben, CUSTOMER).content.decode()
    send(house.ben, f"{CUSTOMER}/files", files=[file("access.pdf")], seen_by="house")
    send(house.ben, f"{CUSTOMER}/files", files=[file("price-list.pdf")], seen_by="both")
    page = visit(house.celina, CONTRACTS).content.decode()
    assert "price-list.pdf" in page
    assert "access.pdf" not in page
    own, shared = standing()
    assert visit(house.celina, f"/portal/customers/SHOP/files/{shared.pk}").status_code == 302
    assert visit(house.celina, f"/portal/customers/SHOP/files/{own.pk}").status_code == 404
    assert visit(house.celina, f"{CUSTOMER}/files/{shared.pk}").status_code == 404


def test_a_file_takes_the_place_of_another_once_and_the_former_one_stays(house: World, send: Send, visit: Send) -> None:
    send(house.marek, f"{CONTRACT}/files", files=[file("signed.pdf")], seen_by="both")
    (former,) = standing()
    told = {"seen_by": "both", "replaces": str(former.pk)}
    assert send(house.marek, f"{CONTRACT}/files", files=[file("b.pdf"), file("c.pdf")], **told).status_code == 422
    assert send(house.marek, f"{CONTRACT}/files", files=[file("signed-2.pdf")], **told).status_code == 302
    late = send(house.olga, f"{CONTRACT}/files", files=[file("signed-3.pdf")], **told)
    assert late.status_code == 422
    assert "signed-3.pdf" in late.content.decode()
    assert [(one.name, one.replaces and one.replaces.name) for one in standing()] == [
        ("signed.pdf", None),
        ("signed-2.pdf", "signed.pdf"),
    ]
    portal = visit(house.celina, WORDING).content.decode()
    assert portal.index("signed-2.pdf") < portal.rindex(">signed.pdf<")
    assert problems() == []


def test_where_the_file_that_took_its_place_is_erased_the_former_one_counts_again(
    house: World, send: Send, visit: Send
) -> None:
    send(house.marek, f"{CUSTOMER}/files", files=[file("plan.pdf")], seen_by="house")
    (plan,) = standing()
    send(house.marek, f"{CUSTOMER}/files", files=[file("wrong.pdf")], seen_by="both", replaces=str(plan.pk))
    wrong = standing()[-1]
    assert wrong.replaces == plan
    with scoped(ENGINE):
        filing.erase(wrong, by=house.olga, reason="The wrong one.", now=now())
    page = visit(house.ben, CUSTOMER).content.decode()
    stands, former = page.index("plan.pdf"), page.index("One former file")
    assert stands < former < page.index("wrong.pdf")
    assert "No file yet" not in page


def test_a_form_that_comes_back_keeps_its_files_and_the_same_file_stands_there_once(house: World, send: Send) -> None:
    answer = send(house.ben, f"{CUSTOMER}/files", files=[file("one.pdf"), file("two.pdf")])
    assert answer.status_code == 422
    assert standing() == []
    held = SIGN.findall(answer.content.decode())
    for _time in range(2):
        assert send(house.ben, f"{CUSTOMER}/files", held=held, seen_by="house").status_code == 302
    assert [one.name for one in standing()] == ["one.pdf", "two.pdf"]
    answer = send(house.ben, f"{CUSTOMER}/files", seen_by="house")
    assert answer.status_code == 422
    assert escape("Choose at least one file.") in answer.content.decode()


def test_verification_names_a_file_that_was_changed_or_put_there_behind_the_products_back(
    house: World, send: Send
) -> None:
    send(house.marek, f"{CONTRACT}/files", files=[file("signed.pdf")], seen_by="both")
    (found,) = standing()
    folder().path(found.sha256).write_bytes(b"another text")
    assert any("signed.pdf" in one and "SHOP-2026-01" in one and "other bytes" in one for one in problems())
    with scoped(ENGINE):
        Attachment.objects.create(
            customer=found.customer, about="contract", subject="SHOP-2026-01", is_public=True, name="slipped.pdf",
            kind=found.kind, size=1, sha256=found.sha256, added_at=now(), erased_at=now(),
        )  # fmt: skip
        slipped = Attachment.objects.get(name="slipped.pdf")
    told = problems()
    assert any(f"SHOP:f{slipped.pk} stands in its table" in one for one in told)
    assert any("slipped.pdf" in one and "nobody erased it" in one for one in told)
