"""An agreement on a prepaid block of hours, without a monthly fee, from its YAML to the signature."""

from paper import accept, draft, signed_in, stored

from gwarant.contracts.models import VersionStatus
from gwarant.contracts.terms import wording_of
from gwarant.database.scope import ENGINE, scoped

TEXT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1}
effective: {from: 2026-06-01}
defaults: {timezone: Europe/Warsaw, currency: PLN, money: {round: half-up, scale: 2}}
parties: {provider: {name: Dom}, client: {name: Sklep}}
term: {notice: P1M}
hours: {pool: {amount: 40h, block: {price: 8000, lasts: P12M}}, round: {unit: 15m}, rates: {above: 220}}
"""


def test_a_block_without_a_monthly_fee_is_offered_and_signed(world) -> None:
    version = draft(world, text=TEXT)
    desk, place = signed_in(world.olga), f"/desk/contracts/{version.contract.number}/{version.version}"
    text = desk.get(f"{place}/yaml").content.decode()
    assert "lasts: P12M" in text
    offered = desk.post(f"{place}/offer", {"seen": version.mark})
    assert offered.status_code == 302
    version = accept(world, stored())
    assert version.status == VersionStatus.ACCEPTED
    with scoped(ENGINE):
        own = wording_of(version)
    assert (own.fee.monthly, own.hours.pool.block.price) == (None, 8000)
