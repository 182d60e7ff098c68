"""Domains from which nobody writes for one customer: those where anybody gets an address, and the house's own."""

from django.db.models.functions import Lower

from gwarant.accounts.models import User
from gwarant.customers.models import IntakeAddress

# The providers at which people in Poland and abroad most often have an address of their own; a start, not a claim.
PUBLIC = frozenset(
    """
    aol.com autograf.pl fastmail.com gazeta.pl gmail.com gmx.com gmx.de gmx.net go2.pl googlemail.com
    hotmail.com icloud.com interia.com interia.eu interia.pl live.com mac.com mail.com mail.ru me.com
    msn.com o2.pl onet.eu onet.pl op.pl outlook.com poczta.fm poczta.onet.pl proton.me protonmail.com
    spoko.pl tlen.pl tutanota.com vp.pl web.de wp.pl yahoo.com yahoo.co.uk yahoo.de ymail.com zoho.com
    """.split()  # noqa: SIM905 - read as a list of words
)


def is_public(domain: str) -> bool:
    """Whether anybody may have an address there."""
    return domain.strip().lower() in PUBLIC


def is_ours(domain: str) -> bool:
    """Whether the house's own people write from there, or mail for the house arrives there."""
    ending = f"@{domain.strip().lower()}"
    staff = User.objects.exclude(staff_role="").annotate(low=Lower("email")).filter(low__endswith=ending)
    return staff.exists() or IntakeAddress.objects.filter(address__endswith=ending).exists()
