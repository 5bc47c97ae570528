import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
application = get_asgi_application()

from lms.common.files import scripts  # noqa: E402 - the settings must stand first
from lms.common.integrity import earlier  # noqa: E402 - the settings must stand first

earlier.refuse_to_serve()
scripts.tell_at_start()
