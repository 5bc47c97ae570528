from tests.committing import as_migrated, real_commits

__all__ = ["as_migrated", "real_commits"]
