from lms.common.integrity.triggers import Trigger, append_only, losing_words, superseding

_SAME_EPISODE = (
    "SELECT 1 FROM runs_completionwithdrawal AS taken_back JOIN runs_completion AS before "
    "ON before.id = taken_back.completion_id "
    "WHERE taken_back.id = NEW.follows_id AND before.enrolment_id = NEW.enrolment_id"
)

TRIGGERS = (
    *append_only("completion", "runs.Completion", moment="completed_at"),
    Trigger(
        "completion_follows_its_own",
        "runs.Completion",
        "INSERT",
        f"NEW.follows_id IS NOT NULL AND NOT EXISTS ({_SAME_EPISODE})",
    ),
    Trigger("enrolment_kept", "runs.Enrolment", "DELETE", "TRUE"),
    *losing_words(
        "evidence",
        "runs.Evidence",
        keeps=[
            *("centre_id", "person_id", "course_key", "kind", "accepted"),
            *("accepted_by_id", "accepted_at", "supersedes_id"),
        ],
        moment="accepted_at",
    ),
    superseding("evidence", "runs.Evidence", same=("person_id", "course_key", "kind")),
    *losing_words(
        "withdrawal",
        "runs.CompletionWithdrawal",
        keeps=["centre_id", "completion_id", "asked_by_id", "asked_at", "withdrawn_by_id", "withdrawn_at"],
        moment="withdrawn_at",
    ),
)
