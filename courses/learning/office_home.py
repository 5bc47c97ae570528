from courses.learning.figures import funnel_figure
from courses.learning.metrics import funnel
from lms.accounts.models import Centre
from lms.common.figures import Figure


def figures(centre: Centre) -> list[Figure]:
    return [funnel_figure(funnel(centre))]
