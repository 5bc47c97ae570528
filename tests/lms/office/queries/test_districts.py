import pytest

from lms.accounts.enums import RegionLevel
from lms.accounts.models import Region
from lms.common.errors import DomainError
from lms.office.queries.districts import district
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    gwangju = people.region(RegionLevel.SIDO, code="2900000000", name="광주광역시")
    busan = people.region(RegionLevel.SIDO, code="2600000000", name="부산광역시")
    seogu = people.region(RegionLevel.SIGUNGU, code="2914000000", name="서구", parent=gwangju)
    people.region(RegionLevel.SIGUNGU, code="2614000000", name="서구", parent=busan)
    people.region(RegionLevel.DONG, code="2914060500", name="양동", parent=seogu)
    gyeonggi = people.region(RegionLevel.SIDO, code="4100000000", name="경기도")
    suwon = people.region(RegionLevel.SIGUNGU, code="4111000000", name="수원시", parent=gyeonggi)
    people.region(RegionLevel.SIGUNGU, code="4111100000", name="장안구", parent=suwon)


@pytest.mark.parametrize("text", ["", "양동", "구", "광주광역시", "29", "대구 서구", "서구 광주"])
def test_no_district_is_meant(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        district(text)
    assert refused.value.code == "no_district"


def test_of_several_all_are_named() -> None:
    with pytest.raises(DomainError) as refused:
        district("서구")
    assert refused.value.code == "several_districts"
    assert "부산광역시 서구 (2614000000), 광주광역시 서구 (2914000000)" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("29140", "2914000000"),
        ("2914000000", "2914000000"),
        ("광주광역시 서구", "2914000000"),
        (" 광주  서구 ", "2914000000"),
        ("수원시", "4111000000"),
        ("경기 수원 장안구", "4111100000"),
    ],
)
def test_one_is_meant(text: str, code: str) -> None:
    assert district(text) == Region.objects.get(code=code)
