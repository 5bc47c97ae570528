from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from lms.common.files import pdf
from lms.common.files.pdf import PdfError, Unprintable, render_pdf, render_text_pdf
from lms.common.files.qr import qr_svg

URL = "https://campus.example.kr/verify/7KQ2-M8XD-4TRB-WZ5H/"
CERTIFICATE: dict[str, object] = {
    "number": "2026-0001",
    "name": "예시하늘01",
    "course": "마을공동체 활동가 양성과정",
    "tier": "입문",
    "run": "2026년 1기",
    "starts_on": date(2026, 4, 4),
    "ends_on": date(2026, 6, 20),
    "minutes": 1230,
    "issued_on": date(2026, 6, 27),
    "issuer": "예시구 마을공동체 지원센터",
    "verify_url": URL,
    "verify_code": "7KQ2-M8XD-4TRB-WZ5H",
    "qr_svg": qr_svg(URL),
}
LETTER: dict[str, object] = {
    "number": "2026-12",
    "name": "예시하늘01",
    "address": "예시시 예시구 예시로 12",
    "role": "위원장",
    "body": "귀하를 「예시동 추진협의회」 위원으로 위촉합니다.",
    "starts_on": date(2026, 7, 1),
    "ends_on": date(2028, 6, 30),
    "issued_on": date(2026, 6, 27),
    "appointer": "예시구청장",
}
ACCEPTANCE: dict[str, object] = {
    "addressee": "예시구청장",
    "body": "본인은 「예시동 추진협의회」 위원으로의 위촉을 승낙합니다.",
    "name": "예시하늘01",
    "signed_name": "예시 하늘",
    "address": "예시시 예시구 예시로 12",
    "contact": "010-0000-0000",
    "issued_on": date(2026, 6, 27),
}
DOCUMENTS = {"certificate": CERTIFICATE, "appointment_letter": LETTER, "acceptance": ACCEPTANCE}
OPTIONAL = {
    "certificate": ("tier", "run", "starts_on", "ends_on", "minutes"),
    "appointment_letter": ("address", "role", "starts_on", "ends_on"),
    "acceptance": ("address", "contact", "signed_name"),
}
MARKUP = r"#panic() *x* [y] $z$ \ _u_ `v` <b> @w // #sys.inputs"
LONG_NAME = "가나다라마바사아자차" * 5

each_document = pytest.mark.parametrize("template", DOCUMENTS)


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def metadata(document: PdfReader) -> dict[str, str]:
    return {key: str(value) for key, value in (document.metadata or {}).items()}


def squeeze(text: str) -> str:
    """Spread labels and line ends come back as white space, so texts are compared without any."""
    return "".join(text.split())


def lines(template: str, **changes: object) -> list[str]:
    page = read(render_pdf(template, DOCUMENTS[template] | changes)).pages[0]
    return [squeeze(line) for line in page.extract_text().splitlines()]


def whole_text(template: str, **changes: object) -> str:
    return "".join(lines(template, **changes))


def test_certificate_says_what_was_completed() -> None:
    assert lines("certificate") == [
        "제2026-0001호",
        "수료증",
        "성명:예시하늘01",
        "과정명:마을공동체활동가양성과정",
        "단계:입문",
        "기수:2026년1기",
        "교육기간:2026년4월4일~2026년6월20일",
        "이수시간:20시간30분",
        "위사람은위교육과정의수료기준을모두",
        "충족하였으므로이증서를수여합니다.",
        "2026년6월27일",
        "예시구마을공동체지원센터",
        f"확인주소:{URL}",
        "확인코드:7KQ2-M8XD-4TRB-WZ5H",
        "확인주소나QR코드로이수료증이유효한지확인할수있습니다.",
    ]


def test_appointment_letter_says_who_appoints_whom_until_when() -> None:
    assert lines("appointment_letter") == [
        "제2026-12호",
        "위촉장",
        "주소:예시시예시구예시로12",
        "성명:예시하늘01",
        "직위:위원장",
        "귀하를「예시동추진협의회」위원으로",
        "위촉합니다.",
        "임기:2026년7월1일~2028년6월30일",
        "2026년6월27일",
        "예시구청장",
    ]


def test_acceptance_carries_the_typed_signature() -> None:
    assert lines("acceptance") == [
        "승낙서",
        "본인은「예시동추진협의회」위원으로의위촉을",
        "승낙합니다.",
        "2026년6월27일",
        "주소:예시시예시구예시로12",
        "연락처:010-0000-0000",
        "성명:예시하늘01",
        "서명:예시하늘",
        "본인이성명을직접입력하여서명하였습니다.",
        "예시구청장귀하",
    ]


def test_acceptance_not_signed_yet_does_not_claim_a_signature() -> None:
    assert "서명하였습니다" not in whole_text("acceptance", signed_name="")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "term"),
    [
        (date(2026, 7, 1), None, "임기:2026년7월1일부터"),
        (None, date(2026, 7, 1), "임기:2026년7월1일까지"),
    ],
)
def test_a_term_may_be_open(starts_on: date | None, ends_on: date | None, term: str) -> None:
    assert term in lines("appointment_letter", starts_on=starts_on, ends_on=ends_on)


@pytest.mark.parametrize(("minutes", "shown"), [(1200, "20시간"), (45, "45분"), (0, "0분")])
def test_hours_are_told_in_hours_and_minutes(minutes: int, shown: str) -> None:
    assert f"이수시간:{shown}" in lines("certificate", minutes=minutes)


def test_certificate_takes_a_sentence_of_its_own() -> None:
    assert "이글을드립니다." in lines("certificate", body="이 글을 드립니다.")


@each_document
@pytest.mark.parametrize("empty", [None, ""])
def test_empty_optional_rows_are_left_out(template: str, empty: str | None) -> None:
    names = OPTIONAL[template]
    data = DOCUMENTS[template]
    absent = render_pdf(template, {key: value for key, value in data.items() if key not in names})

    assert render_pdf(template, data | dict.fromkeys(names, empty)) == absent
    text = squeeze(read(absent).pages[0].extract_text())
    assert [label for label in ("단계:", "기수:", "기간:", "시간:", "주소:예", "직위:", "임기:") if label in text] == []


@each_document
def test_markup_in_data_is_shown_as_it_was_typed(template: str) -> None:
    assert squeeze(MARKUP) in whole_text(template, name=MARKUP)
    assert squeeze(MARKUP) in whole_text(template, body=MARKUP)


@each_document
def test_decomposed_and_invisible_letters_become_plain_text(template: str) -> None:
    plain = render_pdf(template, DOCUMENTS[template] | {"name": "각 하늘"})

    # Loose jamo, a right-to-left override, a byte order mark, a NUL and a tab.
    assert render_pdf(template, DOCUMENTS[template] | {"name": "\u1100\u1161\u11a8\t\u202e하\ufeff늘\0"}) == plain


@each_document
def test_long_names_and_titles_stay_on_one_page(template: str) -> None:
    longest = {
        "name": LONG_NAME,
        "signed_name": LONG_NAME,
        "course": "마을공동체를 함께 만드는 긴 과정 이름 " * 7,
        "run": "긴 기수 이름 " * 10,
        "address": "예시광역시 예시구 예시로 12, 101동 1001호 " * 5,
        "appointer": LONG_NAME,
        "addressee": LONG_NAME,
        "issuer": LONG_NAME,
        "verify_url": "https://campus.example.kr/verify/" + "A" * 120,
        "body": "귀하를 살기좋은 마을 만들기를 위한 협의회 위원으로 위촉합니다. " * 8,
    }
    document = read(render_pdf(template, DOCUMENTS[template] | longest))

    assert len(document.pages) == 1
    assert LONG_NAME in squeeze(document.pages[0].extract_text())


@each_document
def test_is_one_a4_page_in_korean_with_a_title(template: str) -> None:
    document = read(render_pdf(template, DOCUMENTS[template]))
    titles = {
        "certificate": "수료증 제 2026-0001 호",
        "appointment_letter": "위촉장 제 2026-12 호",
        "acceptance": "승낙서",
    }

    assert len(document.pages) == 1
    assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [595, 842]
    assert str(document.root_object["/Lang"]) == "ko-KR"
    assert metadata(document)["/Title"] == titles[template]


@each_document
def test_is_tagged_for_screen_readers(template: str) -> None:
    root: Any = read(render_pdf(template, DOCUMENTS[template])).root_object

    assert root["/MarkInfo"] == {"/Marked": True, "/Suspects": False}
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


@each_document
def test_every_font_is_embedded(template: str) -> None:
    resources: Any = read(render_pdf(template, DOCUMENTS[template])).pages[0]["/Resources"]
    embedded = {}
    for font in resources["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        embedded[descriptor["/FontName"].split("+")[1]] = "/FontFile3" in descriptor

    serif = {"NotoSerifKR-Regular": True}
    sans = {"NotoSansKR-Regular": True}
    assert embedded == (serif if template == "appointment_letter" else serif | sans)


@each_document
def test_same_data_gives_the_same_bytes(template: str) -> None:
    once = render_pdf(template, DOCUMENTS[template])

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: render_pdf(template, DOCUMENTS[template]), range(8))) == {once}
    assert render_pdf(template, DOCUMENTS[template] | {"name": "예시바다02"}) != once


def test_is_dated_by_its_day_of_issue_and_not_by_the_clock() -> None:
    assert metadata(read(render_pdf("certificate", CERTIFICATE)))["/CreationDate"] == "D:20260627000000Z"


def test_another_qr_code_is_another_drawing() -> None:
    other = CERTIFICATE | {"qr_svg": qr_svg("https://elsewhere.example.kr/")}

    assert render_pdf("certificate", other) != render_pdf("certificate", CERTIFICATE)


@pytest.mark.parametrize("template", ["nothing", "", "../print/certificate", "/etc/passwd"])
def test_unknown_template_is_refused(template: str) -> None:
    with pytest.raises(PdfError, match="unknown print template"):
        render_pdf(template, {})


@each_document
def test_missing_key_is_refused(template: str) -> None:
    without_name = {key: value for key, value in DOCUMENTS[template].items() if key != "name"}

    with pytest.raises(PdfError, match='does not contain key "name"'):
        render_pdf(template, without_name)


def test_a_moment_is_refused_because_its_day_depends_on_the_zone() -> None:
    with pytest.raises(PdfError, match="not a moment"):
        render_pdf("acceptance", ACCEPTANCE | {"issued_on": datetime(2026, 6, 27, tzinfo=UTC)})


@pytest.mark.parametrize("name", ["王偉", "髙橋ゆきこ", "Нурбек", "Nguyễn Thị Hồng", "สมชาย", "𠮷野"])
def test_names_in_other_scripts_are_set(name: str) -> None:
    assert squeeze(name) in whole_text("acceptance", name=name)


@pytest.fixture
def korean_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for package in (pdf.pylopdf_fonts_jp, pdf.pylopdf_fonts_th):
        monkeypatch.setattr(package, "serif_path", pdf.pylopdf_fonts_ko.serif_path)
    pdf._fonts.cache_clear()
    yield
    pdf._fonts.cache_clear()


def test_what_the_packages_lack_is_taken_from_the_machine(korean_alone: None, settings: Any) -> None:
    thai = ACCEPTANCE | {"name": "สมชาย"}
    with pytest.raises(Unprintable):
        render_pdf("acceptance", thai)
    settings.PDF_FONTS = Path(pdf.pylopdf_fonts_th.__file__).parent
    pdf._fonts.cache_clear()
    assert b"Thai" in render_pdf("acceptance", thai)


def test_a_letter_that_no_font_has_is_refused_instead_of_printed_as_a_box() -> None:
    with pytest.raises(Unprintable):
        render_pdf("acceptance", ACCEPTANCE | {"name": "예시 😀"})


@pytest.mark.parametrize(("wrote", "printed"), [("모임 😀 좋아요 ★", "모임 □ 좋아요"), ("ភូមិ 회의 ok", "회의 ok")])
def test_what_people_wrote_freely_is_printed_with_a_box_for_such_a_letter(wrote: str, printed: str) -> None:
    topic = {"topic": "일지", "why": "코칭", "until": "3년", "rows": [[["내용", wrote]]]}
    data = {"site": "마을", "name": "예시", "issued_on": date(2026, 6, 27), "topics": [topic]}
    with pytest.raises(Unprintable):
        render_pdf("own_data", data)
    text = "".join(page.extract_text() for page in read(render_text_pdf("own_data", data)).pages)
    assert squeeze(printed) in squeeze(text)


def test_lost_fonts_are_an_error_and_not_a_blank_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_fonts", lambda: typst.Fonts(False, False, []))

    with pytest.raises(PdfError, match="unknown font family: noto serif kr"):
        render_pdf("acceptance", ACCEPTANCE)
