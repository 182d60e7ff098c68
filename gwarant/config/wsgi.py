"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
product = get_wsgi_application()

from gwarant.web.pings.serving import with_pings  # noqa: E402  # needs the settings that were just loaded

application = with_pings(product)
