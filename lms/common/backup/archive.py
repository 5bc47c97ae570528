"""What a backup looks like: a tar of row batches and files, zipped, sealed when there is a key, its manifest at the end."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from lms.common.backup import files
from lms.common.backup.cipher import MAGIC, Opener, Sealer
from lms.common.backup.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
ROWS = "database"
PIECE = 1024 * 1024
UNREADABLE = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError)


@dataclass
class ArchivePart:
    """Rows of a table or bytes of a file, and the SHA-256 over all of it."""

    size: int = 0
    sha256: str = ""


@dataclass
class Manifest:
    made_at: str
    database: str
    versions: dict[str, str]
    migrations: list[str]
    tables: dict[str, ArchivePart] = field(default_factory=dict)
    files: dict[str, ArchivePart] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(part.size for part in self.tables.values())


class Hashing(io.RawIOBase):
    """Passes a file on and remembers what went through."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._hash, self._size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._hash.update(data)
        self._size += len(data)
        return data

    def part(self) -> ArchivePart:
        return ArchivePart(self._size, self._hash.hexdigest())


class Writer:
    def __init__(self, target: BinaryIO, secret: str, manifest: Manifest) -> None:
        self._manifest = manifest
        self._sealer = Sealer(target, secret) if secret else None
        self._zip = gzip.GzipFile(filename="", fileobj=cast(BinaryIO, self._sealer or target), mode="wb", mtime=0)
        self._tar = tarfile.open(fileobj=self._zip, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - finish closes

    def rows(self, label: str, batches: Iterator[tuple[int, bytes]]) -> None:
        part, seen = ArchivePart(), hashlib.sha256()
        for number, (count, lines) in enumerate(batches):
            part.size += count
            seen.update(lines)
            self._add(f"{ROWS}/{label}/{number:06}.jsonl", io.BytesIO(lines), len(lines))
        part.sha256 = seen.hexdigest()
        self._manifest.tables[label] = part

    def file(self, name: str, path: Path) -> None:
        """One that was deleted meanwhile isn't missed."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source:
            through = Hashing(source)
            self._add(name, cast(IO[bytes], through), os.fstat(source.fileno()).st_size)
        self._manifest.files[name] = through.part()

    def finish(self) -> None:
        text = json.dumps(asdict(self._manifest), ensure_ascii=False, indent=1).encode()
        self._add(MANIFEST, io.BytesIO(text), len(text))
        self._tar.close()
        self._zip.close()
        if self._sealer:
            self._sealer.finish()

    def _add(self, name: str, source: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, source)


def members(path: Path, secret: str) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each member, in order. To the very end, so that what was cut off or added is noticed."""
    try:
        with path.open("rb") as file:
            source = _opened(file, secret)
            with gzip.GzipFile(fileobj=source) as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as tar:
                for info in tar:
                    content = tar.extractfile(info) if info.isreg() else None
                    if content is None:
                        raise Refused(f"The archive holds {info.name!r}, which is no plain file.")
                    yield info.name, content
                while unzipped.read(PIECE):
                    pass
    except UNREADABLE as error:
        raise Refused(f"The archive can't be read: it is damaged, cut off, or no backup ({error}).") from error


def _opened(file: BinaryIO, secret: str) -> BinaryIO:
    if file.read(len(MAGIC)) == MAGIC:
        if not secret:
            raise Refused("The archive is encrypted. Set BACKUP_KEY to the key it was made with.")
        return cast(BinaryIO, io.BufferedReader(Opener(file, secret)))
    if secret:
        # Whoever could swap the file could otherwise put any data in place of ours.
        raise Refused("BACKUP_KEY is set, but the archive is not encrypted. Unset it if you trust this file.")
    file.seek(0)
    return file


def table_of(name: str) -> str:
    """The label of the table whose rows a member holds; nothing for a file."""
    folder, _, rest = name.partition("/")
    return rest.partition("/")[0] if folder == ROWS else ""


def check(path: Path, secret: str) -> Manifest:
    """Read all of it once and compare it with its manifest, before anything is changed."""
    manifest: Manifest | None = None
    tables: dict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
    sizes: dict[str, int] = defaultdict(int)
    found: dict[str, ArchivePart] = {}
    for name, content in members(path, secret):
        if manifest:
            raise Refused("The archive goes on behind its manifest.")
        if name == MANIFEST:
            manifest = _manifest(content.read())
        elif label := table_of(name):
            lines = content.read()
            tables[label].update(lines)
            sizes[label] += lines.count(b"\n")
        else:
            files.place_of(name)
            found[name] = digest(content)
    if manifest is None:
        raise Refused("The archive has no manifest: it is no backup, or its making was interrupted.")
    rows = {label: ArchivePart(sizes[label], tables[label].hexdigest()) for label in manifest.tables}
    if rows != manifest.tables or tables.keys() - manifest.tables.keys() or found != manifest.files:
        raise Refused("The archive is not what its manifest says. It was changed after it was made.")
    return manifest


def _manifest(text: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(text)
        parts: dict[str, Any] = {
            name: {label: ArchivePart(**part) for label, part in told.pop(name).items()} for name in ("tables", "files")
        }
        manifest = Manifest(**told, **parts)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise Refused("The archive's manifest can't be read.") from error
    if manifest.format != FORMAT:
        raise Refused(f"The archive has the format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def digest(content: IO[bytes]) -> ArchivePart:
    through = Hashing(content)
    while through.read(PIECE):
        pass
    return through.part()
