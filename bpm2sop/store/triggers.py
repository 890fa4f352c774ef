"""What the database itself refuses: to change or delete an act, an edit, or stored bytes."""

KEPT = ("audit", "blob")
"""Tables to which rows are only ever added."""

CREATE = {
    "sqlite": tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in KEPT
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION bpm2sop_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        ),
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION bpm2sop_append_only()"
            for table in KEPT
        ),
    ),
}
"""By the dialect's name."""

DROP = {
    "sqlite": tuple(
        f"DROP TRIGGER {table}_no_{verb}" for table in KEPT for verb in ("update", "delete")
    ),
    "postgresql": (
        *(f"DROP TRIGGER {table}_append_only ON {table}" for table in KEPT),
        "DROP FUNCTION bpm2sop_append_only()",
    ),
}
