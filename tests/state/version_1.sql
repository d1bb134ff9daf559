CREATE TABLE batch(
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    -- A reset of one person goes the same way, and is no batch in anybody's eyes.
    single INTEGER NOT NULL,
    -- Forgotten, but for what the audit records need.
    purged INTEGER NOT NULL DEFAULT 0,
    stage TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    profile TEXT NOT NULL,
    environment TEXT NOT NULL,
    provider TEXT NOT NULL,
    url TEXT NOT NULL,
    org_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    os_user TEXT,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    rules TEXT NOT NULL,
    results TEXT,
    reason TEXT,
    ticket TEXT,
    verified_by TEXT,
    people INTEGER NOT NULL,
    total INTEGER NOT NULL,
    -- The intent of every target up to this row is on disk.
    claimed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE row(
    batch INTEGER NOT NULL REFERENCES batch(n),
    row INTEGER NOT NULL,
    user_id TEXT,
    email TEXT,
    name TEXT,
    level TEXT,
    -- The enrolment that a reset is for; null where none is to be sent.
    seen TEXT,
    seen_at INTEGER,
    seen_factors TEXT,
    read_at INTEGER,
    -- Claimed, and given back because certainly no request left.
    given_back INTEGER NOT NULL DEFAULT 0,
    -- No answer came in time: the request may still be carried out.
    timed_out INTEGER NOT NULL DEFAULT 0,
    outcome TEXT,
    detail TEXT,
    at INTEGER,
    PRIMARY KEY(batch, row)
) WITHOUT ROWID;
CREATE TABLE audit(
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    row INTEGER NOT NULL,
    -- Null: by whoever planned the batch.
    resumed INTEGER,
    UNIQUE(batch, row)
);
-- Who went on with a batch: it need not be who planned it.
CREATE TABLE resumed(
    n INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batch(n),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    os_user TEXT
);
CREATE INDEX batch_by_digest ON batch(digest);
