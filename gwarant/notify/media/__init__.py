"""The media, by name. One more medium is a file that renders and delivers, and one more line here."""

from gwarant.notify.media import inbox, mail, push
from gwarant.notify.media.medium import Medium

MEDIA: dict[str, Medium] = {one.name: one for one in (inbox.MEDIUM, mail.MEDIUM, push.MEDIUM)}
