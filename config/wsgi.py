"""The application for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_wsgi_application()

from config.database.pool import share_connections  # noqa: E402 - settings come first
from config.requests.body_limits import with_limits_wsgi  # noqa: E402

share_connections()
application = with_limits_wsgi(pages)
