"""The addresses of disputes, below /desk/ and below /portal/."""

from django.urls import path

from gwarant.web.disputes import desk as house
from gwarant.web.disputes import portal as client

desk = [
    path("disputes", house.listed, name="disputes"),
    path("disputes/<int:pk>", house.shown, name="dispute"),
    path("disputes/<int:pk>/refusal", house.refusal, name="dispute_refusal"),
    path("disputes/<int:pk>/acceptance", house.acceptance, name="dispute_acceptance"),
]
portal = [
    path("contracts/<str:number>/months/<str:period>/dispute", client.new, {"side": "portal"}, name="dispute_new"),
    path("disputes/<int:pk>", client.shown, name="dispute"),
]
