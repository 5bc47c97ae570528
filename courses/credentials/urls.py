from django.urls import URLPattern, URLResolver, path

from courses.credentials.views import certificates, completions
from lms.common.web.limits import limited

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/completions/", completions.office_completions, name="office_completions"),
    path("office/completions/<int:pk>/issue/", completions.office_issue, name="office_issue"),
    path("office/enrolments/<int:pk>/evidence/", completions.office_evidence, name="office_evidence"),
    path(
        "office/evidence/<int:pk>/take-back/", completions.office_evidence_take_back, name="office_evidence_take_back"
    ),
    path("office/certificates/", certificates.office_certificates, name="office_certificates"),
    path("office/certificates/<int:pk>/", certificates.office_certificate, name="office_certificate"),
    path("office/certificates/<int:pk>/again/", certificates.office_certificate_again, name="office_certificate_again"),
    path("office/certificates/<int:pk>/ask/", certificates.office_certificate_ask, name="office_certificate_ask"),
    path(
        "office/certificates/<int:pk>/decline/",
        certificates.office_certificate_decline,
        name="office_certificate_decline",
    ),
    path(
        "office/certificates/<int:pk>/revoke/", certificates.office_certificate_revoke, name="office_certificate_revoke"
    ),
    path("my/certificates/", certificates.my_certificates, name="my_certificates"),
    path("my/certificates/<int:pk>/pdf/", certificates.certificate_pdf, name="certificate_pdf"),
    path("verify/", limited("verify")(certificates.verify_form), name="verify_form"),
    path("verify/<str:code>/", limited("verify")(certificates.verify), name="verify"),
]
