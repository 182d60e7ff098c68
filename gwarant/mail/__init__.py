"""Mail: from the raw bytes to what a message says. Pure: the standard library and msgspec, no files, no clock."""

from gwarant.mail.model import LIMITS as LIMITS
from gwarant.mail.model import Address as Address
from gwarant.mail.model import Attachment as Attachment
from gwarant.mail.model import Bounce as Bounce
from gwarant.mail.model import Left as Left
from gwarant.mail.model import Limits as Limits
from gwarant.mail.model import Mail as Mail
from gwarant.mail.model import Original as Original
from gwarant.mail.model import Piece as Piece
from gwarant.mail.model import Received as Received
from gwarant.mail.model import Unreadable as Unreadable
from gwarant.mail.model import Verdict as Verdict
from gwarant.mail.reading import read as read
