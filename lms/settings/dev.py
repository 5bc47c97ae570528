"""A laptop: `make demo` runs on these."""

from lms import env

from .base import *  # noqa: F403

DEBUG = env.flag("DEBUG", True)
# Not a secret: these settings refuse to serve anything but this machine.
SECRET_KEY = env.text("SECRET_KEY", "only-for-this-machine-and-never-for-a-server")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "127.0.0.1,localhost")
DEMO = True
