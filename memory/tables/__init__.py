"""The tables as SQLAlchemy Core sees them. No ORM: no identity map can hand out another tenant's object.

A statement imports the tables that it names; who asks about all of them goes to `memory.tables.whole`.
"""
