-- Version 1. Keys are content hashes (32 hexadecimal digits), so that the same input gives the same store whatever the order.
CREATE TABLE pages (
    key TEXT PRIMARY KEY,           -- hash of the page's content and address
    id TEXT NOT NULL,               -- the page's own id: file stem, WARC record id, doc_id
    url TEXT,
    source TEXT NOT NULL,           -- input that it was first read from
    kind TEXT NOT NULL,             -- warc, html, crawl-text, jsonl
    fetched TEXT,                   -- RFC 3339, when the crawler took it
    http_status INTEGER,
    outcome TEXT NOT NULL CHECK (outcome IN ('article', 'dropped', 'failed')),
    reason TEXT                     -- why dropped, or the message of the failure
) STRICT, WITHOUT ROWID;

CREATE TABLE articles (
    row INTEGER PRIMARY KEY,        -- only for the full-text index; never shown
    key TEXT NOT NULL UNIQUE,       -- the page's key
    id TEXT NOT NULL,
    url TEXT,
    canonical_url TEXT,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    byline TEXT NOT NULL,           -- names, a line each
    agency TEXT,
    outlet TEXT,
    language TEXT,
    published TEXT,                 -- YYYY-MM-DD, in the page's own zone
    published_time TEXT,
    published_source TEXT,
    crawled TEXT,                   -- YYYY-MM-DD; never a publication date
    dateline_place TEXT,
    signature BLOB NOT NULL,        -- of its wording, for finding reprints without reading texts again
    story TEXT                      -- key of the story, null until stories are formed
) STRICT;
CREATE INDEX articles_story ON articles (story);

CREATE TABLE stories (
    key TEXT PRIMARY KEY,           -- key of the smallest article key in it
    articles INTEGER NOT NULL,
    title TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE actors (
    key TEXT PRIMARY KEY,
    name TEXT,                      -- canonical, else as the text writes it
    country TEXT,
    sector TEXT,
    office TEXT,
    identifier TEXT                 -- Wikidata item or key of the actor table
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    key TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    date TEXT,                      -- YYYY-MM-DD, YYYY-MM, YYYY or START/END
    first_day TEXT,
    last_day TEXT,
    date_basis TEXT CHECK (date_basis IN ('stated', 'assumed')),
    place TEXT,
    cameo TEXT,
    CHECK ((date IS NULL) = (date_basis IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX events_day ON events (first_day, last_day);

CREATE TABLE participants (
    event TEXT NOT NULL REFERENCES events (key),
    role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')),
    position INTEGER NOT NULL,
    actor TEXT NOT NULL REFERENCES actors (key),
    text TEXT,
    PRIMARY KEY (event, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_actor ON participants (actor);

-- What one article says of one event.
CREATE TABLE reports (
    event TEXT NOT NULL REFERENCES events (key),
    article TEXT NOT NULL REFERENCES articles (key),
    evidence_start INTEGER NOT NULL, -- UTF-8 bytes of title + newline + text
    evidence_end INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    more_evidence TEXT NOT NULL,     -- further ranges, "start-end" separated by spaces
    attribution TEXT,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    record TEXT NOT NULL,            -- the record as `dateline code` prints it
    PRIMARY KEY (event, article, evidence_start)
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_article ON reports (article);

CREATE VIRTUAL TABLE articles_text USING fts5 (title, text, content = 'articles', content_rowid = 'row', tokenize = 'porter unicode61');
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
    INSERT INTO articles_text (rowid, title, text) VALUES (new.row, new.title, new.text);
END;
