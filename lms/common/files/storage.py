"""Where private files lie: outside whatever the web server hands out by itself."""

from django.core.files.storage import Storage, storages


def private_files() -> Storage:
    return storages["private"]
