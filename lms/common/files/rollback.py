"""Files know no rollback. Those of a transaction that fails go with it; those of rows that are deleted go after it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

from django.core.files.storage import Storage
from django.db import Error, transaction

Named = Callable[[list[str]], Iterable[str]]


@contextmanager
def with_files(storage: Storage, still_named: Named) -> Iterator[list[str]]:
    """A transaction of rows and their files. Whoever writes a file puts its name into the list first; if the whole fails,
    the files that no row names (`still_named`) are deleted."""
    written: list[str] = []
    try:
        with transaction.atomic():
            yield written
    except BaseException:
        # A commit whose answer got lost may have happened, so what a row names stays. If the database can't be asked
        # either, all of them stay: a file too many harms nobody, a row without its file does.
        with suppress(Error, OSError):
            for name in set(written) - set(still_named(written)):
                storage.delete(name)
        raise


def delete_after_commit(storage: Storage, name: str) -> None:
    """When the row says so for good. What a failure of the storage leaves behind is for `destroy_due` to find."""
    transaction.on_commit(lambda: storage.delete(name), robust=True)
