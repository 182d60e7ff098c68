"""Who may send a form: asked of the doors before the view that takes it, without opening them."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from gwarant.accounts.models import User
from gwarant.database.scope import scoped
from gwarant.web.scoping import places_of, scope_of


def may_send(user: User, path: str) -> bool:
    """Whether the person's role lets them through the doors of what takes the form; a view without doors is for all."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return False
    admits = getattr(found.func, "admits", None)
    with scoped(scope_of(user, places_of(user))):
        return user.is_active and (admits is None or bool(admits(user, found.kwargs)))
