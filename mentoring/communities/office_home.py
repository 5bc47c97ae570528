from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager
from lms.accounts.models import Centre, User
from lms.accounts.office_home import Step
from lms.accounts.rules import may_manage
from lms.common import clock
from lms.common.figures import Figure
from mentoring.communities.figures import coached_maps
from mentoring.communities.metrics import by_dong
from mentoring.communities.models import Stage
from mentoring.corps.rules import still_offered


def figures(centre: Centre) -> list[Figure]:
    return coached_maps(by_dong(centre), link=lambda dong: f"{reverse('office_communities')}?dong={dong.code}")


def stages(user: User, centre: Centre) -> Step:
    return Step(
        _("Stages"),
        _("How far communities are, such as learning, filling, achieving. Each is registered with one."),
        Q(Exists(Stage.objects.filter(still_offered(clock.today()), centre=centre))),
        reverse("office_reference", args=["stages"]) if may_manage(user, centre) else "",
        not_manager().message,
    )
