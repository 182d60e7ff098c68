"""What the parties did about a wording, as rows of evidence: offered, accepted, withdrawn."""

from datetime import datetime

from gwarant.accounts.models import User
from gwarant.contracts.models import NEVER_OFFERED, ContractVersion, VersionStatus
from gwarant.ledger.actions import append
from gwarant.sla.evidence.model import Act, Agreement, Role

SOURCE = "gwarant"
AT_UPGRADE = "gwarant-upgrade"  # of acts that are older than these rows: written down when the instance was upgraded
ENDED = {VersionStatus.ACCEPTED: Act.ACCEPTED, VersionStatus.WITHDRAWN: Act.WITHDRAWN}


def write_down(version: ContractVersion, act: Act, now: datetime) -> None:
    """Append the act that just happened, with its wording's text, within the caller's transaction."""
    append(
        agreement_of(version, act),
        customer=version.customer,
        subject=version.contract.number,
        text=version.text,
        now=now,
    )


def acts_of(version: ContractVersion) -> tuple[Act, ...]:
    """What happened to the wording, by what its row says now."""
    if version.status in NEVER_OFFERED:
        return ()
    last = ENDED.get(VersionStatus(version.status))
    return (Act.OFFERED, last) if last else (Act.OFFERED,)


def uid_of(version: ContractVersion, act: Act) -> str:
    """The id of the act's row."""
    return f"{version.contract.number}@{version.version}:{act}"


def moment_of(version: ContractVersion, act: Act) -> datetime | None:
    """When the act happened, by the wording's row."""
    if act is Act.OFFERED:
        return version.offered_at
    return version.accepted_at if act is Act.ACCEPTED else version.changed_at


def agreement_of(version: ContractVersion, act: Act, source: str = SOURCE) -> Agreement:
    """The act's row of evidence, from the wording's own row."""
    who: dict[Act, User | None] = {
        Act.OFFERED: version.offered_by,
        Act.ACCEPTED: version.accepted_by,
        Act.WITHDRAWN: version.changed_by,
    }
    at, person = moment_of(version, act), who[act]
    seconds = int(at.timestamp()) if at else 0
    return Agreement(
        id=uid_of(version, act),
        at=seconds,
        received=seconds,
        contract=version.contract.number,
        version=version.version,
        act=act,
        fingerprint=version.accepted_fingerprint if act is Act.ACCEPTED else version.fingerprint,
        by=Role.CUSTOMER if act is Act.ACCEPTED else Role.PROVIDER,
        person=person.opaque if person else "",
        source=source,
    )
