"""What the parties did about wordings before such rows were kept is written down now, and says so by its source."""

import secrets
from datetime import UTC, datetime
from typing import Any

from django.db import migrations

from gwarant.ledger.chain import hash_of_text
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import Act, Agreement, Role

SOURCE = "gwarant-upgrade"


def write_down(apps: Any, editor: Any) -> None:
    """A row for each offer, acceptance and withdrawal that has none; the sweep seals them as it does any other."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        now = cursor.fetchone()[0]
    using = editor.connection.alias
    found = apps.get_model("contracts", "ContractVersion").objects.using(using).exclude(status="draft")
    for version in found.select_related("contract", "offered_by", "accepted_by", "changed_by").order_by("pk"):
        for act, at, by, fingerprint in _acts(version):
            seconds = int(at.timestamp())
            row = Agreement(
                id=f"{version.contract.number}@{version.version}:{act}",
                at=seconds,
                received=seconds,
                contract=version.contract.number,
                version=version.version,
                act=act,
                fingerprint=fingerprint,
                by=Role.CUSTOMER if act is Act.ACCEPTED else Role.PROVIDER,
                person=by.opaque if by else "",
                source=SOURCE,
            )
            _append(apps, using, row, version, now)


def _acts(version: Any) -> Any:
    if version.offered_at:
        yield Act.OFFERED, version.offered_at, version.offered_by, version.fingerprint
    if version.status == "accepted" and version.accepted_at:
        yield Act.ACCEPTED, version.accepted_at, version.accepted_by, version.accepted_fingerprint
    if version.status == "withdrawn":
        yield Act.WITHDRAWN, version.changed_at, version.changed_by, version.fingerprint


def _append(apps: Any, using: str, row: Agreement, version: Any, now: Any) -> None:
    rows = apps.get_model("ledger", "Row").objects.using(using)
    if rows.filter(uid=row.id).exists():
        return
    salt, own = secrets.token_hex(32), {"customer_id": version.customer_id}
    written = rows.create(
        uid=row.id,
        type="agreement",
        subject=version.contract.number,
        at=datetime.fromtimestamp(row.at, UTC),
        received_at=now,
        line=row_line(row),
        text_hash=hash_of_text(salt, version.text),
        **own,
    )
    apps.get_model("ledger", "Salt").objects.using(using).create(row=written, salt=salt, **own)
    apps.get_model("ledger", "Unsealed").objects.using(using).create(row=written, **own)


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_write_once"),
        ("ledger", "0003_longer_ids"),
        ("accounts", "0002_write_once"),
    ]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
