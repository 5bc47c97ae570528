from lms.common.integrity.triggers import Trigger, append_only

TRIGGERS = (
    *append_only("completion", "runs.Completion", moment="completed_at"),
    Trigger("enrolment_kept", "runs.Enrolment", "DELETE", "TRUE"),
)
