"""What a web worker loads."""

import os

from django.core.handlers.wsgi import WSGIHandler

from gwarant.config.wsgi import application as product
from gwarant.engine.supervisor import end_with


def application() -> WSGIHandler:
    """The product; the worker ends with the server that began it, so that no orphan keeps the port."""
    end_with(os.getppid())
    return product
