"""Photos through the form and out again: what is refused, what is kept, and who sees it."""

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.files import photos as taking
from mentoring.coaching.models import Engagement
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit, VisitPhoto
from tests.factories import files, people, photos, visits
from tests.factories import mentoring as make
from tests.factories.certificates import Papers
from tests.markup import start_tags
from tests.mentoring.visits.views.test_expert import answers

pytestmark = pytest.mark.django_db
NOT_A_PHOTO = "올릴 수 있는 사진이 아닙니다. JPEG, PNG, WebP, HEIC 사진을 골라 주세요."
DAMAGED = "사진이 깨졌거나 온전하지 않습니다. 다른 사진을 고르거나 다시 찍어 주세요."
TOO_LARGE = "사진이 너무 커서 열 수 없습니다. 카메라의 보통 크기로 다시 찍어 주세요."
AGAIN = "방금 고르신 사진은 저장되지 않았습니다. 다시 골라 주세요."
TOO_MANY = "사진은 5장까지 붙일 수 있습니다. 장수를 줄여 주세요."
NEW = "/mentor/logs/new/"


@pytest.fixture
def engagement(photo_folder: Papers) -> Engagement:
    return make.engagement()


@pytest.fixture
def expert(client: Client, engagement: Engagement) -> Client:
    client.force_login(engagement.expert.person)
    return client


def jpeg(name: str = "사진.jpg", colour: str = "red") -> SimpleUploadedFile:
    return files.upload(files.photo(colour=colour), name, "image/jpeg")


def address(photo: VisitPhoto, name: str = "visit_photo") -> str:
    return reverse(name, args=[photo.visit_id, photo.pk])


def status(client: Client, path: str) -> int:
    """Read to the end, since whoever looks at a file has to close it."""
    answer = client.get(path)
    b"".join(answer)
    return int(answer.status_code)


# ── taking in


def test_photos_are_sent_with_the_log(expert: Client, engagement: Engagement) -> None:
    sent = answers(engagement, photos=[jpeg("하나.jpg"), jpeg("둘.jpg", "blue")], photo_caption="게시판 앞에서")
    assert expert.post(NEW, sent).status_code == 302
    visit = Visit.objects.get()
    assert visit.state == VisitState.SUBMITTED
    assert list(visit.photos.values_list("position", "name", "caption")) == [
        (1, "하나.jpg", "게시판 앞에서"),
        (2, "둘.jpg", "게시판 앞에서"),
    ]


def test_a_second_press_adds_nothing(expert: Client, engagement: Engagement, photo_folder: Papers) -> None:
    key = str(uuid.uuid4())
    for _press in range(2):
        assert expert.post(NEW, answers(engagement, client_uuid=key, photos=[jpeg()])).status_code == 302
    assert (Visit.objects.count(), VisitPhoto.objects.count(), len(photo_folder.names)) == (1, 1, 2)


def test_a_log_without_photos_is_sent_as_before(expert: Client, engagement: Engagement) -> None:
    assert expert.post(NEW, answers(engagement)).status_code == 302
    assert VisitPhoto.objects.count() == 0


HOSTILE = [
    pytest.param("그림.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + files.SCRIPT + b"</svg>", NOT_A_PHOTO, id="svg"),
    pytest.param("그림.jpg", files.packed({"a.html": files.SCRIPT}), NOT_A_PHOTO, id="zip named .jpg"),
    pytest.param("그림.jpg", b"GIF89a" + files.packed({"Evil.class": b"\xca\xfe"}), NOT_A_PHOTO, id="gifar"),
    pytest.param("그림.jpg", b"<!doctype html>" + files.SCRIPT, NOT_A_PHOTO, id="html named .jpg"),
    pytest.param("그림.png", files.png_header(50_000, 50_000), TOO_LARGE, id="bomb"),
    pytest.param("그림.jpg", files.photo(size=(400, 300))[:-600], DAMAGED, id="cut off"),
    pytest.param("그림.jpg", b"", NOT_A_PHOTO, id="empty"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said"), HOSTILE)
def test_hostile_files_are_refused_by_name_and_nothing_is_written(
    expert: Client, engagement: Engagement, photo_folder: Papers, name: str, content: bytes, said: str
) -> None:
    bad = files.upload(content, name, "image/jpeg")
    answer = expert.post(NEW, answers(engagement, content="쓴 글은 남습니다.", photos=[jpeg("좋은.jpg"), bad]))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"photos": [f"“{name}”: {said}", AGAIN]}
    assert "쓴 글은 남습니다." in answer.content.decode()
    assert (Visit.objects.count(), VisitPhoto.objects.count(), photo_folder.names) == (0, 0, set())


def test_a_script_behind_the_picture_is_not_served(expert: Client, engagement: Engagement) -> None:
    both = files.photo() + files.packed({"a.html": files.SCRIPT})
    expert.post(NEW, answers(engagement, photos=[files.upload(both, "둘.jpg")]))
    served = b"".join(expert.get(address(VisitPhoto.objects.get())))
    assert served.startswith(b"\xff\xd8\xff")
    assert (b"PK" in served, files.SCRIPT in served) == (False, False)


def test_the_place_is_gone_in_what_is_served(expert: Client, engagement: Engagement) -> None:
    sent = files.photo_with_place()
    assert dict(Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)) != {}
    expert.post(NEW, answers(engagement, photos=[files.upload(sent, "폰.jpg", "image/jpeg")]))
    for name in ("visit_photo", "visit_photo_small"):
        served = b"".join(expert.get(address(VisitPhoto.objects.get(), name)))
        picture = Image.open(io.BytesIO(served))
        assert (picture.size, dict(picture.getexif()), "xmp" in picture.info) == ((40, 60), {}, False)
        assert (b"SECRET" in served, "예시폰".encode() in served) == (False, False)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\사진\\회의.jpg", "회의.jpg"),
        ("회의\u202egpj.exe", "회의gpj.exe"),
        ("<img src=x>.jpg", "_img src=x_.jpg"),
    ],
)
def test_a_name_is_only_shown(
    expert: Client, engagement: Engagement, photo_folder: Papers, name: str, shown: str
) -> None:
    upload = jpeg()
    upload._name = name  # type: ignore[attr-defined] # past the test client's own cleaning
    expert.post(NEW, answers(engagement, photos=[upload]))
    photo = VisitPhoto.objects.get()
    assert photo.name == shown
    assert {len(path.removeprefix("visit_photos/")) for path in photo_folder.names} == {36}


def test_too_many_are_refused_before_one_is_opened(
    expert: Client, engagement: Engagement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking.Image, "open", lambda *args, **kwargs: pytest.fail("opened"))
    answer = expert.post(NEW, answers(engagement, photos=[jpeg(f"{n}.jpg") for n in range(6)]))
    assert answer.context["form"].errors == {"photos": [TOO_MANY, AGAIN]}


def test_one_too_large_is_refused(expert: Client, engagement: Engagement, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MAX_BYTES", 500)
    answer = expert.post(NEW, answers(engagement, photos=[jpeg("큰.jpg")]))
    (said, again) = answer.context["form"].errors["photos"]
    assert said.startswith("“큰.jpg”: ")
    assert (answer.status_code, again) == (422, AGAIN)


def test_when_a_text_is_missing_they_are_kept(expert: Client, engagement: Engagement) -> None:
    answer = expert.post(NEW, answers(engagement, photos=[jpeg()], content=""))
    assert set(answer.context["form"].errors) == {"content"}
    assert (answer.status_code, VisitPhoto.objects.count()) == (422, 1)


TODAY = clock.today().isoformat()
AMISS: dict[str, dict[str, Any]] = {
    "length": {"length": ""},
    "own_minutes": {"length": "own", "own_minutes": ""},
    "minutes": {"length": "own", "own_minutes": "900"},
    "start": {"start": "23:59", "day": TODAY},
    "day": {"day": "2020-01-05"},
    "day ": {"day": "31"},
    "engagement": {"engagement": ""},
    "mode": {"mode": "?"},
    "content": {"content": "가" * 1001},
    "next_on": {"next_on": "2020-01-05"},
}


@pytest.mark.parametrize("draft", [{}, {"draft": "1"}, {"draft": "photos"}])
@pytest.mark.parametrize("field", AMISS)
def test_whatever_is_amiss_they_are_kept_and_the_next_press_sends_them(
    expert: Client, engagement: Engagement, field: str, draft: dict[str, str]
) -> None:
    two = [jpeg(), jpeg("둘.jpg", "blue")]
    sent = answers(engagement, photos=two, photo_caption="마을회관", **draft) | AMISS[field]
    answer = expert.post(NEW, sent)
    form, visit = answer.context["form"], Visit.objects.get()
    assert (answer.status_code, visit.state, visit.photos.count()) == (422, VisitState.DRAFT, 2)
    assert len(form.errors) == 1
    assert AGAIN not in answer.content.decode()
    assert [one.photo.caption for one in form.photo_forms] == ["마을회관", "마을회관"]
    for name, value in AMISS[field].items():
        assert form[name].value() == value
    said = answers(engagement, client_uuid=sent["client_uuid"], seen=form.data["seen"])
    first, second = visit.photos.all()
    said |= {f"photo-{first.pk}-caption": "회의", f"photo-{second.pk}-remove": "on"}
    assert expert.post(f"/mentor/logs/{visit.pk}/edit/", said).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, [one.caption for one in visit.photos.all()]) == (VisitState.SUBMITTED, ["회의"])


def test_at_the_time_of_another_log_they_are_kept_too(expert: Client, engagement: Engagement) -> None:
    visits.log(engagement)
    answer = expert.post(NEW, answers(engagement, photos=[jpeg()]))
    assert list(answer.context["form"].errors) == ["start"]
    draft = Visit.objects.get(state=VisitState.DRAFT)
    assert (answer.status_code, draft.photos.count()) == (422, 1)


def test_a_draft_whose_day_is_changed_to_an_impossible_one_keeps_its_own(
    expert: Client, engagement: Engagement
) -> None:
    draft = visits.log(engagement, days_ago=4, state=VisitState.DRAFT)
    said = answers(engagement, client_uuid=str(draft.client_uuid), day="2020-01-05", photos=[jpeg()])
    answer = expert.post(f"/mentor/logs/{draft.pk}/edit/", said)
    again = Visit.objects.get()
    assert (answer.status_code, again.starts_at, again.photos.count()) == (422, draft.starts_at, 1)


def test_what_the_community_objected_to_shows_no_photo_before_it_is_sent_again(
    expert: Client, engagement: Engagement
) -> None:
    visit = visits.log(engagement, state=VisitState.OBJECTED)
    answer = expert.post(f"/mentor/logs/{visit.pk}/edit/", answers(engagement, photos=[jpeg()], length=""))
    assert answer.context["form"].errors["photos"] == [AGAIN]
    assert (answer.status_code, VisitPhoto.objects.count()) == (422, 0)


# ── describing and taking out


def test_a_draft_is_gone_on_with(expert: Client, engagement: Engagement) -> None:
    expert.post(NEW, answers(engagement, photos=[jpeg("하나.jpg"), jpeg("둘.jpg", "blue")], draft="1"))
    visit = Visit.objects.get()
    first, second = visit.photos.all()
    path = f"/mentor/logs/{visit.pk}/edit/"
    page = expert.get(path).content.decode()
    assert [address(photo, "visit_photo_small") in page for photo in (first, second)] == [True, True]
    changes = {f"photo-{first.pk}-caption": "텃밭 나눔판", f"photo-{second.pk}-remove": "on", "draft": "1"}
    for _press in range(2):
        assert expert.post(path, answers(engagement, **changes)).status_code == 302
    assert list(visit.photos.values_list("pk", "caption")) == [(first.pk, "텃밭 나눔판")]


def test_a_resident_number_in_a_caption_is_refused(expert: Client, engagement: Engagement) -> None:
    visit = photos.log(engagement)
    field = f"photo-{visit.photos.get().pk}-caption"
    answer = expert.post(f"/mentor/logs/{visit.pk}/edit/", answers(engagement, draft="1", **{field: "900101-1234567"}))
    assert answer.status_code == 422
    assert "900101-1234567" in answer.content.decode()
    assert visit.photos.get().caption == ""


def test_a_caption_of_another_log_is_not_taken(expert: Client, engagement: Engagement) -> None:
    other, visit = photos.log(engagement, days_ago=3), photos.log(engagement, "blue", days_ago=2)
    photo = other.photos.get()
    changes = {f"photo-{photo.pk}-caption": "바뀜", f"photo-{photo.pk}-remove": "on", "draft": "1"}
    assert expert.post(f"/mentor/logs/{visit.pk}/edit/", answers(engagement, **changes)).status_code == 302
    assert list(other.photos.values_list("pk", "caption")) == [(photo.pk, "")]


# ── giving out


@pytest.mark.parametrize("name", ["visit_photo", "visit_photo_small"])
def test_strangers_find_no_photo_whatever_they_ask(client: Client, engagement: Engagement, name: str) -> None:
    photo = photos.log(engagement, state=VisitState.CONFIRMED).photos.get()
    missing = reverse(name, args=[photo.visit_id, photo.pk + 1])
    asked = [{}, {"if-none-match": "*"}, {"if-modified-since": "Thu, 01 Jan 2099 00:00:00 GMT"}, {"range": "bytes=0-3"}]
    strangers = [
        people.user(),
        make.engagement().expert.person,
        make.representative(make.community()),
        people.staff(people.centre(), Role.COORDINATOR),
        people.staff(engagement.centre, Role.EDITOR),
    ]
    for who in strangers:
        client.force_login(who)
        for method, headers in (("head", {}), *(("get", headers) for headers in asked)):
            got = [getattr(client, method)(path, headers=headers) for path in (address(photo, name), missing)]
            kept, nothing = ((one.status_code, len(one.content), set(one.headers)) for one in got)
            assert kept == nothing
            assert kept[0] == 404
        assert client.post(address(photo, name)).status_code == 405


def test_who_may_read_the_log_sees_its_photos_and_nobody_else(client: Client, engagement: Engagement) -> None:
    centre = engagement.centre
    visit = photos.log(engagement, state=VisitState.DRAFT)
    photo = visit.photos.get()
    readers = {
        "author": visit.author,
        "representative": visits.representative_of(engagement),
        **{role: people.staff(centre, role) for role in (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR)},
    }

    def seen() -> dict[str, tuple[int, int]]:
        found = {}
        for name, person in readers.items():
            client.force_login(person)
            big, small = (status(client, address(photo, which)) for which in ("visit_photo", "visit_photo_small"))
            found[str(name)] = (big, small)
        return found

    names = [str(name) for name in readers]
    assert seen() == dict.fromkeys(names, (404, 404)) | {"author": (200, 200)}
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.SUBMITTED)
    assert seen() == dict.fromkeys(names, (200, 200))


def test_a_photo_is_found_under_its_own_log_only(expert: Client, engagement: Engagement) -> None:
    photo = photos.log(engagement).photos.get()
    other = visits.log(engagement, days_ago=3)
    assert expert.get(reverse("visit_photo", args=[other.pk, photo.pk])).status_code == 404


def test_it_is_shown_and_can_do_nothing(expert: Client, engagement: Engagement) -> None:
    photo = photos.log(engagement).photos.get()
    answer = expert.get(address(photo), headers={"if-none-match": "*", "range": "bytes=0-3"})
    assert (answer.status_code, len(b"".join(answer))) == (200, photo.size)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert answer["Content-Disposition"] == f'inline; filename="{photo.pk}.jpg"'
    assert ("no-store" in answer["Cache-Control"], "sandbox" in answer["Content-Security-Policy"]) == (True, True)
    assert [answer.has_header(name) for name in ("ETag", "Last-Modified", "Accept-Ranges")] == [False] * 3


def test_a_photo_whose_file_is_lost_is_not_found(expert: Client, engagement: Engagement, photo_folder: Papers) -> None:
    photo = photos.log(engagement).photos.get()
    photo_folder.delete(photo.file.name)
    assert expert.get(address(photo)).status_code == 404


def test_every_page_of_the_log_shows_them_with_their_words(client: Client, engagement: Engagement) -> None:
    visit = photos.log(engagement, state=VisitState.SUBMITTED, caption="게시판 <b>")
    coordinator = people.staff(engagement.centre, Role.COORDINATOR)
    pages = [
        (visit.author, f"/mentor/logs/{visit.pk}/"),
        (visits.representative_of(engagement), f"/community/visits/{visit.pk}/"),
        (coordinator, f"/office/logs/{visit.pk}/"),
    ]
    for who, path in pages:
        client.force_login(who)
        page = client.get(path).content.decode()
        small = address(visit.photos.get(), "visit_photo_small")
        shown = {"class": "photo", "src": small, "width": "320", "height": "240", "alt": "게시판 <b>"}
        assert start_tags(page, "img") == [shown]
        assert page.count(f'href="{address(visit.photos.get())}"') == 1


@pytest.mark.parametrize("page", ["/mentor/logs/{}/", "/mentor/logs/{}/edit/"])
def test_five_photos_cost_no_more_queries_than_one(expert: Client, engagement: Engagement, page: str) -> None:
    costs = []
    for days, colours in ((2, ["red"]), (3, ["red", "green", "blue", "white", "black"])):
        path = page.format(photos.log(engagement, *colours, days_ago=days).pk)
        expert.get(path)
        with CaptureQueriesContext(connection) as made:
            assert expert.get(path).status_code == 200
        costs.append(len(made))
    assert costs[0] == costs[1]
