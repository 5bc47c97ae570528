"""What CI runs a second time, on PostgreSQL: the tests of what a database can change. `make test-both` runs all on both.

A path may have `*`, which stands for folders, too. A test in one of these files that looks at what no database changes is
marked `once`.
"""

from fnmatch import fnmatchcase

REASONS = {
    "tests/races/*": "two connections at once: locks, and what happens without them",
    "tests/faults/*": "what is left of a write when one of its statements or its commit fails",
    "tests/drill/*": "processes that die in the middle of a transaction",
    "tests/backup/test_round_trip.py": "every column of every table, there and back; sequences, constraints at commit",
    "tests/upgrade/*": "migrations, and rows of earlier versions",
    "tests/architecture/test_migrations.py": "migrations that only one of the databases has",
    "tests/architecture/test_test_databases.py": "the copies of the test database themselves",
    "tests/lms/common/integrity/test_seals.py": "what is read of a row must be the same text on both",
    "tests/lms/common/integrity/test_triggers.py": "triggers are written in two dialects",
    "tests/lms/common/integrity/test_verify*.py": "constraints and triggers are read from the database's own tables",
    "tests/lms/common/integrity/test_damages.py": "JSON and dates compared by the database; tables broken by its own SQL",
    "tests/lms/common/integrity/test_earlier.py": "what is migrated, and what is refused before it is",
    "tests/lms/common/files/test_export.py": "rows are read in pieces; times, numbers and JSON as text",
    "tests/lms/common/text/test_search.py": "words found whatever their case, composed or not",
    "tests/lms/common/web/test_logs.py": "the database's own errors",
    "tests/*/domain/*": "writes: locks, constraints, savepoints, dates",
    "tests/*/test_domain.py": "the same of a topic whose domain is one file",
    "tests/*/queries/*": "aggregates, order, plans, numbers of queries",
    "tests/lms/notifications/*": "the outbox: locked rows are skipped, times of the next try",
    "tests/lms/invitations/test_sending.py": "the outbox, and addresses found whatever their case",
    "tests/lms/common/background/*": "one worker at a time, what is taken back, one night once",
    "tests/lms/common/records/*": "locks, in the order that is declared",
    "tests/lms/privacy/*": "JSON of one's own data, dates of destruction",
    "tests/*/test_erasure.py": "what goes in one transaction, and what a trigger lets go",
    "tests/*/test_retention.py": "dates of destruction, and what hangs on a row",
    "tests/lms/accounts/*": "roles and centres by day",
    "tests/lms/signin/test_sign_*.py": "addresses and numbers found whatever their case",
    "tests/lms/signin/test_address.py": "addresses found whatever their case",
    "tests/lms/signin/test_sessions.py": "rows of sessions that end together",
    "tests/lms/signin/test_sealing.py": "JSON written anew, row by row under locks",
    "tests/cms/test_long_lessons.py": "Wagtail's revisions: long JSON",
    "tests/cms/test_people_and_reference.py": "rows that others rest on, search",
    "tests/cms/test_reading.py": "Wagtail's references",
    "tests/cms/test_scheduling.py": "Wagtail's revisions by date",
    "tests/cms/test_staffing.py": "Wagtail's tree, permissions in bulk",
    "tests/courses/curriculum/test_*.py": "Wagtail's tree, pages that records protect, JSON of rules and of bodies",
    "tests/mentoring/matching/test_ranking.py": "hard filters and order in one query, over arrays of topics and places",
    "tests/mentoring/*/test_figures.py": "aggregates by month and place",
    "tests/mentoring/test_rules.py": "who counts on a day, in a query",
    "tests/lms/office/views/test_access_log.py": "what is on record after a refusal, in or out of the transaction",
    "tests/mentoring/communities/views/test_directories.py": "search, and 가나다 order",
    "tests/lms/office/views/test_people_and_communities.py": "search and order of lists, edits under locks",
    "tests/lms/office/views/test_records.py": "records by day and hour",
    "tests/courses/learning/views/test_home.py": "order and numbers of queries",
    "tests/courses/runs/views/test_catalogue.py": "order, seats counted",
    "tests/*/test_metrics.py": "aggregates by month",
    "tests/fuzz/*": "texts that only one of the databases refuses: NUL, half a character, numbers too large",
    "tests/browser/test_community_visits.py": "what people do most, whole",
    "tests/browser/test_journeys*.py": "what people do most, whole",
    "tests/browser/test_empty_installation.py": "the first rows of everything, on tables that are empty",
    "tests/browser/test_first_course.py": "what people do most, whole",
    "tests/browser/test_office_privacy.py": "the first rows of everything, on tables that are empty",
    "tests/browser/test_photos.py": "what people do most, whole",
    "tests/browser/test_signed_out.py": "what people do most, whole",
    "tests/browser/test_whole_line.py": "the whole line",
}


def depends_on_database(path: str) -> bool:
    """Of a file's path in the project."""
    return any(fnmatchcase(path, pattern) for pattern in REASONS)
