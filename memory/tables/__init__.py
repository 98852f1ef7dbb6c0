"""The tables as SQLAlchemy Core sees them. No ORM: no identity map can hand out another tenant's object."""

from memory.tables.arrivals import (
    doorsteps,
    invitations,
    openings,
    origins,
    privacy_choices,
    unasked_posts,
    wishes,
)
from memory.tables.base import metadata, physical
from memory.tables.collaboration import approvals, comments, notifications, tasks
from memory.tables.conversation import channel_bindings, messages
from memory.tables.delivery import (
    deliveries,
    inbound_bodies,
    inbound_events,
    inbound_keys,
    leases,
    turn_steps,
)
from memory.tables.facts import (
    conversion_truth,
    fx_rates,
    handed_files,
    metric_facts,
    metric_series,
)
from memory.tables.insights import ai_insights, insight_conflicts, insight_sources, insight_uses
from memory.tables.interviews import interview_sessions, persona_interactions
from memory.tables.ledger import audit, audit_heads, model_budgets, usage, usage_totals
from memory.tables.links import link_codes
from memory.tables.routing import routing_corrections
from memory.tables.schedule import digest_sendings, digests
from memory.tables.search import search_entries, search_vectors
from memory.tables.secrets import credentials, data_keys, installations
from memory.tables.strategy import brand_guidelines, strategy_outputs
from memory.tables.tenancy import accounts, campaigns, clients, memberships, organizations, users
from memory.tables.upkeep import erasures, revisions

__all__ = [
    "accounts",
    "ai_insights",
    "approvals",
    "audit",
    "audit_heads",
    "brand_guidelines",
    "campaigns",
    "channel_bindings",
    "clients",
    "comments",
    "conversion_truth",
    "credentials",
    "data_keys",
    "deliveries",
    "digest_sendings",
    "digests",
    "doorsteps",
    "erasures",
    "fx_rates",
    "handed_files",
    "inbound_bodies",
    "inbound_events",
    "inbound_keys",
    "insight_conflicts",
    "insight_sources",
    "insight_uses",
    "installations",
    "interview_sessions",
    "invitations",
    "leases",
    "link_codes",
    "memberships",
    "messages",
    "metadata",
    "metric_facts",
    "metric_series",
    "model_budgets",
    "notifications",
    "openings",
    "organizations",
    "origins",
    "persona_interactions",
    "physical",
    "privacy_choices",
    "revisions",
    "routing_corrections",
    "search_entries",
    "search_vectors",
    "strategy_outputs",
    "tasks",
    "turn_steps",
    "unasked_posts",
    "usage",
    "usage_totals",
    "users",
    "wishes",
]
