"""The addresses of monitors, places and probers, below /desk/ and /portal/."""

from django.urls import URLPattern, path

from gwarant.web.monitors import editing, places, views
from gwarant.web.monitors.portal import monitors
from gwarant.web.pings import desk as jobs
from gwarant.web.pings.proofs import proofs
from gwarant.web.reported import sources
from gwarant.web.reported.desk import unmatched

desk: list[URLPattern] = [
    path("monitors", views.monitors, name="monitors"),
    path("monitors/unmatched", unmatched, name="unmatched"),
    path("monitors/new", editing.new, name="monitor_new"),
    path("monitors/<int:pk>", views.monitor, name="monitor"),
    path("monitors/<int:pk>/edit", editing.edit, name="monitor_edit"),
    path("monitors/<int:pk>/pause", views.pause, name="monitor_pause"),
    path("monitors/<int:pk>/pause/end", views.go_on, name="monitor_pause_end"),
    path("monitors/<int:pk>/retirement", views.retire, name="monitor_retirement"),
    path("monitors/<int:pk>/address", jobs.address, name="job_address"),
    path("monitors/<int:pk>/ping-key", jobs.key, name="job_key"),
    path("monitors/<int:pk>/trial", editing.trial, name="monitor_trial"),
    path("contracts/<str:number>/proofs", proofs, name="proofs"),
    path("sources", sources.sources, name="sources"),
    path("sources/new", sources.new, name="source_new"),
    path("sources/<slug:key>", sources.source, name="source"),
    path("sources/<slug:key>/edit", sources.edit, name="source_edit"),
    path("sources/<slug:key>/secret", sources.secret, name="source_secret"),
    path("sources/<slug:key>/retirement", sources.retire, name="source_retirement"),
    path("places", places.places, name="places"),
    path("places/new", places.new, name="place_new"),
    path("places/<slug:key>", places.place, name="place"),
    path("places/<slug:key>/edit", places.edit, name="place_edit"),
    path("places/<slug:key>/codes", places.code, name="place_code"),
    path("places/<slug:key>/closing", places.close, name="place_closing"),
    path("places/<slug:key>/opening", places.reopen, name="place_opening"),
    path("probers/<int:pk>/retirement", places.retire_prober, name="prober_retirement"),
]
portal: list[URLPattern] = [path("monitors", monitors, name="monitors")]
