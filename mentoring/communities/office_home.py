from django.urls import reverse

from lms.accounts.models import Centre
from lms.common.figures import Figure
from mentoring.communities.figures import coached_maps
from mentoring.communities.metrics import by_dong


def figures(centre: Centre) -> list[Figure]:
    return coached_maps(by_dong(centre), link=lambda dong: f"{reverse('office_communities')}?dong={dong.code}")
