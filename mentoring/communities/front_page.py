"""What the front page shows of communities."""

from django.urls import reverse

from lms.common.figures import Figure
from mentoring.communities.figures import community_maps
from mentoring.communities.metrics import by_dong


def maps() -> list[Figure]:
    return community_maps(by_dong(), link=lambda dong: f"{reverse('communities')}?dong={dong.code}#found")
