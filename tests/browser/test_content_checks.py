"""What the editors' checks say of a lesson, in Korean."""

from playwright.sync_api import Page, expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn

# One draft with a fault of each kind, and one without.
DRAFTS = """
import json
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file
from cms.models import CustomDocument, CustomImage
from courses.curriculum.models import CoursePage, LessonPage

captions = CustomDocument.objects.create(title="자막", file=ContentFile(b"WEBVTT", "a.vtt"))
film = CustomDocument.objects.create(title="영상", file=ContentFile(b"0", "a.mp4"))
picture = CustomImage.objects.create(title="사진", description="마을 회의", file=get_test_image_file())

def draft(title, text, alts, captions, script, reading):
    shown = [{"image": picture.pk, "alt_text": alt, "decorative": False} for alt in alts]
    video = {"title": "영상", "video": film.pk, "captions": captions, "poster": None, "transcript": script}
    blocks = [("text", text), *(("image", value) for value in shown), ("video", video)]
    body = json.dumps([{"type": kind, "value": value} for kind, value in blocks])
    page = LessonPage(title=title, goal="목표", minutes=60, reading_minutes=reading, live=False, body=body)
    CoursePage.objects.order_by("path")[0].add_child(instance=page)
    page.save_revision()
    return page.pk

from courses.curriculum.admin.new_lesson import hints
faulty = f'<p>{hints()[0]}</p><h3>하나</h3><p>3월 2일에 만납니다.</p><p><a href="/guide/">여기</a></p>'
mended = '<h2>하나</h2><p>3월 2일(월)에 만납니다.</p><p><a href="/guide/">안내 보기</a></p>'
print(
    draft("흠 있는 차시", faulty, ["", "IMG_1.jpg"], None, "", 0),
    draft("고친 차시", mended, ["마을 회의"], captions.pk, "<p>안녕하세요.</p>", 10),
)
"""
FAULTS = {
    "제목의 단계를 건너뛰었습니다": "큰 제목 다음에는 바로 아래 단계의 제목을 써 주세요",
    "안내 문장이 그대로 남아 있습니다": "무엇을 쓸 자리인지 알리는 문장입니다. 그 자리에 글을 쓰거나 지워 주세요.",
    "날짜에 요일이 없습니다": "요일도 함께 적어 주세요. 예: 3월 2일(월)",
    "링크 글만으로는 무엇이 열리는지 알 수 없습니다": "“여기” 대신 무엇이 열리는지 적어 주세요. 예: “신청서 열기”",
    "그림에 설명이 없습니다": "그림을 볼 수 없는 분을 위해 무엇이 보이는지 한 문장으로 적어 주세요.",
    "그림 설명이 파일 이름처럼 보입니다": "그림에 무엇이 보이는지 한 문장으로 적어 주세요",
    "영상에 자막이 없습니다": "영상 블록에서 자막 파일(.vtt)을 골라 주세요.",
    "영상에 대본이 없습니다": "영상을 듣거나 볼 수 없는 분을 위해 영상에서 하는 말을 적어 주세요.",
    "차시의 길이나 읽는 시간이 없습니다": "‘학습 설정’에서 두 시간을 모두 적어 주세요. 배우는 분이 하루를 계획할 때 봅니다.",
}


def open_checks(page: Page, site: Site, pk: str) -> None:
    page.goto(f"{site.url}/cms/pages/{pk}/edit/")
    page.locator("[data-side-panel-toggle=checks]").click()
    # Words are counted in the same pass as the checks are made.
    expect(page.locator("[data-content-word-count]")).not_to_have_text("-")


def test_each_fault_is_named_in_korean_and_a_lesson_in_order_has_none(own_site: Site, sign_in: SignIn) -> None:
    faulty, mended = own_site.manage("shell", "-c", DRAFTS).split()[-2:]
    page = sign_in(own_site, "editor", width=1280, height=900)
    rows = page.locator("[data-checks-panel] [data-content-checker-row]")

    open_checks(page, own_site, faulty)
    expect(rows).to_have_count(len(FAULTS))
    told = {
        row.locator("[data-content-checker-name]").inner_text(): row.locator("[data-content-checker-help]").inner_text()
        for row in rows.all()
    }
    assert told == FAULTS

    # The bar on the page itself counts the same.
    page.goto(f"{own_site.url}/cms/pages/{faulty}/view_draft/")
    expect(page.locator("wagtail-userbar [data-w-userbar-axe-count]")).to_have_text(str(len(FAULTS)))

    open_checks(page, own_site, mended)
    expect(page.locator("[data-side-panel=checks] [data-content-checker-count]")).to_have_text("0")
    assert rows.count() == 0
