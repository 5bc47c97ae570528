from lms.common.integrity.triggers import Trigger, append_only, changed, superseding, unpermitted

_EVIDENCE = changed(
    ["centre_id", "person_id", "course_key", "kind", "accepted", "accepted_by_id", "accepted_at", "supersedes_id"]
)

TRIGGERS = (
    *append_only("completion", "runs.Completion", moment="completed_at"),
    Trigger("enrolment_kept", "runs.Enrolment", "DELETE", "TRUE"),
    # The one exception: the person left, and with them goes what was written about them.
    Trigger(
        "evidence_unchanged",
        "runs.Evidence",
        "UPDATE",
        f"{_EVIDENCE} OR NEW.reason <> '' OR {unpermitted('runs.Evidence')}",
    ),
    Trigger("evidence_kept", "runs.Evidence", "DELETE", unpermitted("runs.Evidence", "accepted_at")),
    superseding("evidence", "runs.Evidence", same=("person_id", "course_key", "kind")),
)
