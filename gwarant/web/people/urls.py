"""The addresses about people: everybody's own, below /desk/, and below /portal/."""

from django.urls import URLPattern, path

from gwarant.web.people import address, invitations, profile
from gwarant.web.people import desk as house
from gwarant.web.people import portal as client

plain: list[URLPattern] = [
    path("", profile.home, name="home"),
    path("profile", profile.profile, name="profile"),
    path("profile/security", profile.security, name="security"),
    path("profile/security/lost-step/withdrawal", profile.kept_step, name="kept_step"),
    path("profile/address", address.address, name="address"),
    path("profile/address/<str:token>", address.confirmation, name="address_confirmation"),
    path("language", profile.language, name="set_language"),
    path("invitations/<str:token>", invitations.invitation, name="invitation"),
]
CLIENTS = "customers/<str:key>"
desk: list[URLPattern] = [
    path("people", house.people, name="people"),
    path("people/<int:pk>/role", house.role, name="person_role"),
    path("people/<int:pk>/departure", house.departure, name="person_departure"),
    path("people/<int:pk>/lost-step", house.lost_step, name="person_lost_step"),
    path("people/<int:pk>/lost-step/withdrawal", house.lost_step_withdrawal, name="person_lost_step_withdrawal"),
    path("people/second-step", house.second_step, name="second_step"),
    path("invitations", house.invitations, name="invitations"),
    path("invitations/<int:pk>/revocation", house.revocation, name="invitation_revocation"),
    path("invitations/<int:pk>/renewal", house.renewal, name="invitation_renewal"),
    path(f"{CLIENTS}/people", house.client_people, name="customer_people"),
    path(f"{CLIENTS}/people/<int:pk>/departure", house.client_departure, name="customer_person_departure"),
    path(f"{CLIENTS}/invitations", house.client_invitations, name="customer_invitations"),
]
portal: list[URLPattern] = [
    path("people", client.people, name="people"),
    path("people/<int:pk>/departure", client.departure, name="person_departure"),
    path("invitations", client.invitations, name="invitations"),
    path("invitations/<int:pk>/revocation", client.revocation, name="invitation_revocation"),
    path("invitations/<int:pk>/renewal", client.renewal, name="invitation_renewal"),
]
