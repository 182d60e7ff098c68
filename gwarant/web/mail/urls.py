"""The addresses of mail that came in, below /desk/."""

from django.urls import URLPattern, path

from gwarant.web.mail import addresses, boxes, floods, views

desk: list[URLPattern] = [
    path("mail", views.mails, name="mails"),
    path("mail/addresses", addresses.addresses, name="mail_addresses"),
    path("mail/floods/<int:pk>", floods.flood, name="mail_flood"),
    path("mail/floods/<int:pk>/release", floods.release, name="mail_flood_release"),
    path("mail/floods/<int:pk>/dismissal", floods.dismissal, name="mail_flood_dismissal"),
    path("mail/addresses/<str:kind>/<int:pk>", addresses.place, name="mail_place"),
    path("mail/addresses/<str:kind>/<int:pk>/end", addresses.end, name="mail_place_end"),
    path("mail/addresses/<str:kind>/<int:pk>/return", addresses.resume, name="mail_place_return"),
    path("mail/boxes", boxes.boxes, name="mail_boxes"),
    path("mail/boxes/new", boxes.new, name="mail_box_new"),
    path("mail/boxes/<int:pk>", boxes.box, name="mail_box"),
    path("mail/boxes/<int:pk>/edit", boxes.edit, name="mail_box_edit"),
    path("mail/boxes/<int:pk>/pause", boxes.pause, name="mail_box_pause"),
    path("mail/boxes/<int:pk>/pause/end", boxes.go_on, name="mail_box_pause_end"),
    path("mail/boxes/<int:pk>/end", boxes.end, name="mail_box_end"),
    path("mail/boxes/<int:pk>/trial", boxes.trial, name="mail_box_trial"),
    path("mail/<int:pk>", views.mail, name="mail"),
    path("mail/<int:pk>/file", views.file, name="mail_file"),
    path("mail/<int:pk>/word", views.word, name="mail_word"),
    path("mail/<int:pk>/report", views.report, name="mail_report"),
    path("mail/<int:pk>/dismissal", views.dismissal, name="mail_dismissal"),
    path("mail/<int:pk>/return", views.take_up, name="mail_return"),
]
