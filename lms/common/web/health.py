from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lms.common.background import heartbeat


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: the database answers and its migrations are applied. No detail for strangers.

    Where nothing was heard of `tick` or the worker it says so, for an alarm to read, and stays ready: pages are served as
    before, and a proxy that took the site away for it would make it worse.
    """
    try:
        executor = MigrationExecutor(connection)
        ready = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        silent = [silence.name for silence in heartbeat.silences()] if ready else []
    except DatabaseError:
        ready, silent = False, []
    said = "not ready" if not ready else f"ok, but silent: {', '.join(silent)}" if silent else "ok"
    return HttpResponse(said, content_type="text/plain; charset=utf-8", status=200 if ready else 503)
