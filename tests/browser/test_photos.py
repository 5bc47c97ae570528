"""A phone's photo on its way: chosen on the form, seen by the representative, and without its place."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from lms.demo.serving import Site
from tests.browser.conftest import SignIn
from tests.factories import files


def test_a_phones_photo_reaches_the_representative_without_its_place(
    own_site: Site, sign_in: SignIn, tmp_path: Path
) -> None:
    chosen = [tmp_path / "IMG_0001.jpg", tmp_path / "IMG_0002.jpg"]
    chosen[0].write_bytes(files.photo_with_place())
    chosen[1].write_bytes(files.photo(size=(800, 600), colour="blue"))
    expert = sign_in(own_site, "mentor", width=390, javascript=False)
    expert.goto(f"{own_site.url}/mentor/")
    expert.get_by_role("link", name="일지 쓰기").first.click()
    expert.locator("input[name=topics]").first.check()
    expert.locator("textarea[name=content]").fill("게시판 앞에서 초안을 함께 읽었습니다.")
    expert.get_by_text("사진 붙이기 (선택)").click()
    expert.locator("input[name=photos]").set_input_files(chosen)
    expert.locator("input[name=photo_caption]").fill("게시판 앞에서")
    expert.get_by_role("button", name="일지 제출하기").click()
    expect(expert.locator(".photos img")).to_have_count(2)
    number = expert.url.rstrip("/").rsplit("/", 1)[1]

    representative = sign_in(own_site, "representative", width=390)
    representative.goto(f"{own_site.url}/community/visits/{number}/")
    shown = representative.locator(".photos img")
    expect(shown).to_have_count(2)
    expect(shown.first).to_have_attribute("alt", "게시판 앞에서")
    assert shown.first.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [40, 60]
    for address in (shown.first.get_attribute("src"), representative.locator(".photos a").first.get_attribute("href")):
        served = representative.request.get(f"{own_site.url}{address}").body()
        picture = Image.open(io.BytesIO(served))
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (40, 60), {})
        assert b"SECRET" not in served
    expect(representative.get_by_role("button", name="맞아요")).to_be_visible()
