"""The tables. Only TEXT, INTEGER and BLOB: the same on SQLite (STRICT) and PostgreSQL. Times are UTC text (ISO 8601).

After a change: `python -m tests.store.freezing` until the first release, a migration of its own after it.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *items: SchemaItem) -> Table:
    """Make a table; SQLite holds it to its types."""
    return Table(name, METADATA, *items, sqlite_strict=True)


def _id() -> Column[str]:
    """Make the column of a random token that people see in addresses."""
    return Column("id", Text, primary_key=True)


def _number() -> Column[int]:
    """Make the column of a number that only ever grows."""
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _version() -> Column[int]:
    """Make the column of an optimistic version."""
    return Column("version", Integer, nullable=False, default=1, server_default="1")


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null, server_default=None if null else "")


def _to(name: str, target: str, *, null: bool = False) -> Column[str]:
    return Column(name, ForeignKey(target), nullable=null, index=True)


meta = _table("meta", Column("name", Text, primary_key=True), _text("value"))
"""Settings of the workspace by name; `head` is the row that writers lock on PostgreSQL."""

blob = _table(
    "blob",
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Bytes by their hash: uploads, profiles, frozen documents. Never changed."""

audit = _table(
    "audit",
    _number(),
    _text("at"),
    _text("who"),
    _text("act"),
    _text("subject"),
    _text("detail"),
    _text("previous"),
    _text("hash"),
    Index("ix_audit_subject", "subject"),
)
"""One row an act, in a chain of hashes. `detail` is canonical JSON."""

unit = _table(
    "unit",
    _id(),
    _text("name"),
    _text("short"),
    _to("parent_id", "unit.id", null=True),
    _text("state"),
    _version(),
)
"""A work unit (*unit kerja*); `state` is active, merged or abolished."""

person = _table(
    "person",
    _id(),
    Column("login", Text, nullable=False, unique=True),
    _text("name"),
    _text("password", null=True),
    _to("unit_id", "unit.id", null=True),
    _text("language"),
    _text("state"),
    _version(),
)
person_role = _table(
    "person_role",
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("role", Text, primary_key=True),
)
session = _table(
    "session",
    Column("token_sha256", Text, primary_key=True),
    _to("person_id", "person.id"),
    _text("created"),
    _text("expires"),
    _text("seen"),
)

actor = _table(
    "actor",
    _id(),
    _text("name"),
    _to("unit_id", "unit.id", null=True),
    _text("state"),
    _version(),
)
"""An actor (*pelaksana*) as a record of its own; `state` is active, merged, split or abolished."""
actor_name = _table(
    "actor_name",
    Column("name", Text, primary_key=True),
    _to("actor_id", "actor.id"),
)
"""Each name under which maps call an actor, normalised, and the record it stands for."""

map_file = _table(
    "map_file",
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _to("unit_id", "unit.id", null=True),
    _text("state"),
    Column("current", Integer, nullable=False, server_default="0"),
    _version(),
)
"""A series of versions of one file; `current` is the number of the version in use, `state` active or retired."""
map_file_version = _table(
    "map_file_version",
    _number(),
    _to("file_id", "map_file.id"),
    Column("number", Integer, nullable=False),
    _to("sha256", "blob.sha256"),
    _text("uploaded_as"),
    _text("status"),
    _text("exporter"),
    Column("findings", LargeBinary, nullable=False),
    Column("errors", Integer, nullable=False, server_default="0"),
    Column("warnings", Integer, nullable=False, server_default="0"),
    _text("who"),
    _text("at"),
    _text("note"),
    UniqueConstraint("file_id", "number"),
)
draft = _table(
    "draft",
    _number(),
    _to("file_id", "map_file.id"),
    Column("file_version", Integer, nullable=False),
    _text("tool"),
    _text("settings"),
    _text("sha256"),
    Column("sops", LargeBinary, nullable=False),
    Column("news", LargeBinary, nullable=False),
    _text("at"),
)
"""All SOPs of one file as drafted, packed `tuple[Sop, ...]`. `settings` is the hash of what they were drafted with,
`sha256` that of `sops`; `news` are packed the steps that came with a later version of the map, and with which."""

work = _table(
    "work",
    Column("file_id", ForeignKey("map_file.id"), primary_key=True),
    _text("stamp"),
    _text("linked"),
    Column("data", LargeBinary, nullable=False),
)
"""What the current version of a map gives by itself: packed `Work`. `stamp` is the hash of its name, its bytes and what it was
drafted with; `linked` that of its SOPs as linked when its latest draft was made, empty where they were not all proved. Derived."""

page = _table(
    "page",
    Column("key", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    _to("file_id", "map_file.id", null=True),
    _text("kind"),
    _text("element"),
    _text("title"),
    _text("code"),
    Column("level", Integer),
    _text("group"),
    _text("owner"),
    _text("parent"),
    _text("link"),
    _to("sop_id", "sop.id", null=True),
)
"""The pages of the atlas as last derived, parents before children."""

sop = _table(
    "sop",
    _id(),
    _to("file_id", "map_file.id", null=True),
    Column("draft_id", ForeignKey("draft.id"), index=True),
    _text("key"),
    _text("title"),
    _text("code"),
    Column("level", Integer),
    _to("unit_id", "unit.id", null=True),
    _text("origin"),
    _text("stage"),
    _text("number"),
    Column("edition", Integer, nullable=False, server_default="0"),
    _text("state"),
    _text("acts"),
    _version(),
    Index("ix_sop_title", "title"),
    Index(
        "uq_sop_active_key",
        "file_id",
        "key",
        unique=True,
        sqlite_where=text("state = 'active'"),
        postgresql_where=text("state = 'active'"),
    ),
)
"""A working copy. `origin`: drafted, general, adopted or listed. `stage`: where it is in its life (sop-ap.md 1.11).
`state`: active, gone (its map has it no more) or retired. `edition`: the last one frozen. `acts`: canonical JSON of what
was done to the working copy since: who submitted, verified, placed orphans, and when. `version` grows with whatever is
seen of it."""
edition = _table(
    "edition",
    _number(),
    _to("sop_id", "sop.id"),
    Column("number", Integer, nullable=False),
    _text("stage"),
    Column("content", LargeBinary, nullable=False),
    _text("sha256"),
    Column("file_version", Integer, nullable=False),
    _text("sop_number"),
    _text("acts"),
    _text("effective"),
    _text("revoked"),
    _version(),
    UniqueConstraint("sop_id", "number"),
)
"""An SOP as it was approved: packed `Sop`. `acts` is canonical JSON: who submitted, verified, approved, enacted, and when."""

edit = _table(
    "edit",
    _number(),
    _to("sop_id", "sop.id"),
    _text("key"),
    _text("field"),
    _text("value", null=True),
    _text("who"),
    _text("at"),
    _text("via"),
    _text("orphan"),
    Column("rank", Integer, nullable=False, server_default="0"),
    Index("ix_edit_cell", "sop_id", "key", "field"),
)
"""One thing typed; the last row of a cell holds, by rank, then id. `key` is empty for title and identity; words that came
to a cell from elsewhere rank before those typed on it. `orphan` names the orphan that keeps it while its step is gone."""
step_review = _table(
    "step_review",
    Column("sop_id", ForeignKey("sop.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("seen", LargeBinary, nullable=False),
    Column("edit_id", Integer, nullable=False, server_default="0"),
    Column("suspect", Integer, nullable=False, server_default="0"),
    _text("who"),
    _text("at"),
    _text("cleared_by"),
    _text("cleared_at"),
    _text("word"),
)
"""A step reviewed, with the fingerprints that were seen (packed `Fingerprints`), and the last edit that was.
`suspect` is 1 where the map says something else since."""
cell_conflict = _table(
    "cell_conflict",
    Column("sop_id", ForeignKey("sop.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    _text("base"),
    _text("ours"),
    _text("theirs"),
    _text("via"),
)
"""A cell that two changed; `ours` stands. `via`: empty where the other is the map, `fill` where it is a file sent in."""
orphan = _table(
    "orphan",
    _id(),
    _to("file_id", "map_file.id"),
    _to("sop_id", "sop.id", null=True),
    _text("key"),
    Column("content", LargeBinary, nullable=False),
    Column("file_version", Integer, nullable=False),
    _text("at"),
    _text("state"),
    _version(),
)
"""What was written on a step that the map no longer has since `file_version`: packed `Orphan`. `state` is open, confirmed
or returned; where there were remarks alone, remarked."""
question = _table(
    "question",
    _number(),
    _to("file_id", "map_file.id"),
    Column("file_version", Integer, nullable=False),
    _text("key"),
    Column("content", LargeBinary, nullable=False),
)
"""A step that a revision could not match: packed `Question`."""
comment = _table(
    "comment",
    _id(),
    _to("sop_id", "sop.id"),
    _text("key"),
    _text("element"),
    _text("text"),
    _text("who"),
    _text("at"),
    _to("answers", "comment.id", null=True),
    Column("file_version", Integer, nullable=False, server_default="0"),
    _text("resolved_by"),
    _text("resolved_at"),
    _version(),
)
"""A remark of a reviewer on a step (`key`), an element, or the whole SOP; `answers` makes a thread."""
entry = _table(
    "entry",
    _number(),
    _to("sop_id", "sop.id"),
    _text("kind"),
    _text("ref"),
    _text("text"),
    _text("words"),
    Index("ix_entry_ref", "ref"),
)
"""What search finds in an SOP: its steps, actors, elements. `words` is `text` in small letters. Derived."""

phrase = _table(
    "phrase",
    Column("label", Text, primary_key=True),
    _text("text"),
    _text("who"),
    _text("at"),
    _version(),
)
"""The house list: a label and the text that was accepted for it."""

adoption = _table(
    "adoption",
    Column("sop_id", ForeignKey("sop.id"), primary_key=True),
    _to("general_id", "sop.id"),
    Column("edition", Integer, nullable=False),
    _text("actors"),
    _text("who"),
    _text("at"),
    _version(),
)
"""An SOP adopted from a general one: the edition adopted, and by canonical JSON whose work each general actor's is here."""
evaluation = _table(
    "evaluation",
    _id(),
    _to("sop_id", "sop.id"),
    Column("edition", Integer, nullable=False),
    _text("kind"),
    _text("on"),
    _text("answers"),
    _text("note"),
    _text("followed_up"),
    _text("who"),
    _text("at"),
    _version(),
    CheckConstraint("kind IN ('monitoring', 'evaluation')", name="kind"),
)
"""A monitoring or evaluation form filled in; `answers` is canonical JSON, `followed_up` the day it was."""
baseline = _table(
    "baseline",
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("who"),
    _text("at"),
    _text("word"),
)
baseline_item = _table(
    "baseline_item",
    Column("baseline_id", ForeignKey("baseline.id"), primary_key=True),
    Column("sop_id", ForeignKey("sop.id"), primary_key=True),
    Column("file_version", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    _to("sha256", "blob.sha256"),
)
"""One SOP as it stood when a baseline was frozen; `sha256` names the packed `Sop`."""

batch = _table(
    "batch",
    _id(),
    _text("kind"),
    _text("settings"),
    _text("who"),
    _text("at"),
    _text("state"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("endings", Integer, nullable=False, server_default="0"),
    _version(),
)
"""A piece of long work; `state` is filling (more files come), running, ending, done or cancelled. `endings` counts how often its
last act was begun."""
job = _table(
    "job",
    _number(),
    _to("batch_id", "batch.id"),
    _text("name"),
    _to("sha256", "blob.sha256", null=True),
    _text("state"),
    Column("tries", Integer, nullable=False, server_default="0"),
    _text("lease"),
    _text("holder"),
    Column("result", LargeBinary),
    Column("outcome", LargeBinary),
    Column("error", LargeBinary),
    Index("ix_job_state", "state", "lease"),
    Index("ix_job_batch_state", "batch_id", "state"),
)
"""One file of a batch; `state` is queued, running, done, failed or cancelled. A lease that has run out makes it free again.
`outcome` and `error` are packed: what came of it in the end, or the `Finding` that tells why nothing did."""
lock = _table("lock", Column("name", Text, primary_key=True), _text("holder"), _text("lease"))
"""Who coordinates: one process at a time, until its lease runs out."""
