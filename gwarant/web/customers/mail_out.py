"""What is seen outside of mail about a customer's tickets: from whom it comes, and where it is answered."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings

from gwarant.customers.models import Customer
from gwarant.notify.actions import House, house_of


def leaves_of(customer: Customer) -> dict[str, Any]:
    """From whom, where answers are read, the sender of the envelope, and a domain not ours that has to agree."""
    house = house_of(customer)
    own = parseaddr(settings.ENV.email_from)[1]
    domain = house.agreed[1].rpartition("@")[2]
    return {
        "shown": shown(house),
        "answers": house.answers or parseaddr(settings.ENV.email_reply_to)[1],
        "envelope": settings.ENV.email_bounces or own,
        "foreign": domain if domain and domain != own.rpartition("@")[2].lower() else "",
    }


def shown(house: House) -> str:
    """From whom it comes, as a mail program shows it."""
    own, envelope = parseaddr(settings.ENV.email_from)
    name, address = house.agreed
    return f"{name or own or house.name} <{address or envelope}>"
