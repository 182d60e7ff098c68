"""The addresses of corrections, below /desk/ and below /portal/."""

from django.urls import URLPattern, path

from gwarant.web.corrections import desk as at_desk
from gwarant.web.corrections import objections
from gwarant.web.corrections import portal as in_portal

MONTH = "contracts/<str:number>/months/<str:period>/availability/<str:service>"

desk: list[URLPattern] = [
    path("corrections", at_desk.listed, name="corrections"),
    path("corrections/new", at_desk.new, name="correction_new"),
    path("corrections/<int:pk>", at_desk.correction, name="correction"),
    path("corrections/<int:pk>/approval", at_desk.approval, name="correction_approval"),
    path("corrections/<int:pk>/refusal", at_desk.refusal, name="correction_refusal"),
    path("objections/<int:pk>", objections.at_desk, name="objection"),
    path("objections/<int:pk>/refusal", objections.refusal, name="objection_refusal"),
]
portal: list[URLPattern] = [
    path("corrections/<int:pk>", in_portal.correction, name="correction"),
    path("corrections/<int:pk>/consent", in_portal.consent, name="correction_consent"),
    path("corrections/<int:pk>/refusal", in_portal.refusal, name="correction_refusal"),
    path(f"{MONTH}/objection", objections.new, name="objection_new"),
    path("objections/<int:pk>", objections.in_portal, name="objection"),
]
