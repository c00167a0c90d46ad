"""The desk as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merit_desk.settings")
application = get_wsgi_application()

from merit_desk.results.queries.warm_up import warm_up  # noqa: E402 (the settings have to be read first)

warm_up()
