"""Who edits what in /cms/: groups, page permissions, collections and the review of each centre, from its staff roles.

A staff role (Membership) is the only thing that people change; all of this follows from it and may be run again at will.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import CentrePage
from lms.accounts.models import Centre, Membership, Role

PAGE_PERMISSIONS = {
    Role.EDITOR: ("add", "change"),
    Role.REVIEWER: ("add", "change", "publish", "lock", "unlock"),
}
MEDIA_PERMISSIONS = {
    Role.EDITOR: ("add", "choose"),
    Role.REVIEWER: ("add", "change", "choose"),
}
GROUP_NAMES = {Role.EDITOR: "편집자", Role.REVIEWER: "검토자"}


@dataclass(frozen=True)
class Staffing:
    editors: Group
    reviewers: Group
    collection: Collection


def sync_centre(centre: Centre) -> Staffing:
    """Idempotent. Page permissions and the review need the centre's page; without it they wait for it."""
    with transaction.atomic():
        # The row is the lock: two of these at once would make the collection twice.
        centre = Centre.objects.select_for_update().get(pk=centre.pk)
        groups = {role: _group(centre, role) for role in PAGE_PERMISSIONS}
        collection = _collection(centre)
        for role, group in groups.items():
            _may_enter(group)
            _may_use(group, collection, MEDIA_PERMISSIONS[role])
        page = CentrePage.objects.filter(centre=centre).first()
        if page is not None:
            for role, group in groups.items():
                _may_edit(group, page, PAGE_PERMISSIONS[role])
            _review(centre, page, groups[Role.REVIEWER])
        sync_people(centre)
        return Staffing(groups[Role.EDITOR], groups[Role.REVIEWER], collection)


def sync_people(centre: Centre) -> None:
    for role in GROUP_NAMES:
        people = Membership.objects.filter(centre=centre, role=role, ended_on__isnull=True).values_list(
            "person_id", flat=True
        )
        _group(centre, role).user_set.set(people)


def _group(centre: Centre, role: Role) -> Group:
    """By the centre's short name, which its address keeps, so that another name of the centre makes no second group."""
    return Group.objects.get_or_create(name=f"{centre.slug} {GROUP_NAMES[role]}")[0]


def _may_enter(group: Group) -> None:
    group.permissions.set([Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")])


def _may_edit(group: Group, page: CentrePage, actions: tuple[str, ...]) -> None:
    """The group holds exactly these permissions, and on this page alone."""
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=[f"{action}_page" for action in actions],
    )
    GroupPagePermission.objects.filter(group=group).exclude(page_id=page.pk, permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=Page.objects.get(pk=page.pk), permission=permission)


def _collection(centre: Centre) -> Collection:
    """Found by what its editors may use, so that a collection renamed by hand is kept."""
    held = (
        GroupCollectionPermission.objects.filter(group=_group(centre, Role.EDITOR)).select_related("collection").first()
    )
    if held:
        return held.collection
    root = Collection.get_first_root_node()
    made: Collection = root.add_child(name=centre.name)
    return made


def _may_use(group: Group, collection: Collection, actions: tuple[str, ...]) -> None:
    """In three queries: every new centre comes through here, for both of its groups."""
    media = [model._meta for model in (Image, Document)]
    wanted = Permission.objects.filter(
        content_type__app_label__in=[meta.app_label for meta in media],
        codename__in=[f"{action}_{meta.model_name}" for meta in media for action in actions],
    )
    held = GroupCollectionPermission.objects.filter(group=group, collection=collection).values("permission_id")
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for permission in wanted.exclude(pk__in=held)
    )


def _review(centre: Centre, page: CentrePage, reviewers: Group) -> None:
    """Whatever is written below the centre's page goes through one task, which its reviewers approve."""
    if WorkflowPage.objects.filter(page_id=page.pk).exists():
        return
    task = GroupApprovalTask.objects.create(name=f"검토 ({centre.name})")
    task.groups.add(reviewers)
    workflow = Workflow.objects.create(name=f"검토 → 게시 ({centre.name})")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=page.pk))
