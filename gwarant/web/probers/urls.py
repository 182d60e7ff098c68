"""For probers alone: signed by their own keys, without a session."""

from django.urls import path

from gwarant.web.probers import views

urlpatterns = [
    path("prober/enrolment", views.enrolment, name="prober_enrolment"),
    path("prober/targets", views.targets, name="prober_targets"),
    path("prober/looks", views.looks, name="prober_looks"),
    path("prober/trials", views.trials, name="prober_trials"),
]
