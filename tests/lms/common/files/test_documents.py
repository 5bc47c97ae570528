import io
import random
import zipfile

import pytest
from django.core.exceptions import ValidationError

from lms.common.files.documents import FILMS, PAPERS, check_document
from tests.factories import files

KINDS = "받을 수 없는 종류의 파일입니다. 다음 가운데 하나로 올려 주세요: pdf, hwp, hwpx, docx, xlsx, pptx, txt."
DAMAGED = "파일을 읽을 수 없습니다. 다시 저장하거나 PDF로 저장해서 올려 주세요."
BOMB = "압축을 풀면 너무 커지는 파일입니다. PDF로 저장해서 올려 주세요."
LOCKED = "암호가 걸린 파일입니다. 암호를 풀고 다시 올려 주세요."
NESTED = "파일 안에 다른 파일이 들어 있습니다. 그 파일을 빼거나 전체를 PDF로 저장해 주세요."
MACRO = "프로그램(매크로)이 들어 있는 파일입니다. 매크로 없이, 또는 PDF로 저장해 주세요."
OUTSIDE = "다른 곳의 내용을 불러오는 파일입니다. PDF로 저장해서 올려 주세요."
ACTIVE = "프로그램이나 다른 파일이 들어 있는 PDF입니다. PDF로 다시 인쇄해서 올려 주세요."
NO_TEXT = "일반 글 파일이 아닙니다. PDF로 저장해서 올려 주세요."
ENTITY = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><document>&x;</document>"
LAUGHS = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><document>&b;</document>"
TEMPLATE = "<Relationship Type='x/attachedTemplate' Target='http://bad.example/a.dotm' TargetMode='External'/>"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
LINK = "<Relationship Type='x/hyperlink' Target='https://good.example/' TargetMode='External'/>"


def check(content: bytes, name: str, allowed: tuple[str, ...] = PAPERS) -> None:
    check_document(io.BytesIO(content), name=name, size=len(content), allowed=allowed)


def refusal(content: bytes, name: str, allowed: tuple[str, ...] = PAPERS) -> str:
    with pytest.raises(ValidationError) as refused:
        check(content, name, allowed)
    return str(refused.value.messages[0])


def locked() -> bytes:
    made = bytearray(files.office())
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def linked() -> bytes:
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = 0o120777 << 16
    made = io.BytesIO(files.office())
    with zipfile.ZipFile(made, "a") as container:
        container.writestr(entry, "/etc/passwd")
    return made.getvalue()


@pytest.mark.parametrize(
    "name", ["a.svg", "a.html", "a.exe", "a.zip", "a.docm", "a.jpg", "a.pdf.js", "pdf", "a.mp4", ""]
)
def test_kinds_that_are_not_on_the_list_are_refused(name: str) -> None:
    assert refusal(files.PDF, name) == KINDS


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        pytest.param(b"<html>" + files.SCRIPT, "a.pdf", DAMAGED, id="html named .pdf"),
        pytest.param(b"GIF89a" + files.office(), "a.docx", DAMAGED, id="gif and zip in one"),
        pytest.param(files.PDF + files.packed({"Evil.class": b"\xca\xfe"}), "a.pdf", DAMAGED, id="pdf and jar in one"),
        pytest.param(files.PDF.replace(b"%%EOF", files.packed({"a": "b"}) + b"%%EOF"), "a.pdf", DAMAGED, id="zip in pdf"),
        pytest.param(files.PDF.replace(b"/Type", b"/S /JavaScript /Type"), "a.pdf", ACTIVE, id="script in pdf"),
        pytest.param(files.PDF.replace(b"/Type", b"/S /J#61v#61Script /Type"), "a.pdf", ACTIVE, id="script spelt in pdf"),
        pytest.param(files.office() + files.SCRIPT, "a.docx", DAMAGED, id="more behind the zip"),
        pytest.param(files.office(comment=files.SCRIPT), "a.docx", DAMAGED, id="script in the zip's comment"),
        pytest.param(files.office(more={"../../evil.sh": "x"}), "a.docx", DAMAGED, id="zip slip"),
        pytest.param(files.office(more={"..\\..\\evil.sh": "x"}), "a.docx", DAMAGED, id="zip slip by backslash"),
        pytest.param(files.office(more={"/etc/cron.d/evil": "x"}), "a.docx", DAMAGED, id="absolute name"),
        pytest.param(files.office(more={"C:/evil": "x"}), "a.docx", DAMAGED, id="drive"),
        pytest.param(linked(), "a.docx", DAMAGED, id="link"),
        pytest.param(files.office(more={"WORD/document.xml": "x"}), "a.docx", DAMAGED, id="two of one name"),
        pytest.param(files.office(more={"word/a.bin": bytes(30_000_000)}), "a.docx", BOMB, id="bomb"),
        pytest.param(
            files.office(more={"word/a.bin": bytes(3_000_000), "word/b.bin": random.Random(1).randbytes(100_000)}),
            "a.docx", BOMB, id="bomb beside what can't be packed",
        ),
        pytest.param(files.office(more={f"word/{n}": "x" for n in range(2001)}), "a.docx", BOMB, id="too many entries"),
        pytest.param(locked(), "a.docx", LOCKED, id="password"),
        pytest.param(files.office(more={"word/embeddings/a": files.office()}), "a.docx", NESTED, id="zip in zip"),
        pytest.param(files.office(more={"word/vbaProject.bin": b"x"}), "a.docx", MACRO, id="macro"),
        pytest.param(files.office(more={"word/media/a.png": b"MZ\x90\0"}), "a.docx", MACRO, id="program"),
        pytest.param(
            files.office(more={"x.xml": f"<Types><Override ContentType='{MACRO_TYPE}'/></Types>"}),
            "a.docx", MACRO, id="macro document under another ending",
        ),
        pytest.param(files.office(more={"word/x.xml": ENTITY}), "a.docx", DAMAGED, id="xxe"),
        pytest.param(files.office(more={"word/x.xml": LAUGHS}), "a.docx", DAMAGED, id="billion laughs"),
        pytest.param(files.office(more={"word/x.xml": "<a><b></a>"}), "a.docx", DAMAGED, id="no xml"),
        pytest.param(
            files.office(more={"word/_rels/a.rels": files.RELATIONS % TEMPLATE}), "a.docx", OUTSIDE,
            id="template from elsewhere",
        ),
        pytest.param(files.office("xlsx"), "a.docx", DAMAGED, id="a sheet named .docx"),
        pytest.param(files.packed({"a.txt": "x"}), "a.hwpx", DAMAGED, id="a zip named .hwpx"),
        pytest.param(files.HWP.replace(b"HWP", b"DOC"), "a.hwp", DAMAGED, id="an old Word file named .hwp"),
        pytest.param(b"  <!DOCTYPE html>" + files.SCRIPT, "a.txt", NO_TEXT, id="html named .txt"),
        pytest.param(b"#!/bin/sh\nrm -rf /", "a.txt", NO_TEXT, id="shell script named .txt"),
        pytest.param(b"abc\0def", "a.txt", DAMAGED, id="bytes named .txt"),
        pytest.param(b"", "a.pdf", "빈 파일입니다. 파일을 다시 골라 주세요.", id="empty"),
    ],
)  # fmt: skip
def test_hostile_documents_are_refused_and_say_what_to_do(content: bytes, name: str, said: str) -> None:
    assert refusal(content, name) == said


def test_a_list_that_lies_about_its_sizes_is_refused() -> None:
    made = bytearray(files.office(more={"word/a.bin": bytes(3_000_000)}))
    at = made.rindex(b"PK\x01\x02")
    made[at + 24 : at + 28] = (500).to_bytes(4, "little")
    assert refusal(bytes(made), "a.docx") == DAMAGED


@pytest.mark.parametrize(("field", "length", "says"), [(10, 2, 2001), (12, 4, 400_000)], ids=["entries", "bytes"])
def test_a_list_of_too_many_entries_is_not_even_read(
    field: int, length: int, says: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty thousand of them take seconds."""
    made = bytearray(files.office())
    at = made.rindex(b"PK\x05\x06") + field
    made[at : at + length] = says.to_bytes(length, "little")
    monkeypatch.setattr("lms.common.files.containers.zipfile.ZipFile", None)
    assert refusal(bytes(made), "a.docx") == BOMB


def test_size_is_judged_before_a_byte_is_read() -> None:
    with pytest.raises(ValidationError) as refused:
        check_document(io.BytesIO(), name="a.pdf", size=20 * 1024 * 1024 + 1)
    assert refused.value.messages == ["파일이 20.0\xa0MB보다 큽니다. 더 작은 파일을 올려 주세요."]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.PDF, "a.PDF"),
        (files.HWP, "a.hwp"),
        (files.hwpx(), "회의록.hwpx"),
        (files.office("docx", {"word/_rels/document.xml.rels": files.RELATIONS % LINK}), "a.docx"),
        (files.office("xlsx"), "a.xlsx"),
        (files.office("pptx"), "a.pptx"),
        ("마을 회의".encode(), "a.txt"),
        ("마을 회의".encode("cp949"), "a.txt"),
    ],
)
def test_what_people_really_have_is_taken(content: bytes, name: str) -> None:
    check(content, name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(files.film() + files.SCRIPT, "a.mp4", id="more behind the film"),
        pytest.param(files.film() + files.box(b"evil"), "a.mp4", id="unknown box"),
        pytest.param(b"<html>" + files.SCRIPT, "a.mp4", id="html named .mp4"),
        pytest.param(files.box(b"ftyp", b"isom\0\0\2\0"), "a.mp4", id="no film in it"),
    ],
)
def test_what_is_no_film_is_refused(content: bytes, name: str) -> None:
    assert refusal(content, name, FILMS) == DAMAGED


def test_films_and_captions_are_for_editors() -> None:
    check(files.film(), "a.mp4", FILMS)
    check(files.VTT, "a.vtt", FILMS)
    assert (
        refusal(b"1\n00:00", "a.vtt", FILMS) == "자막 파일은 WEBVTT라는 말로 시작합니다. WebVTT로 다시 저장해 주세요."
    )
