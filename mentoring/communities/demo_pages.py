from collections.abc import Iterator

from lms.accounts.sample_people import person
from lms.common.looks import VISITOR, DemoPages, Look, Measured, look
from mentoring.communities.models import Community
from mentoring.communities.queries.communities import acted_for


def looks() -> Iterator[Look]:
    yield look(VISITOR, "communities")
    yield look(VISITOR, "communities", called="communities_none", query="?q=나비효과")
    yield look(VISITOR, "community_page", Community.objects.order_by("pk")[2].slug)
    own = acted_for(person("representative"))[0]
    for view in ("community_profile", "community_members"):
        yield look("representative", view, own.pk)
    for view in ("office_communities", "office_community_new"):
        yield look("coordinator", view)


PAGES = DemoPages(looks, measured=(Measured(VISITOR, "/communities/"),))
