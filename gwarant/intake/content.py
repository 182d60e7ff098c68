"""What a message says as a hash: the same at every address of ours, another one as soon as a letter differs."""

import json
from hashlib import sha256

from gwarant.mail import Attachment, Mail


def content_of(mail: Mail) -> str:
    """SHA-256 of the Message-ID, the writer, the date, the subject, the text and the files; hops and lists left out."""
    files = sorted(_hash(one) for one in mail.attachments)
    told = [mail.message_id, mail.sender.address.lower(), mail.date, mail.subject, mail.text, mail.html, files]
    return sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()


def _hash(file: Attachment) -> str:
    made = sha256()
    for piece in file.pieces():
        made.update(piece)
    return made.hexdigest()
