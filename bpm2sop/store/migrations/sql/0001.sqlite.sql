CREATE TABLE audit (
    id INTEGER NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    act TEXT DEFAULT '' NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    previous TEXT DEFAULT '' NOT NULL,
    hash TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (id)
)
 STRICT

CREATE INDEX ix_audit_subject ON audit (subject)

CREATE TABLE baseline (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    word TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_baseline PRIMARY KEY (id),
    CONSTRAINT uq_baseline_name UNIQUE (name)
)
 STRICT

CREATE TABLE batch (
    id TEXT NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    settings TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    total INTEGER DEFAULT '0' NOT NULL,
    endings INTEGER DEFAULT '0' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_batch PRIMARY KEY (id)
)
 STRICT

CREATE TABLE blob (
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    data BLOB NOT NULL,
    CONSTRAINT pk_blob PRIMARY KEY (sha256)
)
 STRICT

CREATE TABLE lock (
    name TEXT NOT NULL,
    holder TEXT DEFAULT '' NOT NULL,
    lease TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_lock PRIMARY KEY (name)
)
 STRICT

CREATE TABLE meta (
    name TEXT NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_meta PRIMARY KEY (name)
)
 STRICT

CREATE TABLE phrase (
    label TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_phrase PRIMARY KEY (label)
)
 STRICT

CREATE TABLE unit (
    id TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    short TEXT DEFAULT '' NOT NULL,
    parent_id TEXT,
    state TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_unit PRIMARY KEY (id),
    CONSTRAINT fk_unit_parent_id FOREIGN KEY(parent_id) REFERENCES unit (id)
)
 STRICT

CREATE INDEX ix_unit_parent_id ON unit (parent_id)

CREATE TABLE actor (
    id TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    unit_id TEXT,
    state TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_actor PRIMARY KEY (id),
    CONSTRAINT fk_actor_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

CREATE INDEX ix_actor_unit_id ON actor (unit_id)

CREATE TABLE job (
    id INTEGER NOT NULL,
    batch_id TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    sha256 TEXT,
    state TEXT DEFAULT '' NOT NULL,
    tries INTEGER DEFAULT '0' NOT NULL,
    lease TEXT DEFAULT '' NOT NULL,
    holder TEXT DEFAULT '' NOT NULL,
    result BLOB,
    outcome BLOB,
    error BLOB,
    CONSTRAINT pk_job PRIMARY KEY (id),
    CONSTRAINT fk_job_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id),
    CONSTRAINT fk_job_sha256 FOREIGN KEY(sha256) REFERENCES blob (sha256)
)
 STRICT

CREATE INDEX ix_job_batch_id ON job (batch_id)

CREATE INDEX ix_job_batch_state ON job (batch_id, state)

CREATE INDEX ix_job_sha256 ON job (sha256)

CREATE INDEX ix_job_state ON job (state, lease)

CREATE TABLE map_file (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    unit_id TEXT,
    state TEXT DEFAULT '' NOT NULL,
    current INTEGER DEFAULT '0' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_map_file PRIMARY KEY (id),
    CONSTRAINT uq_map_file_name UNIQUE (name),
    CONSTRAINT fk_map_file_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

CREATE INDEX ix_map_file_unit_id ON map_file (unit_id)

CREATE TABLE person (
    id TEXT NOT NULL,
    login TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    password TEXT,
    unit_id TEXT,
    language TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT uq_person_login UNIQUE (login),
    CONSTRAINT fk_person_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

CREATE INDEX ix_person_unit_id ON person (unit_id)

CREATE TABLE actor_name (
    name TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    CONSTRAINT pk_actor_name PRIMARY KEY (name),
    CONSTRAINT fk_actor_name_actor_id FOREIGN KEY(actor_id) REFERENCES actor (id)
)
 STRICT

CREATE INDEX ix_actor_name_actor_id ON actor_name (actor_id)

CREATE TABLE draft (
    id INTEGER NOT NULL,
    file_id TEXT NOT NULL,
    file_version INTEGER NOT NULL,
    tool TEXT DEFAULT '' NOT NULL,
    settings TEXT DEFAULT '' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    sops BLOB NOT NULL,
    news BLOB NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (id),
    CONSTRAINT fk_draft_file_id FOREIGN KEY(file_id) REFERENCES map_file (id)
)
 STRICT

CREATE INDEX ix_draft_file_id ON draft (file_id)

CREATE TABLE map_file_version (
    id INTEGER NOT NULL,
    file_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    uploaded_as TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    exporter TEXT DEFAULT '' NOT NULL,
    findings BLOB NOT NULL,
    errors INTEGER DEFAULT '0' NOT NULL,
    warnings INTEGER DEFAULT '0' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_map_file_version PRIMARY KEY (id),
    CONSTRAINT uq_map_file_version_file_id_number UNIQUE (file_id, number),
    CONSTRAINT fk_map_file_version_file_id FOREIGN KEY(file_id) REFERENCES map_file (id),
    CONSTRAINT fk_map_file_version_sha256 FOREIGN KEY(sha256) REFERENCES blob (sha256)
)
 STRICT

CREATE INDEX ix_map_file_version_file_id ON map_file_version (file_id)

CREATE INDEX ix_map_file_version_sha256 ON map_file_version (sha256)

CREATE TABLE person_role (
    person_id TEXT NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT pk_person_role PRIMARY KEY (person_id, role),
    CONSTRAINT fk_person_role_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT

CREATE TABLE question (
    id INTEGER NOT NULL,
    file_id TEXT NOT NULL,
    file_version INTEGER NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_question PRIMARY KEY (id),
    CONSTRAINT fk_question_file_id FOREIGN KEY(file_id) REFERENCES map_file (id)
)
 STRICT

CREATE INDEX ix_question_file_id ON question (file_id)

CREATE TABLE session (
    token_sha256 TEXT NOT NULL,
    person_id TEXT NOT NULL,
    created TEXT DEFAULT '' NOT NULL,
    expires TEXT DEFAULT '' NOT NULL,
    seen TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (token_sha256),
    CONSTRAINT fk_session_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT

CREATE INDEX ix_session_person_id ON session (person_id)

CREATE TABLE sop (
    id TEXT NOT NULL,
    file_id TEXT,
    draft_id INTEGER,
    "key" TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    level INTEGER,
    unit_id TEXT,
    origin TEXT DEFAULT '' NOT NULL,
    stage TEXT DEFAULT '' NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    edition INTEGER DEFAULT '0' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    acts TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_sop PRIMARY KEY (id),
    CONSTRAINT fk_sop_file_id FOREIGN KEY(file_id) REFERENCES map_file (id),
    CONSTRAINT fk_sop_draft_id FOREIGN KEY(draft_id) REFERENCES draft (id),
    CONSTRAINT fk_sop_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT

CREATE INDEX ix_sop_draft_id ON sop (draft_id)

CREATE INDEX ix_sop_file_id ON sop (file_id)

CREATE INDEX ix_sop_title ON sop (title)

CREATE INDEX ix_sop_unit_id ON sop (unit_id)

CREATE UNIQUE INDEX uq_sop_active_key ON sop (file_id, "key") WHERE state = 'active'

CREATE TABLE adoption (
    sop_id TEXT NOT NULL,
    general_id TEXT NOT NULL,
    edition INTEGER NOT NULL,
    actors TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_adoption PRIMARY KEY (sop_id),
    CONSTRAINT fk_adoption_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id),
    CONSTRAINT fk_adoption_general_id FOREIGN KEY(general_id) REFERENCES sop (id)
)
 STRICT

CREATE INDEX ix_adoption_general_id ON adoption (general_id)

CREATE TABLE baseline_item (
    baseline_id TEXT NOT NULL,
    sop_id TEXT NOT NULL,
    file_version INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT pk_baseline_item PRIMARY KEY (baseline_id, sop_id),
    CONSTRAINT fk_baseline_item_baseline_id FOREIGN KEY(baseline_id) REFERENCES baseline (id),
    CONSTRAINT fk_baseline_item_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id),
    CONSTRAINT fk_baseline_item_sha256 FOREIGN KEY(sha256) REFERENCES blob (sha256)
)
 STRICT

CREATE INDEX ix_baseline_item_sha256 ON baseline_item (sha256)

CREATE TABLE cell_conflict (
    sop_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    field TEXT NOT NULL,
    base TEXT DEFAULT '' NOT NULL,
    ours TEXT DEFAULT '' NOT NULL,
    theirs TEXT DEFAULT '' NOT NULL,
    via TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_cell_conflict PRIMARY KEY (sop_id, "key", field),
    CONSTRAINT fk_cell_conflict_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id)
)
 STRICT

CREATE TABLE comment (
    id TEXT NOT NULL,
    sop_id TEXT NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    element TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    answers TEXT,
    file_version INTEGER DEFAULT '0' NOT NULL,
    resolved_by TEXT DEFAULT '' NOT NULL,
    resolved_at TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_comment PRIMARY KEY (id),
    CONSTRAINT fk_comment_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id),
    CONSTRAINT fk_comment_answers FOREIGN KEY(answers) REFERENCES comment (id)
)
 STRICT

CREATE INDEX ix_comment_answers ON comment (answers)

CREATE INDEX ix_comment_sop_id ON comment (sop_id)

CREATE TABLE edit (
    id INTEGER NOT NULL,
    sop_id TEXT NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    value TEXT,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    via TEXT DEFAULT '' NOT NULL,
    orphan TEXT DEFAULT '' NOT NULL,
    rank INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_edit PRIMARY KEY (id),
    CONSTRAINT fk_edit_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id)
)
 STRICT

CREATE INDEX ix_edit_cell ON edit (sop_id, "key", field)

CREATE INDEX ix_edit_sop_id ON edit (sop_id)

CREATE TABLE edition (
    id INTEGER NOT NULL,
    sop_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    stage TEXT DEFAULT '' NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    file_version INTEGER NOT NULL,
    sop_number TEXT DEFAULT '' NOT NULL,
    acts TEXT DEFAULT '' NOT NULL,
    effective TEXT DEFAULT '' NOT NULL,
    revoked TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_edition PRIMARY KEY (id),
    CONSTRAINT uq_edition_sop_id_number UNIQUE (sop_id, number),
    CONSTRAINT fk_edition_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id)
)
 STRICT

CREATE INDEX ix_edition_sop_id ON edition (sop_id)

CREATE TABLE entry (
    id INTEGER NOT NULL,
    sop_id TEXT NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    ref TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (id),
    CONSTRAINT fk_entry_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id)
)
 STRICT

CREATE INDEX ix_entry_ref ON entry (ref)

CREATE INDEX ix_entry_sop_id ON entry (sop_id)

CREATE TABLE evaluation (
    id TEXT NOT NULL,
    sop_id TEXT NOT NULL,
    edition INTEGER NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    "on" TEXT DEFAULT '' NOT NULL,
    answers TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    followed_up TEXT DEFAULT '' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_evaluation PRIMARY KEY (id),
    CONSTRAINT ck_evaluation_kind CHECK (kind IN ('monitoring', 'evaluation')),
    CONSTRAINT fk_evaluation_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id)
)
 STRICT

CREATE INDEX ix_evaluation_sop_id ON evaluation (sop_id)

CREATE TABLE orphan (
    id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    sop_id TEXT,
    "key" TEXT DEFAULT '' NOT NULL,
    content BLOB NOT NULL,
    file_version INTEGER NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_orphan PRIMARY KEY (id),
    CONSTRAINT fk_orphan_file_id FOREIGN KEY(file_id) REFERENCES map_file (id),
    CONSTRAINT fk_orphan_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id)
)
 STRICT

CREATE INDEX ix_orphan_file_id ON orphan (file_id)

CREATE INDEX ix_orphan_sop_id ON orphan (sop_id)

CREATE TABLE page (
    "key" TEXT NOT NULL,
    position INTEGER NOT NULL,
    file_id TEXT,
    kind TEXT DEFAULT '' NOT NULL,
    element TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    level INTEGER,
    "group" TEXT DEFAULT '' NOT NULL,
    owner TEXT DEFAULT '' NOT NULL,
    parent TEXT DEFAULT '' NOT NULL,
    link TEXT DEFAULT '' NOT NULL,
    sop_id TEXT,
    CONSTRAINT pk_page PRIMARY KEY ("key"),
    CONSTRAINT fk_page_file_id FOREIGN KEY(file_id) REFERENCES map_file (id),
    CONSTRAINT fk_page_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id)
)
 STRICT

CREATE INDEX ix_page_file_id ON page (file_id)

CREATE INDEX ix_page_sop_id ON page (sop_id)

CREATE TABLE step_review (
    sop_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    seen BLOB NOT NULL,
    edit_id INTEGER DEFAULT '0' NOT NULL,
    suspect INTEGER DEFAULT '0' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    cleared_by TEXT DEFAULT '' NOT NULL,
    cleared_at TEXT DEFAULT '' NOT NULL,
    word TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_step_review PRIMARY KEY (sop_id, "key"),
    CONSTRAINT fk_step_review_sop_id FOREIGN KEY(sop_id) REFERENCES sop (id)
)
 STRICT

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END

CREATE TRIGGER baseline_item_no_update BEFORE UPDATE ON baseline_item BEGIN SELECT RAISE(ABORT, 'baseline_item is append-only'); END

CREATE TRIGGER baseline_item_no_delete BEFORE DELETE ON baseline_item BEGIN SELECT RAISE(ABORT, 'baseline_item is append-only'); END

CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'blob is append-only'); END

CREATE TRIGGER blob_no_delete BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'blob is append-only'); END

CREATE TRIGGER edit_no_update BEFORE UPDATE OF field, value, who, at, via ON edit BEGIN SELECT RAISE(ABORT, 'edit is append-only'); END

CREATE TRIGGER edit_no_delete BEFORE DELETE ON edit BEGIN SELECT RAISE(ABORT, 'edit is append-only'); END

CREATE TRIGGER edition_no_update BEFORE UPDATE OF sop_id, number, content, sha256, file_version ON edition BEGIN SELECT RAISE(ABORT, 'edition is append-only'); END

CREATE TRIGGER edition_no_delete BEFORE DELETE ON edition BEGIN SELECT RAISE(ABORT, 'edition is append-only'); END

CREATE TRIGGER map_file_version_no_update BEFORE UPDATE OF file_id, number, sha256, uploaded_as, who, at ON map_file_version BEGIN SELECT RAISE(ABORT, 'map_file_version is append-only'); END

CREATE TRIGGER map_file_version_no_delete BEFORE DELETE ON map_file_version BEGIN SELECT RAISE(ABORT, 'map_file_version is append-only'); END

INSERT INTO meta (name, value) VALUES ('head', '')

PRAGMA application_id=1651535154
