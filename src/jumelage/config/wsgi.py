"""The WSGI application: ``granian --interface wsgi jumelage.config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jumelage.config.settings")
application = get_wsgi_application()
