from collections.abc import Iterator

from lms.accounts.models import Centre
from lms.accounts.sample_people import person
from lms.common.looks import DemoPages, Look, look
from lms.privacy.domain.wordings import save_draft
from lms.privacy.enums import Purpose
from lms.privacy.queries.wordings import wanted


def prepare() -> None:
    """A manager has begun to change what applicants agree to."""
    centre = Centre.objects.get(slug="seogu")
    (row,) = wanted([Purpose.LEARNING], centre)
    ask, words = row.begins_with
    more = f"{words} 사진은 찍지 않습니다."
    save_draft(purpose=Purpose.LEARNING, centre=centre, ask=ask, words=more, actor=person("manager"))


def looks() -> Iterator[Look]:
    yield look("trainee", "my_privacy")
    yield look("trainee", "erase_account")
    yield look("manager", "office_privacy")
    yield look("admin", "office_privacy", called="office_privacy_of_the_site")
    yield look("manager", "office_words", "learning")
    yield look("manager", "office_words_publish", "learning")
    yield look("manager", "office_officer")
    yield look("admin", "office_officer_of_site")


PAGES = DemoPages(looks, prepare)
