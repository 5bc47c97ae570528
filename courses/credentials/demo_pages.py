from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.runs.demo_pages import run_of
from courses.runs.enums import EnrolmentState
from courses.runs.models import Evidence
from lms.accounts.sample_people import person
from lms.common.background import jobs
from lms.common.looks import VISITOR, DemoPages, Look, look
from lms.common.models import Job
from lms.common.records import transitions

JOB = "pages"


def prepare() -> None:
    """Issuing certificates in the background, half done."""
    job, _is_new = jobs.open_job(
        owner=person("coordinator"),
        key=JOB,
        title="수료증 발급: 마을자치학과 입문과정 2026년 2기",
        total=17,
        back=reverse("office_completions"),
    )
    refusal = "이름을 인쇄할 수 없습니다: 예시수강70. 먼저 이름의 글자를 고쳐 주세요."
    with transaction.atomic():
        transitions.move(job, "begin", actor=None, changes={"done": 11, "refused": 1, "message": refusal})


def looks() -> Iterator[Look]:
    certificates = Certificate.objects.order_by("pk")
    yield look(VISITOR, "verify_form")
    yield look(VISITOR, "verify_form", called="verify_form_wrong", query="?code=", status=422)
    yield look(VISITOR, "verify", certificates.filter(state=CertificateState.VALID)[0].code)
    yield look(VISITOR, "verify", "AAAA-BBBB-CCCC", called="verify_unknown", status=404)
    yield look("trainee", "my_certificates")
    yield look("learner01", "my_certificates", called="my_certificates_some")
    over, due = run_of("MJ-101", "2026년 1기").pk, run_of("MJ-101", "2026년 주말반").pk
    yield look("coordinator", "office_completions")
    yield look("coordinator", "office_completions", called="office_completions_run", query=f"?run={over}")
    yield look("coordinator", "office_completions", called="office_completions_due", query=f"?run={due}")
    yield look("coordinator", "job", Job.objects.get(key=JOB).pk)
    learners = run_of("MJ-201", "2026년 2기").enrolments.filter(state=EnrolmentState.ACTIVE)
    yield look("coordinator", "office_evidence", learners.order_by("pk")[0].pk)
    accepted = Evidence.objects.standing().filter(centre__slug="seogu", kind="paper").order_by("pk")
    yield look("coordinator", "office_evidence_take_back", accepted[0].pk)
    yield look("coordinator", "office_certificates")
    yield look("coordinator", "office_certificates", called="office_certificates_none", query="?show=asked")
    yield look("coordinator", "office_certificate", certificates.filter(centre__slug="seogu")[0].pk)


PAGES = DemoPages(looks, prepare)
