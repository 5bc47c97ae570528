"""Who edits what in /cms/: groups, page permissions, collections and the review of each centre, from its staff roles.

A staff role (Membership) is the only thing that people change; all of this follows from it and may be run again at will.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
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

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership
from lms.common.one_by_one import one_by_one

PAGE_PERMISSIONS = {
    Role.EDITOR: ("add", "change"),
    Role.REVIEWER: ("add", "change", "publish", "lock", "unlock"),
}
MEDIA_PERMISSIONS = {
    Role.EDITOR: ("add", "choose"),
    Role.REVIEWER: ("add", "change", "choose"),
}
GROUP_NAMES = {Role.EDITOR: "편집자", Role.REVIEWER: "검토자"}
MEDIA = (Image, Document)

Groups = dict[Role, Group]
Permissions = dict[str, int]  # all that is given here, by app and codename


@dataclass(frozen=True)
class Staffing:
    editors: Group
    reviewers: Group
    collection: Collection


def sync_centre(centre: Centre) -> Staffing:
    """Idempotent. Page permissions and the review need the centre's page; without it they wait for it."""
    with transaction.atomic():
        centre = _locked(centre)
        groups, permissions = _groups(centre), _permissions()
        collection = _collection(centre, groups[Role.EDITOR])
        _may_enter(groups, permissions)
        _may_use(groups, collection, permissions)
        page = Page.objects.filter(centrepage__centre=centre).first()
        if page is not None:
            _may_edit(groups, page, permissions)
            _review(centre, page, groups[Role.REVIEWER])
        _belong(groups, centre)
        return Staffing(groups[Role.EDITOR], groups[Role.REVIEWER], collection)


def sync_people(centre: Centre) -> None:
    """A centre without groups has no editors yet, whoever else begins or ends there."""
    with transaction.atomic():
        if groups := _known_groups(centre):
            _belong(groups, _locked(centre))


def sync_due() -> int:
    """Editors and reviewers whose first day has come since somebody saved a role; returns at how many centres."""
    waiting = Centre.objects.filter(pk__in=[pk for role in GROUP_NAMES for pk in _not_let_in(role)]).order_by("pk")
    return one_by_one(_sync_one, list(waiting))


def _not_let_in(role: Role) -> QuerySet[Membership, int]:
    held = Membership.objects.held().filter(role=role)
    named = held.annotate(group_name=Concat("centre__slug", Value(f" {GROUP_NAMES[role]}")))
    inside = Group.objects.filter(name=OuterRef("group_name"), user=OuterRef("person"))
    return named.filter(~Exists(inside)).values_list("centre", flat=True)


def _sync_one(centre: Centre) -> int:
    sync_centre(centre)
    return 1


def _locked(centre: Centre) -> Centre:
    """Two of these at once would make the collection twice, or put an editor out again whose role has just begun."""
    return Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)


def _belong(groups: Groups, centre: Centre) -> None:
    people = _people(groups, centre)
    for role, group in groups.items():
        group.user_set.set([person for held, person in people if held == role])


def _people(groups: Groups, centre: Centre) -> list[tuple[str, int]]:
    roles = Membership.objects.held().filter(centre=centre, role__in=groups)
    return list(roles.values_list("role", "person_id"))


def _known_groups(centre: Centre) -> Groups:
    """By the centre's short name, which its address keeps, so that another name of the centre makes no second group."""
    roles = {_name(centre, role): role for role in GROUP_NAMES}
    return {roles[group.name]: group for group in Group.objects.filter(name__in=roles)}


def _name(centre: Centre, role: Role) -> str:
    return f"{centre.slug} {GROUP_NAMES[role]}"


def _groups(centre: Centre) -> Groups:
    known = _known_groups(centre)
    return {role: known.get(role) or Group.objects.get_or_create(name=_name(centre, role))[0] for role in GROUP_NAMES}


def _permissions() -> Permissions:
    apps = {"wagtailadmin", "wagtailcore", *(model._meta.app_label for model in MEDIA)}
    rows = Permission.objects.filter(content_type__app_label__in=apps)
    names = rows.values_list("content_type__app_label", "codename", "pk")
    return {f"{app}.{codename}": pk for app, codename, pk in names}


def _may_enter(groups: Groups, permissions: Permissions) -> None:
    """Of what is allowed whatever the place, this alone."""
    through = Group.permissions.through
    permission = permissions["wagtailadmin.access_admin"]
    held = through._default_manager.filter(group__in=groups.values())
    _hold(held, [through(group=group, permission_id=permission) for group in groups.values()], nothing_else=True)


def _may_edit(groups: Groups, page: Page, permissions: Permissions) -> None:
    """The groups hold exactly these permissions, and on this page alone."""
    wanted = [
        GroupPagePermission(group=groups[role], page=page, permission_id=permissions[f"wagtailcore.{action}_page"])
        for role, actions in PAGE_PERMISSIONS.items()
        for action in actions
    ]
    _hold(GroupPagePermission.objects.filter(group__in=groups.values()), wanted, nothing_else=True)


def _collection(centre: Centre, editors: Group) -> Collection:
    """Found by what its editors may use, so that a collection renamed by hand is kept."""
    held = GroupCollectionPermission.objects.filter(group=editors).select_related("collection").first()
    if held:
        return held.collection
    collection: Collection = Collection.get_first_root_node().add_child(name=centre.name)
    return collection


def _may_use(groups: Groups, collection: Collection, permissions: Permissions) -> None:
    """What was given besides by hand stays: a collection that several centres share, for example."""
    wanted = [
        GroupCollectionPermission(
            group=groups[role],
            collection=collection,
            permission_id=permissions[f"{model._meta.app_label}.{action}_{model._meta.model_name}"],
        )
        for role, actions in MEDIA_PERMISSIONS.items()
        for model in MEDIA
        for action in actions
    ]
    _hold(GroupCollectionPermission.objects.filter(group__in=groups.values()), wanted)


def _hold(held: QuerySet[Any], wanted: list[Any], *, nothing_else: bool = False) -> None:
    """One query where all is as it should be."""

    def content(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key)

    rows = {content(row): row.pk for row in held}
    missing = [row for row in wanted if content(row) not in rows]
    if missing:
        held.model._default_manager.bulk_create(missing)
    surplus = rows.keys() - {content(row) for row in wanted}
    if nothing_else and surplus:
        held.filter(pk__in=[rows[one] for one in surplus]).delete()


def _review(centre: Centre, page: Page, reviewers: Group) -> None:
    """Whatever is written below the centre's page goes through one task, which its reviewers approve."""
    if WorkflowPage.objects.filter(page_id=page.pk).exists():
        return
    task = GroupApprovalTask.objects.create(name=f"검토 ({centre.name})")
    task.groups.add(reviewers)
    workflow = Workflow.objects.create(name=f"검토 → 게시 ({centre.name})")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
