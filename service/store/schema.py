"""The tables. `migrations/` builds the same by steps, and a test holds the two equal."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from service.store.types import BigId, Digest, Instant, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _person(*, primary_key: bool = False) -> Column[int]:
    owner = ForeignKey("people.id", ondelete="CASCADE")
    return Column("person", Integer, owner, primary_key=primary_key, nullable=False)


# The person's row holds the truth about what is due; engines only deliver.
people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Words, nullable=False),
    Column("settings", Words, nullable=False),
    Column("created", Instant, nullable=False),
    # Until the person has said yes to a rehearsal, nothing is put on any calendar.
    Column("started", Instant),
    Column("due_at", Instant),
    Column("not_before", Instant),
    Column("wake_seq", BigId, nullable=False),
    Column("synced_seq", BigId, nullable=False),
    Column("lease_token", Text),
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("dispatched_at", Instant),
    # Of which the links in this person's entries are made; another one makes all of them void.
    Column("sealed_link_secret", LargeBinary),
    # Of which tombstones are made. It outlives new links, or the forgotten would come back.
    Column("sealed_forget_secret", LargeBinary),
    UniqueConstraint("name"),
    Index(None, "due_at"),
)

# What somebody allowed us at a provider. Names of people and tokens stand here sealed only.
grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    _person(),
    Column("provider", Text, nullable=False),
    Column("subject", Words, nullable=False),
    Column("sealed_email", LargeBinary, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Words),
    Column("consented", Instant, nullable=False),
    Column("ends", Instant),
    Column("sealed_refresh_token", LargeBinary),
    Column("sealed_access_token", LargeBinary),
    Column("access_expires", Instant),
    # Whoever holds the lease renews the access token; everybody else waits for it.
    Column("refresh_lease", Text),
    Column("refresh_until", Instant),
    # How much may be asked in this account's name just now, and until when nothing or no write.
    Column("calls_left", Float),
    Column("calls_at", Instant),
    Column("calls_after", Instant),
    Column("writes_after", Instant),
    UniqueConstraint("person", "provider", "subject"),
    Index(None, "provider", "subject"),
)

# Consents that were asked for. Nobody is signed in yet who signs in by one.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state_hash", LargeBinary, primary_key=True),
    Column("person", Integer, ForeignKey("people.id", ondelete="CASCADE")),
    Column("provider", Text, nullable=False),
    Column("reach", Text, nullable=False),
    Column("sealed_verifier", LargeBinary, nullable=False),
    Column("return_path", Words, nullable=False),
    Column("created", Instant, nullable=False),
    Column("used", Instant),
    Index(None, "person"),
)

# By which a provider tells that a calendar has changed: one for each calendar of a grant.
channels = Table(
    "channels",
    metadata,
    Column("channel", Text, primary_key=True),
    _person(),
    Column("grant", Integer, ForeignKey("grants.id", ondelete="CASCADE"), nullable=False),
    Column("calendar", Words, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("resource", Words),
    Column("expires", Instant),
    Column("state", Text, nullable=False),
    # One whose calendar is not read any more is to be stopped.
    Column("source", Integer, ForeignKey("sources.id", ondelete="SET NULL")),
    Index(None, "person"),
    Index(None, "grant"),
    Index(None, "source"),
    Index(None, "state", "expires"),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    _person(),
    Column("kind", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("sealed_address", LargeBinary, nullable=False),
    Column("host", Words, nullable=False),
    Column("cursor", Words),
    Column("timezone", Words),
    Column("size", Integer, nullable=False),
    Column("suspect", Boolean, nullable=False),
    Column("last_read", Instant),
    Column("last_change", Instant),
    Column("next_read", Instant, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("problem", Text),
    Column("active", Boolean, nullable=False),
    Column("grant", Integer, ForeignKey("grants.id")),
    # "there": follow-ups are put into this very calendar; "apart": into the account's that is
    # "ours"; nothing: on the feed.
    Column("writes", Text),
    Column("writes_after", Instant),
    # When its channel is to be made anew, and the look that was asked for by the last message.
    Column("watch_due", Instant),
    Column("watch_failures", Integer),
    Column("look_at", Instant),
    Index(None, "person"),
    Index(None, "grant"),
)

# Recognised interviews only; what else stands in a calendar is never stored.
sessions = Table(
    "sessions",
    metadata,
    Column("source", Integer, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", Digest, primary_key=True),
    _person(),
    Column("ends", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "person"),
)

# What may be an interview and waits for a word from the person; gone as soon as it is over.
suggestions = Table(
    "suggestions",
    metadata,
    Column("source", Integer, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", Digest, primary_key=True),
    _person(),
    Column("ends", Instant, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "person"),
)

# What the person told us: inputs of the plan, each of a kind and about one thing.
answers = Table(
    "answers",
    metadata,
    _person(primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("key", Words, nullable=False),
    Column("value", Words, nullable=False),
    Column("at", Instant, nullable=False),
)

# What the person told us after an interview, one row a visit.
debriefs = Table(
    "debriefs",
    metadata,
    _person(primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("key", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

# What was to be forgotten: a salted digest, so that nobody can tell of whom or what.
forgotten = Table(
    "forgotten",
    metadata,
    _person(primary_key=True),
    Column("tombstone", LargeBinary, primary_key=True),
    Column("at", Instant, nullable=False),
)

# How much stationery is left at home, as the person counted it.
supplies = Table(
    "supplies",
    metadata,
    _person(primary_key=True),
    Column("sheets", Integer, nullable=False),
    Column("envelopes", Integer, nullable=False),
    Column("stamps", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)

# What was said to the person outside their calendar, so that it is said once.
messages = Table(
    "messages",
    metadata,
    _person(primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("at", Instant, nullable=False),
)

visit_names = Table(
    "visit_names",
    metadata,
    _person(primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("session", Words, nullable=False),
    Column("visit", Words, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    _person(primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("starts", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    _person(primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("body", Text, nullable=False),
)

placements = Table(
    "placements",
    metadata,
    _person(primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("calendar", Words, nullable=False),
    Column("standing", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("modified", Instant, nullable=False),
)

cursors = Table(
    "cursors",
    metadata,
    _person(primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("cursor", Words),
)

# Tokens stand here only as SHA-256: who reads the database can subscribe to nothing.
feeds = Table(
    "feeds",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _person(),
    Column("issued", Instant, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("last_fetch", Instant),
    Column("last_client", Words),
    Index(None, "person"),
)

# Nobody's any more: only that an address is gone is remembered, so that calendars let go.
retired_feeds = Table(
    "retired_feeds",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
)

feed_bodies = Table(
    "feed_bodies",
    metadata,
    _person(primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("etag", Text, nullable=False),
    Column("modified", Instant, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _person(),
    Column("name", Words, nullable=False),
    Column("created", Instant, nullable=False),
    Index(None, "person"),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _person(),
    Column("created", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("used", Instant),
    Index(None, "person"),
)

browser_sessions = Table(
    "browser_sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _person(),
    Column("created", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("browser", Words, nullable=False),
    Index(None, "person"),
)

# Browsers in which the person's own links open without signing in again, and nothing else does.
devices = Table(
    "devices",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _person(),
    Column("created", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("browser", Words, nullable=False),
    Index(None, "person"),
)

journal = Table(
    "journal",
    metadata,
    Column("id", BigId, primary_key=True),
    _person(),
    Column("at", Instant, nullable=False),
    Column("action", Text, nullable=False),
    Column("key", Words),
    Column("text", Words, nullable=False),
    Index(None, "person", "id"),
)

# What may be asked of a provider, for all processes together: some in a minute, some in a day.
budgets = Table(
    "budgets",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("calls_left", Float, nullable=False),
    Column("calls_at", Instant, nullable=False),
    Column("day", Text, nullable=False),
    # The calls of that day, by how urgent they were.
    Column("waiting", Integer, nullable=False),
    Column("pushed", Integer, nullable=False),
    Column("renewal", Integer, nullable=False),
    Column("poll", Integer, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("worker", Words, primary_key=True),
    Column("at", Instant, nullable=False),
)
