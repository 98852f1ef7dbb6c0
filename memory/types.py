"""The values of what is known: places, people, messages and the envelope of everything that is delivered."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NewType

from config.errors import Locale

OrgId = NewType("OrgId", str)
ClientId = NewType("ClientId", str)
CampaignId = NewType("CampaignId", str)
UserId = NewType("UserId", str)
MessageId = NewType("MessageId", str)
BindingId = NewType("BindingId", str)
OutputId = NewType("OutputId", str)
Thread = NewType("Thread", str)

OrgType = Literal["SME", "AGENCY"]
CampaignStatus = Literal["draft", "planned", "active", "paused", "completed", "archived"]
OutputStatus = Literal["draft", "in_review", "approved", "superseded", "archived"]
InputKind = Literal["output", "insight", "metric", "guideline", "turn"]
EvidenceKind = Literal["metric", "output", "statement", "document", "source", "inference", "assumption"]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """A place in the tenancy: an organisation, a client of it, or a campaign (of a client, or of an SME)."""

    org: OrgId
    client: ClientId | None = None
    campaign: CampaignId | None = None

    @property
    def chain(self) -> tuple["Scope", ...]:
        """This scope and those above it, narrowest first: campaign, client, organisation."""
        client = Scope(self.org, self.client) if self.client else None
        above = (client, Scope(self.org)) if client else (Scope(self.org),)
        return (self, *(s for s in above if s != self))

    @property
    def level(self) -> str:
        """Which level of its organisation this is: `campaign:<id>`, `client:<id>` or `organization`."""
        if self.campaign:
            return f"campaign:{self.campaign}"
        return f"client:{self.client}" if self.client else "organization"


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held at a place, and below it, until it expires."""

    role: str
    """One of config/roles.toml."""
    scope: Scope
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of one organisation, with what they are in it."""

    user: UserId
    name: str
    locale: Locale
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A scope as people name it: its slugs, its names, and how time and money are counted there."""

    scope: Scope
    path: str
    """Slugs joined by '/': `org`, `org/client`, `org/client/campaign` or `org/campaign`."""
    names: tuple[str, ...]
    org_type: OrgType
    locale: Locale
    timezone: str
    currency: str


@dataclass(frozen=True, slots=True)
class Organization:
    """A tenant: an SME or an agency, and how time and money are counted there by default."""

    id: OrgId
    slug: str
    name: str
    type: OrgType
    locale: Locale
    timezone: str
    currency: str


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody whom an agency works for."""

    id: ClientId
    org: OrgId
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What is known of a campaign when it is made; its budget is in minor units of `currency`."""

    name: str = ""
    """Empty: the slug is the name."""
    status: CampaignStatus = "draft"
    budget: int | None = None
    currency: str | None = None
    goal: str = ""
    kpi: str = ""
    starts: date | None = None
    ends: date | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign of a client, or of an SME itself."""

    id: CampaignId
    org: OrgId
    client: ClientId | None
    slug: str
    plan: CampaignPlan


@dataclass(frozen=True, slots=True)
class ChannelKey:
    """Where a conversation happens; `thread` is empty for the channel itself."""

    platform: str
    workspace: str
    channel: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """A channel, or one thread of it, that works on a scope."""

    id: BindingId
    key: ChannelKey
    scope: Scope
    newcomers: str = ""
    """The role of colleagues who speak here for the first time; "" is the scope's default, "none" gives none."""
    listens: bool = False
    """Whether it has opted in to being listened to."""
    client_safe: bool = False
    """Whether answers leave out what is internal."""
    rests: bool = False
    """Whether the bot is out of it, so that nothing unasked is posted there."""
    outsiders: bool = False
    """Whether somebody from outside has been noticed."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A chat account as it speaks for the first time."""

    platform: str
    account: str
    name: str
    locale: Locale


@dataclass(frozen=True, slots=True)
class Usage:
    """What one model call cost, in millionths of `currency`."""

    agent: str
    model: str
    tokens_in: int
    tokens_out: int
    cost_micros: int
    currency: str = "USD"
    message: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A user of an organisation with all their roles there, expired ones too."""

    user: UserId
    name: str
    locale: Locale
    memberships: tuple[Membership, ...]


MessageKind = Literal["turn", "reply", "brief", "imported"]


@dataclass(frozen=True, slots=True)
class Said:
    """What came in from a channel, or was answered there, before it is stored."""

    conversation: str
    thread: Thread
    kind: MessageKind
    author: str
    text: str
    external_id: str
    """The channel's own id of the message: in a conversation it is stored once, however often it arrives."""
    meta: Json = field(default_factory=dict[str, Any])
    created_at: datetime | None = None
    """None: the moment of storing."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something said in a conversation, or a brief that was handed in: the raw source of all evidence."""

    id: MessageId
    scope: Scope
    conversation: str
    thread: Thread
    kind: MessageKind
    author: str
    text: str
    external_id: str
    created_at: datetime
    content_hash: str
    meta: Json = field(default_factory=dict[str, Any])
    """Of a reply: agent, command, outputs, questions and buttons. Of a brief: its file's name."""


BriefFate = Literal["imported", "updated", "skipped"]


@dataclass(frozen=True, slots=True)
class InputUsed:
    kind: InputKind
    ref: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a part of a body rests on: `path` is a JSON path into the body such as `items.S1.statement`."""

    path: str
    kind: EvidenceKind
    ref: str
    quote: str
    grade: float


@dataclass(frozen=True, slots=True)
class MissingInput:
    field: str
    why: str
    ask: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What an agent hands over: the envelope of an output without what only the store can know."""

    agent: str
    output_type: str
    schema_version: int
    locale: Locale
    title: str
    summary: str
    body: Json
    inputs_used: tuple[InputUsed, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    assumptions: tuple[str, ...] = ()
    missing_inputs: tuple[MissingInput, ...] = ()
    confidence: float = 0.0
    """Mean over the required fields of their best evidence grade, 0 to 1; a missing one counts 0."""
    engine: str = "rule"
    supersedes: OutputId | None = None
    stale_after: datetime | None = None
    subject: str = ""
    """Which of its type this is, where a place has several (a persona's name); versions count per subject."""
    archived: bool = False
    """Whether this version puts its subject away: it stays in the history, and no agent works with it."""


@dataclass(frozen=True, slots=True)
class Output:
    """The envelope of everything that is delivered, as stored."""

    id: OutputId
    scope: Scope
    version: int
    status: OutputStatus
    draft: Draft
    created_by: str
    created_at: datetime
    content_hash: str
    stale: bool = False
    """True when an input has changed since (its hash is not the one used), or `stale_after` has passed."""
    place: str = ""
    """The scope as a path of slugs, as of reading."""

    def envelope(self) -> Json:
        """The flat JSON of an output; the scope is its ids and its path, times are ISO 8601."""
        draft = self.draft
        return {
            "id": self.id,
            "scope": asdict(self.scope) | {"path": self.place},
            "agent": draft.agent,
            "output_type": draft.output_type,
            "schema_version": draft.schema_version,
            "version": self.version,
            "supersedes": draft.supersedes,
            "status": self.status,
            "locale": draft.locale,
            "title": draft.title,
            "summary": draft.summary,
            "body": draft.body,
            "inputs_used": [asdict(used) for used in draft.inputs_used],
            "evidence": [asdict(evidence) for evidence in draft.evidence],
            "assumptions": list(draft.assumptions),
            "missing_inputs": [asdict(missing) for missing in draft.missing_inputs],
            "confidence": draft.confidence,
            "engine": draft.engine,
            "created_by": self.created_by,
            "created_at": self.created_at.isoformat(),
            "stale_after": draft.stale_after.isoformat() if draft.stale_after else None,
            "content_hash": self.content_hash,
            "stale": self.stale,
        }
