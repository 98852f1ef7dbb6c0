"""The schema's history. Alembic is imported only where there is something to migrate."""

HEAD = "v0018"
"""The revision that this code works with."""
