"""A newer list of the ministry: what it changes, what it asks, and that it is written wholly, once, or not at all."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lms.accounts.domain.country import load_country
from lms.accounts.domain.official_regions import changes_of, import_regions
from lms.accounts.enums import RegionLevel
from lms.accounts.models import Region
from lms.accounts.official_changes import Answers, Changes, full_name
from lms.accounts.official_list import BUNDLED, Place, bundled, read
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.common.records import statelog

pytestmark = pytest.mark.django_db

HEAD = "행정동코드,시도명,시군구명,읍면동명,생성일자,말소일자"
OLD = """
2900000000,광주광역시,,,,
2914000000,광주광역시,서구,,,
2914057500,광주광역시,서구,양동,,
2914065000,광주광역시,서구,농성1동,,
2914066000,광주광역시,서구,농성2동,,
4500000000,전라북도,,,,
4518000000,전라북도,정읍시,,,
4518033000,전라북도,정읍시,소성면,,
4518040000,전라북도,정읍시,감곡면,,
4519000000,전라북도,남원시,,,
4519042000,전라북도,남원시,이백면,,
"""


def lines(text: str) -> list[Place]:
    return read("\n".join([HEAD, *text.split()]).encode())


@pytest.fixture(autouse=True)
def country() -> None:
    import_regions(places=lines(OLD), answers={})


def after(*changed: tuple[str, str], add: str = "") -> list[Place]:
    """The old list with pieces of it replaced: an empty piece takes the line away."""
    text = OLD
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    return lines(text + add)


def followed(changes: Changes) -> list[tuple[str, str]]:
    return [(full_name(row.path), full_name(place.path)) for row, place in changes.followed]


def names(rows: Iterable[Any]) -> list[str]:
    return [full_name(row.path) for row in rows]


def state() -> list[tuple[Any, ...]]:
    return list(Region.objects.order_by("pk").values_list("pk", "code", "name", "parent", "closed_on"))


def test_an_empty_installation_gets_all_of_it() -> None:
    assert Region.objects.count() == 11
    district = Region.objects.get(code="2914000000")
    assert (district.level, district.parent) == (RegionLevel.SIGUNGU, Region.objects.get(name="광주광역시"))
    assert load_country() == 0  # the bundled list is older than what was imported


def test_the_same_list_again_changes_nothing() -> None:
    before, log = state(), StateChange.objects.count()
    assert import_regions(places=lines(OLD), answers={}).is_empty
    assert (state(), StateChange.objects.count()) == (before, log)


def test_a_province_is_followed_to_its_new_name_and_number_with_all_that_is_in_it() -> None:
    before = {row.pk: row.name for row in Region.objects.filter(code__startswith="45")}
    places = after((",전라북도,", ",전북특별자치도,"), ("\n45", "\n52"))
    changes = import_regions(places=places, answers={})
    assert (len(changes.followed), changes.gone, changes.new, changes.questions) == (6, [], [], [])
    now = {row.pk: row.name for row in Region.objects.filter(code__startswith="52")}
    assert now == {pk: "전북특별자치도" if name == "전라북도" else name for pk, name in before.items()}
    assert Region.objects.get(code="5218040000").full_name == "전북특별자치도 정읍시 감곡면"
    row = statelog.history(Region.objects.get(code="5218040000")).get()
    assert (row.action, row.actor) == ("follow", None)
    assert row.data == {
        "code": ["4518040000", "5218040000"],
        "name": ["전라북도 정읍시 감곡면", "전북특별자치도 정읍시 감곡면"],
    }
    site = StateChange.objects.filter(subject="site").order_by("pk").last()
    assert site is not None
    assert (site.action, site.data) == ("import_regions", {"followed": 6, "reopened": 0, "gone": 0, "new": 0})
    assert import_regions(places=places, answers={}).is_empty


def test_the_whole_country_follows_a_renumbered_province() -> None:
    """An installation that was begun before 전라북도 (45) had its new name and number: no row is closed or made."""
    text = BUNDLED.read_text(encoding="utf-8").replace("\n52", "\n45").replace("\t전북특별자치도\t", "\t전라북도\t")
    import_regions(places=read(text.encode("cp949")), answers={})
    before = dict(Region.objects.filter(code__startswith="45").values_list("pk", "code"))
    changes = import_regions(places=bundled(), answers={})
    found = {len(changes.gone), len(changes.new), len(changes.questions)}
    assert (len(changes.followed), found) == (len(before), {0})
    now = dict(Region.objects.filter(code__startswith="52").values_list("pk", "code"))
    assert now == {pk: f"52{code[2:]}" for pk, code in before.items()}
    assert not Region.objects.filter(closed_on__isnull=False).exists()


def test_a_renamed_place_keeps_its_row_by_its_code() -> None:
    changes = import_regions(places=after((",농성2동,", ",상록동,")), answers={})
    assert followed(changes) == [("광주광역시 서구 농성2동", "광주광역시 서구 상록동")]
    assert Region.objects.get(code="2914066000").name == "상록동"


def test_two_that_take_each_others_code_keep_their_names() -> None:
    places = after(
        ("2914065000,광주광역시,서구,농성1동", "2914066000,광주광역시,서구,농성1동"),
        ("2914066000,광주광역시,서구,농성2동", "2914065000,광주광역시,서구,농성2동"),
    )
    import_regions(places=places, answers={})
    codes = Region.objects.filter(name__startswith="농성").order_by("name").values_list("name", "code")
    assert list(codes) == [("농성1동", "2914066000"), ("농성2동", "2914065000")]


def test_a_district_that_moves_into_another_province_is_followed_by_its_parts() -> None:
    places = after(
        ("4519000000,전라북도,남원시", "2972000000,광주광역시,남원시"),
        ("4519042000,전라북도,남원시", "2972042000,광주광역시,남원시"),
    )
    changes = import_regions(places=places, answers={})
    assert names(row for row, _place in changes.followed) == ["전라북도 남원시", "전라북도 남원시 이백면"]
    assert Region.objects.get(name="이백면").full_name == "광주광역시 남원시 이백면"


def test_what_is_gone_is_closed_and_comes_back_with_its_row() -> None:
    dong = Region.objects.get(name="양동")
    changes = import_regions(places=after(("2914057500,광주광역시,서구,양동,,\n", "")), answers={})
    assert names(changes.gone) == ["광주광역시 서구 양동"]
    assert Region.objects.get(pk=dong.pk).closed_on == clock.today()
    changes = import_regions(places=lines(OLD), answers={})
    assert names(changes.reopened) == ["광주광역시 서구 양동"]
    assert Region.objects.get(pk=dong.pk).closed_on is None
    assert [row.action for row in statelog.history(dong).order_by("number")] == ["close", "reopen"]


PARTED = (("2914057500,광주광역시,서구,양동", "2914057600,광주광역시,서구,양1동"),)
PART = "2914057700,광주광역시,서구,양2동,,"
NAME = "광주광역시 서구 양동"


def parted() -> list[Place]:
    return after(*PARTED, add=PART)


def test_a_dong_that_is_gone_while_others_appear_is_asked_about_and_nothing_is_written() -> None:
    before = state()
    changes = changes_of(parted(), {})
    assert [(full_name(one.about.path), names(one.candidates)) for one in changes.questions] == [
        (NAME, ["광주광역시 서구 양1동", "광주광역시 서구 양2동"])
    ]
    with pytest.raises(DomainError) as refused:
        import_regions(places=parted(), answers={})
    assert (refused.value.code, state()) == ("open_questions", before)


@pytest.mark.parametrize(
    ("became", "code", "count"), [("광주광역시 서구 양2동", "2914057700", 12), ("", "2914057500", 13)]
)
def test_it_is_followed_or_closed_as_answered(became: str, code: str, count: int) -> None:
    dong = Region.objects.get(name="양동")
    import_regions(places=parted(), answers={NAME: became})
    now = Region.objects.get(pk=dong.pk)
    assert (now.code, now.closed_on is None, Region.objects.count()) == (code, bool(became), count)
    assert import_regions(places=parted(), answers={}).is_empty


@pytest.mark.parametrize(
    "answers", [{NAME: "광주광역시 서구 농성1동"}, {NAME: "없는 동"}, {"광주광역시 서구 없는 동": ""}]
)
def test_an_answer_that_fits_nothing_is_refused(answers: Answers) -> None:
    before = state()
    with pytest.raises(DomainError) as refused:
        import_regions(places=parted(), answers=answers)
    assert (refused.value.code, state()) == ("no_such_question", before)


def test_two_districts_that_become_one_are_both_asked_about() -> None:
    places = after(
        ("4518000000,전라북도,정읍시,,,\n", ""),
        ("4519000000,전라북도,남원시,,,\n", "4520000000,전라북도,정남시,,,\n"),
        ("4518033000,전라북도,정읍시", "4520033000,전라북도,정남시"),
        ("4518040000,전라북도,정읍시", "4520040000,전라북도,정남시"),
        ("4519042000,전라북도,남원시", "4520042000,전라북도,정남시"),
    )
    changes = changes_of(places, {})
    assert [names(one.candidates) for one in changes.questions] == [["전라북도 정남시"]] * 2
    answers = {"전라북도 정읍시": "전라북도 정남시", "전라북도 남원시": ""}
    assert names(one.about for one in changes_of(places, answers).questions) == ["전라북도 남원시 이백면"]
    import_regions(places=places, answers=answers | {"전라북도 남원시 이백면": "전라북도 정남시 이백면"})
    assert Region.objects.get(name="정남시").children.count() == 3
    assert Region.objects.get(name="남원시").closed_on == clock.today()


def test_a_part_of_the_country_is_refused() -> None:
    load = [f"29150{number:02d}000,광주광역시,서구,새{number}동,," for number in range(10, 60)]
    import_regions(places=after(add="\n".join(load)), answers={})
    before = state()
    with pytest.raises(DomainError) as refused:
        import_regions(places=lines("2900000000,광주광역시,,,,"), answers={})
    assert (refused.value.code, state()) == ("not_whole", before)


def run(file: Path, *options: str) -> list[str]:
    out = io.StringIO()
    call_command("import_regions", str(file), *options, stdout=out)
    return out.getvalue().splitlines()


def write(folder: Path, text: str) -> Path:
    file = folder / "list.csv"
    file.write_text(f"{HEAD}\n{text.strip()}\n", encoding="cp949")
    return file


def test_the_command_shows_asks_and_writes(tmp_path: Path) -> None:
    file, before = write(tmp_path, OLD.replace(*PARTED[0]) + PART), state()
    shown = run(file, "--dry-run")
    assert shown == [
        "묻습니다: ‘광주광역시 서구 양동’ 자리는 지금 어디인가요? 다음 중 하나로 답해 주세요.",
        f'    --answer "{NAME}=광주광역시 서구 양1동"',
        f'    --answer "{NAME}=광주광역시 서구 양2동"',
        f'    --answer "{NAME}="',
    ]
    with pytest.raises(CommandError, match="먼저 답할 물음이 있습니다"):
        run(file)
    assert state() == before
    answer = ("--answer", f"{NAME}=광주광역시 서구 양1동")
    changes = [
        f"따라갑니다: {NAME} 2914057500 → 광주광역시 서구 양1동 2914057600",
        "새로 넣습니다: 광주광역시 서구 양2동 2914057700",
    ]
    assert run(file, "--dry-run", *answer) == changes
    assert state() == before
    assert run(file, *answer) == [*changes, "모두 적용했습니다."]
    assert run(file) == ["바뀌는 것이 없습니다."]


def test_the_command_refuses_what_it_can_not_read(tmp_path: Path) -> None:
    before = state()
    for file, said in (
        (write(tmp_path, "이름"), "행정동코드 목록이 아닙니다"),
        (tmp_path / "nowhere.csv", "파일을 읽을 수 없습니다"),
    ):
        with pytest.raises(CommandError, match=said):
            run(file)
    with pytest.raises(CommandError, match="답은"):
        run(write(tmp_path, OLD), "--answer", "양동")
    assert state() == before
