"""Backups: what is in one, how it is sealed, and how it is put back. `docs/decisions/0014-backup.md` says why so."""
