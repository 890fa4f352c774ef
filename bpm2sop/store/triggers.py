"""What the database itself refuses: to change or delete an act, stored bytes, something typed, or what was approved."""

from __future__ import annotations

KEPT = {
    "audit": (),
    "baseline_item": (),
    "blob": (),
    "edit": ("field", "value", "who", "at", "via"),
    "edition": ("sop_id", "number", "content", "sha256", "file_version"),
    "map_file_version": ("file_id", "number", "sha256", "uploaded_as", "who", "at"),
}
"""Tables of which no row is ever deleted, and the columns that stay as they are; all of them where none is named."""


def _of(columns: tuple[str, ...]) -> str:
    """Name the columns that a trigger watches."""
    return f" OF {', '.join(columns)}" if columns else ""


CREATE = {
    "sqlite": tuple(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()}{_of(watched)} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, columns in KEPT.items()
        for verb, watched in (("update", columns), ("delete", ()))
    ),
    "postgresql": (
        (
            "CREATE FUNCTION bpm2sop_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        ),
        *(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()}{_of(watched)} ON {table} "
            f"FOR EACH {'STATEMENT' if verb == 'truncate' else 'ROW'} "
            "EXECUTE FUNCTION bpm2sop_append_only()"
            for table, columns in KEPT.items()
            for verb, watched in (("update", columns), ("delete", ()), ("truncate", ()))
        ),
    ),
}
"""By the dialect's name."""

DROP = {
    "sqlite": tuple(
        f"DROP TRIGGER {table}_no_{verb}" for table in KEPT for verb in ("update", "delete")
    ),
    "postgresql": (
        *(
            f"DROP TRIGGER {table}_no_{verb} ON {table}"
            for table in KEPT
            for verb in ("update", "delete", "truncate")
        ),
        "DROP FUNCTION bpm2sop_append_only()",
    ),
}
"""By the dialect's name."""
