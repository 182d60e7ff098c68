"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
product = get_wsgi_application()

from django.conf import settings  # noqa: E402  # here and below: needs the settings that were just loaded

from gwarant.web.admission.gate import Gate, Limits  # noqa: E402
from gwarant.web.admission.serving import with_gate  # noqa: E402
from gwarant.web.pings.serving import with_pings  # noqa: E402

application = with_pings(with_gate(product, Gate(Limits(settings.ENV.threads))))
