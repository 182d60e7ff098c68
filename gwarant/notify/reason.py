"""Why somebody hears of a ticket whom no account alone makes hear of it, and how they have it stop."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Reason:
    """The ticket by its key; `by` put them there by name (empty: they themselves), in copy of a mail where `copied`.

    `stop` is the path of a page that ends it without signing in. Without one they reported it from their address.
    """

    key: str
    by: str = ""
    copied: bool = False
    stop: str = ""

    @property
    def words(self) -> str:
        """The sentence, in the language that is active."""
        told = {"key": self.key, "by": self.by}
        if not self.stop:
            return _("You get this message because %(key)s was reported from this address.") % told
        if not self.by:
            return _("You get this message because you follow %(key)s.") % told
        if self.copied:
            return _("You get this message because %(by)s put you in copy in %(key)s.") % told
        return _("You get this message because %(by)s had you follow %(key)s.") % told
