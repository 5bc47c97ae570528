"""A stream sealed in pieces, so that neither making nor reading a large backup needs memory.

As in age: each archive has a key of its own, derived from BACKUP_KEY and a random salt; each piece of 64 KiB is sealed
with its number and with whether it is the last. A piece that was changed, moved, left out or cut off doesn't open.
"""

import io
import os
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lms.common.backup.errors import Refused

MAGIC = b"maeul-backup-sealed-1\n"
SALT = 16  # bytes
PIECE = 64 * 1024  # bytes before sealing
TAG = 16  # bytes that sealing adds


class Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...


class Sealer:
    """Writes sealed pieces to the target. Without `finish` the archive has no last piece and is never opened."""

    def __init__(self, target: Sink, secret: str) -> None:
        salt = os.urandom(SALT)
        target.write(MAGIC + salt)
        self._target, self._cipher = target, _cipher(secret, salt)
        self._held, self._number = bytearray(), 0

    def write(self, data: bytes) -> int:
        self._held += data
        # Which piece is the last is known only at the end, so one is always held back.
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._held), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last), piece, None))
        self._number += 1


class Opener(io.RawIOBase):
    """Reads what a `Sealer` wrote; the source stands behind MAGIC."""

    def __init__(self, source: BinaryIO, secret: str) -> None:
        self._cipher = _cipher(secret, source.read(SALT))
        self._source, self._number = source, 0
        self._ahead, self._opened = source.read(PIECE + TAG), b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._opened and not self._ended:
            self._opened = self._next()
        size = min(len(buffer), len(self._opened))
        buffer[:size], self._opened = self._opened[:size], self._opened[size:]
        return size

    def _next(self) -> bytes:
        sealed, self._ahead = self._ahead, self._source.read(PIECE + TAG)
        self._ended = not self._ahead
        try:
            piece = self._cipher.decrypt(_nonce(self._number, self._ended), sealed, None)
        except InvalidTag:
            raise Refused("The archive can't be opened: BACKUP_KEY is another one, or the file is damaged.") from None
        self._number += 1
        return piece


def _cipher(secret: str, salt: bytes) -> ChaCha20Poly1305:
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=MAGIC)
    return ChaCha20Poly1305(derived.derive(secret.encode()))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
