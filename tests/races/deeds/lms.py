"""Deeds of people, staff, invitations, consents, notices, and of what runs in the background."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection, PageLogEntry

from cms.domain import scheduling, staffing
from lms.accounts.domain import roles
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.background import jobs, queue
from lms.invitations import domain as invitations
from lms.invitations.models import Invitation
from lms.notifications import domain as notifications
from lms.office.domain import phone_numbers, reference, zones
from lms.privacy.domain import erasure, wordings
from lms.privacy.enums import Purpose
from lms.staff.domain import accounts
from lms.staff.domain import second_factor as staff
from lms.staff.models import SecondFactorReset
from mentoring.communities.models import Stage
from tests.factories import mentoring, pages, people
from tests.races.deeds.deed import ONCE, Given, deed

TODAY = clock.today


def manager(centre: Any) -> User:
    return people.staff(centre, Role.MANAGER)


# ── staff


@deed(roles.change_last_day)
def another_last_day() -> Given:
    centre = people.centre()
    role = people.staff_role(centre, Role.AUDITOR)
    return {"membership": role, "last_day": TODAY() + timedelta(days=30), "actor": manager(centre)}


@deed(roles._end_over, answers=ONCE)
def a_last_day_that_is_over() -> Given:
    role = people.staff_role(people.centre(), Role.AUDITOR, last_day=TODAY() - timedelta(days=1))
    return {"pk": role.pk}


def without_phone() -> tuple[Any, User]:
    centre = people.centre()
    person = people.staff(centre, Role.EDITOR)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    people.staff(centre)  # two others there are
    manager(centre)
    return centre, person


def a_reset() -> tuple[SecondFactorReset, User]:
    centre, person = without_phone()
    actor = manager(centre)
    return staff.start_reset(person=person, centre=centre, actor=actor), actor


@deed(staff.ask_for_reset)
def asked_for_by_the_person() -> Given:
    return {"person": without_phone()[1]}


@deed(staff.start_reset)
def started_by_the_first() -> Given:
    centre, person = without_phone()
    return {"person": person, "centre": centre, "actor": manager(centre)}


@deed(staff.call_off_reset)
def the_phone_is_found() -> Given:
    reset, actor = a_reset()
    return {"reset": reset, "actor": actor}


@deed(staff._expire, answers=["done", "state"])
def nobody_confirmed_it() -> Given:
    reset, _actor = a_reset()
    return {"reset": reset}


@deed(accounts.open_account)
def an_account_opened_again() -> Given:
    return {"person": people.user(is_active=False), "actor": people.user(is_superuser=True)}


@deed(accounts.make_superuser)
def somebody_more_runs_the_site() -> Given:
    return {"person": people.user()}


@deed(accounts.end_superuser)
def somebody_less_runs_the_site() -> Given:
    people.user(is_superuser=True)  # who stays
    return {"person": people.user(is_superuser=True)}


# ── invitations and notices


def an_invitation() -> tuple[Invitation, User]:
    centre = people.centre()
    actor = manager(centre)
    return invitations.invite_person(centre=centre, name="예시새사람", email="new@example.org", actor=actor), actor


@deed(invitations.withdraw_invitation)
def an_invitation_taken_back() -> Given:
    invitation, actor = an_invitation()
    return {"invitation": invitation, "actor": actor}


@deed(invitations.send_again, answers=["closed", "done"])
def one_that_a_colleague_takes_back() -> Given:
    invitation, actor = an_invitation()
    both = {"invitation": invitation, "actor": actor}
    return [{"do": invitations.withdraw_invitation, **both}, both]


@deed(invitations.accept_as)
def accepted_by_who_is_signed_in() -> Given:
    invitation, _actor = an_invitation()
    return {"invitation": invitation, "person": people.user(email=invitation.email), "proved": True}


@deed(notifications.send_again)
def one_that_was_given_up() -> Given:
    centre = people.centre()
    person = people.says_yes(people.user(), centre)
    notifications.notify(person=person, kind="seat", key="seat:1", title="자리", path="/", centre=centre.pk)
    notice = person.notices.get()
    type(notice).objects.update(attempts=notifications.MOST_ATTEMPTS)
    return {"notice": notice, "actor": people.staff(centre)}


# ── places


@deed(zones.create_zone)
def a_zone() -> Given:
    centre = people.centre()
    dong = people.region(parent=centre.region)
    return {"district": centre.region, "actor": manager(centre), "name": "1권역", "order": 1, "dongs": [dong]}


def a_zone_there(**fields: Any) -> Given:
    centre = people.centre()
    zone = people.zone(centre.region)
    type(zone).objects.update(**{"order": 1} | fields)
    return {"zone": zone, "actor": manager(centre)}


@deed(zones.close_zone)
def a_zone_closed() -> Given:
    return a_zone_there()


@deed(zones.reopen_zone)
def a_zone_opened_again() -> Given:
    return a_zone_there(closed_on=TODAY())


@deed(reference.create_row)
def a_stage() -> Given:
    centre = people.centre()
    return {"model": Stage, "centre": centre, "actor": manager(centre), "name": "배움"}


def a_stage_there(**fields: Any) -> Given:
    row = mentoring.stage(people.centre(), **fields)
    return {"row": row, "actor": manager(row.centre)}


@deed(reference.close_row)
def a_stage_closed() -> Given:
    return a_stage_there()


@deed(reference.reopen_row)
def a_stage_opened_again() -> Given:
    return a_stage_there(closed_on=TODAY())


@deed(reference.change_row)
def a_stage_renamed() -> Given:
    return a_stage_there() | {"name": "첫걸음"}


@deed(reference.change_centre)
def whom_people_call() -> Given:
    centre = people.centre()
    return {"centre": centre, "actor": manager(centre), "phone": "0620000001"}


@deed(phone_numbers.give_number)
def a_number_for_two_of_a_family() -> Given:
    centre = people.centre()
    people.known(centre, phone="01012345678")
    person = people.known(centre, phone="01012345678")
    return {"person": person, "centre": centre, "actor": people.staff(centre), "reason": "본인 휴대전화"}


# ── personal data


@deed(wordings.save_draft, more=2)
def words_begun_by_two() -> Given:
    centre = people.centre()
    of = {"purpose": Purpose.LEARNING, "centre": centre, "actor": manager(centre), "words": "글"}
    return [{**of, "ask": "하나"}, {**of, "ask": "둘"}]


@deed(erasure.erase_account)
def somebody_leaves() -> Given:
    person = people.user()
    return {"person": person, "actor": person}


@deed(erasure.erase_unproved)
def somebody_who_never_came() -> Given:
    return {"person": people.user()}


# ── editors


def changes_of_pages() -> int:
    return PageLogEntry.objects.count()


@deed(scheduling._unpublish, answers=ONCE, count=changes_of_pages)
def a_page_whose_day_is_over() -> Given:
    page = pages.content()
    type(page).objects.filter(pk=page.pk).update(expire_at=clock.now() - timedelta(hours=1))
    return {"row": page}


@deed(scheduling._publish, answers=ONCE, count=changes_of_pages, more=1)
def a_page_whose_day_has_come() -> Given:
    page = pages.content(live=False)
    revision = page.save_revision()
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=clock.now() - timedelta(hours=1))
    return {"revision": revision}


@deed(staffing.sync_centre, count=Collection.objects.count)
def a_centre_begins() -> Given:
    centre = people.centre()
    staffing._groups(centre)
    return {"centre": centre}


# ── in the background


def waiting_jobs() -> Given:
    job, _new = jobs.open_job(owner=people.user(), key="k", title="t", total=1, back="/")
    return {"job_id": job.pk}


deed(jobs._begin)(waiting_jobs)


def a_task(**fields: Any) -> Any:
    now = clock.now()
    task = notifications.send_notice
    return DBTaskResult.objects.create(
        **{
            "task_path": task.module_path,
            "queue_name": "default",
            "backend_name": "default",
            "args_kwargs": {"args": [0], "kwargs": {}},
            "priority": 0,
            "enqueued_at": now,
            "run_after": now,
            "worker_ids": ["gone"],
            "exception_class_path": "",
            "traceback": "",
            "return_value": None,
        }
        | fields
    )


@deed(queue._take_back, answers=ONCE, more=0)
def a_task_of_a_dead_worker() -> Given:
    long_ago = clock.now() - timedelta(hours=2)
    return {"pk": a_task(status=queue.RUNNING, started_at=long_ago).pk}


@deed(queue.retry_given_up, answers=ONCE, more=0)
def tasks_tried_once_more() -> Given:
    a_task(status=queue.FAILED, finished_at=clock.now())
    return {}
