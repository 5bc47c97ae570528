"""109 communities: the 16 of the sample data and 93 more, each with its representative."""

import random

from lms.accounts.enums import RegionLevel
from lms.accounts.models import Centre, Region, User
from lms.common import clock
from lms.demo.data import sample
from lms.demo.days import at, day
from lms.demo.parts.people import person, sign_in, welcomed
from mentoring.communities.domain import communities as domain
from mentoring.communities.enums import CommunityKind
from mentoring.communities.models import Community, Stage
from mentoring.corps.models import Field

NUMBER = 109
# What groups do, by field; with a dong's name before it, each makes one community.
ACTIVITIES = {
    "care-edu": (
        "숙제 사랑방",
        "그림책 나들이",
        "방과후 놀이터",
        "엄마랑 텃밭학교",
        "한글 배움방",
        "아빠 요리교실",
        "청소년 쉼터지기",
    ),
    "share-care": ("반찬 두레", "어르신 안부모임", "나눔 냉장고", "이웃 손길", "공유 부엌", "돌봄 품앗이", "밥상 모임"),
    "climate": (
        "자원순환 가게",
        "골목 텃밭",
        "우산 수리소",
        "햇빛 나눔",
        "물길 지킴이",
        "장바구니 모임",
        "제로웨이스트 살림",
    ),
    "culture": (
        "마을 합창단",
        "풍물 한마당",
        "골목 영화관",
        "마을 신문",
        "손뜨개 모임",
        "통기타 동아리",
        "옛이야기 채록단",
    ),
}
APARTMENTS = ("푸른", "한빛", "우리", "큰들", "새봄", "은하", "솔빛", "가온")
WHY = {
    "care-edu": "아이와 어른이 함께 배우고 서로 돌보는",
    "share-care": "이웃이 이웃을 살피고 가진 것을 나누는",
    "climate": "쓰레기를 줄이고 동네 자연을 지키는",
    "culture": "이야기와 노래로 동네를 잇는",
}


def add(
    name: str, *, kind: str, field: str, dong: Region, stage: Stage, members: int, who: User, joined: int
) -> Community:
    centre, staff = stage.centre, sign_in("coordinator")
    with clock.at(at(day(joined))):
        made = domain.create_community(
            centre=centre,
            name=name,
            kind=kind,
            field=Field.objects.get(centre=centre, code=field),
            dong=dong,
            stage=stage,
            members_count=members,
            actor=staff,
        )
        domain.change_representative(community=made, person=welcomed(who, centre, staff), actor=staff)
        return domain.update_profile(
            community=made,
            actor=staff,
            story=f"{dong.name}에서 {WHY[field]} 모임입니다. 회원 {members}명이 한 달에 두 번 만납니다. "
            "함께하고 싶은 이웃을 늘 기다립니다.",
            meeting_place=f"{dong.name} 주민사랑방",
            members_count=members,
        )


def given(stages: dict[str, Stage]) -> None:
    for number, row in enumerate(sample()["communities"], start=1):
        who = (
            sign_in("representative")
            if number == 3
            else person(f"rep{number:03d}", row["representative"], dong=row["dong"])
        )
        add(
            row["name"],
            kind=row["kind"],
            field=row["field"],
            dong=Region.objects.get(code=row["dong"]),
            stage=stages[row["stage"]],
            members=row["members"],
            who=who,
            joined=-320 + number,
        )


def more(stages: dict[str, Stage]) -> None:
    """The same 93 each time: drawn from all pairs of dong and activity, with a fixed seed."""
    draw = random.Random(2026)
    dongs = list(Region.objects.filter(parent__code="2914000000", level=RegionLevel.DONG))
    pairs = [(dong, field, activity) for dong in dongs for field, names in ACTIVITIES.items() for activity in names]
    draw.shuffle(pairs)
    for number, (dong, field, activity) in enumerate(pairs[: NUMBER - len(sample()["communities"])], start=17):
        in_estate = number % 4 == 0
        place = f"{dong.name} {draw.choice(APARTMENTS)}아파트" if in_estate else dong.name
        add(
            f"{place} {activity}",
            kind=CommunityKind.APARTMENT if in_estate else CommunityKind.VILLAGE,
            field=field,
            dong=dong,
            stage=stages[draw.choice(sample()["stages"])],
            members=draw.randint(5, 24),
            who=person(f"rep{number:03d}", f"예시대표{number:03d}", dong=dong.code),
            joined=-300 + draw.randint(0, 120),
        )


def elsewhere() -> None:
    """One community of the other centre, so that its pages aren't empty."""
    other = Centre.objects.get(slug="seodaemun")
    dong = Region.objects.get(code="1141071000")
    community = Community.objects.create(
        centre=other,
        name="북가좌 은행나무 골목회",
        slug="북가좌-은행나무-골목회",
        kind=CommunityKind.VILLAGE,
        field=Field.objects.create(centre=other, code="neighbours", name="이웃관계", order=1),
        dong=dong,
        stage=Stage.objects.create(centre=other, name="1단계 협의체 구성·자원조사", order=1),
        members_count=12,
        story="골목 은행나무를 함께 돌보는 이웃들의 모임입니다.",
        joined_on=day(-100),
    )
    staff, who = person("coordinator2", ""), person("rep-other", "예시대표200", dong=dong.code)
    domain.change_representative(community=community, person=welcomed(who, other, staff), actor=staff)


def build() -> None:
    seogu = Centre.objects.get(slug="seogu")
    stages = {
        name: Stage.objects.create(centre=seogu, name=name, order=order)
        for order, name in enumerate(sample()["stages"], start=1)
    }
    given(stages)
    more(stages)
    elsewhere()
