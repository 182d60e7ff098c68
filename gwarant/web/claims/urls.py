"""The addresses of what months owe, below /desk/ and below /portal/."""

from django.urls import path

from gwarant.web.claims import desk as house
from gwarant.web.claims import portal as client

MONTH = "contracts/<str:number>/months/<str:period>"
DESK, PORTAL = {"side": "desk"}, {"side": "portal"}

desk = [
    path("claims", house.waiting_claims, name="claims"),
    path(f"{MONTH}/claims", house.claims, DESK, name="month_claims"),
    path(f"{MONTH}/claims/grant", house.granting, DESK, name="month_claim_grant"),
    path(f"{MONTH}/claims/refusal", house.refusal, DESK, name="month_claim_refuse"),
    path(f"{MONTH}/claims/payment", house.payment, DESK, name="month_claim_pay"),
]
portal = [
    path(f"{MONTH}/claims", client.claims, PORTAL, name="month_claims"),
    path(f"{MONTH}/claims/choice", client.choice, PORTAL, name="month_claim_choice"),
    path(f"{MONTH}/claims/waiver", client.waiver, PORTAL, name="month_claim_waiver"),
]
