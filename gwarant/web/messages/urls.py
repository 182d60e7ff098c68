"""The addresses of messages: everybody's inbox, and below /desk/ what goes out by mail."""

from django.urls import URLPattern, path

from gwarant.web.messages import choosing, inbox, outbox

plain: list[URLPattern] = [
    path("profile/notices", choosing.notices, name="profile_notices"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/reading", inbox.read_all, name="inbox_reading"),
    path("inbox/<int:pk>", inbox.item, name="inbox_item"),
    path("inbox/<int:pk>/reading", inbox.read_one, name="inbox_item_reading"),
]
desk: list[URLPattern] = [
    path("messages", outbox.messages_, name="messages"),
    path("messages/<int:pk>", outbox.message, name="message"),
    path("messages/<int:pk>/file", outbox.file, name="message_file"),
    path("messages/<int:pk>/retry", outbox.retry, name="message_retry"),
    path("messages/<int:pk>/working", outbox.works, name="message_working"),
]
