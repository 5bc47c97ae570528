"""An archive that isn't whole, isn't ours or leads out of its folders is refused before anything is touched."""

import gzip
import io
import json
import tarfile
from dataclasses import asdict
from pathlib import Path

import pytest

from lms.common.backup import archive
from lms.common.backup.archive import Manifest, Writer
from lms.common.backup.cipher import MAGIC, PIECE, SALT, TAG
from lms.common.backup.errors import Refused

KEY, OTHER = "k" * 32, "l" * 32
HEAD = len(MAGIC) + SALT


def empty_manifest() -> Manifest:
    return Manifest("2026-11-22", "sqlite", {}, [])


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Sealed, of more than three pieces: what can't be zipped."""
    import random

    content = tmp_path / "content"
    content.write_bytes(random.Random(1).randbytes(3 * PIECE))
    place = tmp_path / "made"
    with place.open("wb") as file:
        writer = Writer(file, KEY, empty_manifest())
        writer.rows("common.statechange", iter([(2, b"{}\n{}\n"), (1, b"{}\n")]))
        writer.file("media/one", content)
        writer.finish()
    return place


def test_without_its_key_it_stays_closed(made: Path) -> None:
    with pytest.raises(Refused, match="The archive is encrypted"):
        archive.check(made, "")


def test_another_key_does_not_open_it(made: Path) -> None:
    with pytest.raises(Refused, match="BACKUP_KEY is another one, or the file is damaged"):
        archive.check(made, OTHER)


def test_its_own_key_opens_it(made: Path) -> None:
    manifest = archive.check(made, KEY)
    assert (manifest.rows, manifest.files["media/one"].size) == (3, 3 * PIECE)


@pytest.mark.parametrize(
    "place", [0, len(MAGIC), HEAD, HEAD + PIECE, HEAD + PIECE + TAG, HEAD + 2 * PIECE, -TAG, -1], ids=str
)
def test_one_flipped_bit_and_it_stays_closed(made: Path, place: int) -> None:
    content = bytearray(made.read_bytes())
    content[place] ^= 1
    made.write_bytes(content)
    with pytest.raises(Refused):
        archive.check(made, KEY)


@pytest.mark.parametrize("left", [0, 5, HEAD, HEAD + 100, HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG), -1], ids=str)
@pytest.mark.parametrize("key", [KEY, ""])
def test_what_was_cut_off_stays_closed(made: Path, left: int, key: str, tmp_path: Path) -> None:
    if not key:
        with made.open("wb") as file:
            writer = Writer(file, "", empty_manifest())
            writer.rows("common.statechange", iter([(1, b"{}\n")]))
            writer.finish()
    made.write_bytes(made.read_bytes()[: left if key else left % made.stat().st_size % 200 - 1])
    with pytest.raises(Refused):
        archive.check(made, key)


def test_pieces_in_another_order_stay_closed(made: Path) -> None:
    content, sealed = made.read_bytes(), PIECE + TAG
    first, second = content[HEAD : HEAD + sealed], content[HEAD + sealed : HEAD + 2 * sealed]
    made.write_bytes(content[:HEAD] + second + first + content[HEAD + 2 * sealed :])
    with pytest.raises(Refused):
        archive.check(made, KEY)


def test_an_open_archive_in_place_of_a_sealed_one_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "open"
    with place.open("wb") as file:
        Writer(file, "", empty_manifest()).finish()
    with pytest.raises(Refused, match="BACKUP_KEY is set, but the archive is not encrypted"):
        archive.check(place, KEY)
    assert archive.check(place, "") == empty_manifest()


# ── what somebody else put into it


def forged(place: Path, *infos: tarfile.TarInfo, manifest: bytes | None = None) -> Path:
    if manifest is None:
        manifest = json.dumps(asdict(empty_manifest())).encode()
    with gzip.open(place, "wb") as zipped, tarfile.open(fileobj=zipped, mode="w|") as tar:
        for info in infos:
            tar.addfile(info, io.BytesIO(b"x" * info.size))
        told = tarfile.TarInfo(archive.MANIFEST)
        told.size = len(manifest)
        tar.addfile(told, io.BytesIO(manifest))
    return place


@pytest.mark.parametrize(
    "name",
    [
        "../out",
        "media/../../out",
        "media/a/../../../out",
        "/etc/out",
        "//etc/out",
        "media//out",
        "media/./out",
        "media\\..\\out",
        "media",
        "elsewhere/out",
        "manifest.json/../out",
    ],
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    info = tarfile.TarInfo(name)
    info.size = 3
    with pytest.raises(Refused, match="a file name that no backup has"):
        archive.check(forged(tmp_path / "forged", info), "")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_only_plain_files_are_in_it(tmp_path: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("media/link")
    info.type, info.linkname = kind, "/etc/passwd"
    with pytest.raises(Refused, match="no plain file"):
        archive.check(forged(tmp_path / "forged", info), "")


@pytest.mark.parametrize("name", ["media/more", "database/accounts.user/000000.jsonl"])
def test_what_the_manifest_does_not_know_is_refused(tmp_path: Path, name: str) -> None:
    info = tarfile.TarInfo(name)
    info.size = 3
    with pytest.raises(Refused, match="not what its manifest says"):
        archive.check(forged(tmp_path / "forged", info), "")


@pytest.mark.parametrize("manifest", [b"[]", b"{}", b'{"format": 2}', b"nonsense"])
def test_a_manifest_of_another_form_is_refused(tmp_path: Path, manifest: bytes) -> None:
    with pytest.raises(Refused):
        archive.check(forged(tmp_path / "forged", manifest=manifest), "")
