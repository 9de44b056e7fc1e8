"""The application for ASGI servers."""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Static files and downloads are read whole before they are sent: they are small, and memory is bounded by the largest.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
pages = get_asgi_application()

from config.database.pool import share_connections  # noqa: E402 - settings come first
from config.requests.body_limits import with_limits  # noqa: E402

share_connections()
application = with_limits(pages)
