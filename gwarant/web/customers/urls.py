"""The customers' addresses, below /desk/ and below /portal/."""

from django.urls import path

from gwarant.files.models import About
from gwarant.web.access import EVERY_CLIENT, EVERYBODY_INSIDE, customer_person, get_customer, staff
from gwarant.web.customers import desk as views
from gwarant.web.customers.record import void_row
from gwarant.web.customers.sender import sender
from gwarant.web.files.views import paths_of as files

desk = [
    path("customers", views.customers, name="customers"),
    path("customers/new", views.new_customer, name="new_customer"),
    path("customers/<slug:key>", views.customer, name="customer"),
    path("customers/<slug:key>/edit", views.edit_customer, name="edit_customer"),
    path("customers/<slug:key>/files", views.add_files, name="add_customer_files"),
    *files(About.CUSTOMER, "customers/<slug:key>", "customer", staff(*EVERYBODY_INSIDE), get_customer),
    path("customers/<slug:key>/sender", sender, name="customer_sender"),
    path("customers/<slug:key>/systems", views.add_system, name="add_system"),
    path("customers/<slug:key>/systems/<slug:system>", views.system, name="system"),
    path("customers/<slug:key>/systems/<slug:system>/retirement", views.retire_system, name="retire_system"),
    path("customers/<slug:key>/systems/<slug:system>/return", views.return_system, name="return_system"),
    path("customers/<slug:key>/record/<str:uid>/void", void_row, name="void_row"),
]
portal = [
    *files(About.CUSTOMER, "customers/<slug:owner>", "customer", customer_person(*EVERY_CLIENT), get_customer),
]
