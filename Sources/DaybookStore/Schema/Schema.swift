import GRDB

/// The tables, as numbered steps: a store at format *n* has seen the first *n* of them.
///
/// A released step is never edited; a change is a new step at the end.
enum Schema {
  static let steps: [String] = [
    first, doubts, resuming, billed, billedInParts, fresh, outward, unaborted, early,
  ]
  static var version: Int { steps.count }

  /// Brings a store from `version` to the last format, inside the caller's transaction.
  static func migrate(_ db: Database, from version: Int) throws {
    for step in steps[version...] { try db.script(step) }
    try db.script("PRAGMA user_version = \(steps.count)")
  }

  /// What is stored of an event is its source; the other columns of `event` are read out of it.
  ///
  /// - `event.flags`: see `EventFlags`. `start`: seconds since 1970, of clock readings for floating
  ///   and all-day ones. `first`, `last`: bounds of a series in UTC, padded for any viewer.
  ///   `recurrence`: RECURRENCE-ID in compact form, empty for masters and single events.
  ///   `people`: a letter for the answer and the address of each attendee. `rule`: what assigned
  ///   it by itself, a rule's id or minus that of the client whose domain it was.
  /// - `occurrence.lane`: see `Lane`; `delta`: from `start` to the start that the series first gave.
  ///   Single events and overrides are always there, instances of series inside the window of
  ///   `meta`.
  private static let first = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE account (
      id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
      address TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'new', last_sync INTEGER,
      failure TEXT, addresses TEXT NOT NULL DEFAULT '', is_synced INTEGER NOT NULL DEFAULT 1,
      retry_at INTEGER, failures INTEGER NOT NULL DEFAULT 0, detail TEXT);
    CREATE TABLE calendar (
      id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, account INTEGER NOT NULL,
      key TEXT NOT NULL, name TEXT NOT NULL, color TEXT, is_hidden INTEGER NOT NULL DEFAULT 0,
      is_busy INTEGER NOT NULL DEFAULT 1, is_read_only INTEGER NOT NULL DEFAULT 0,
      priority INTEGER NOT NULL DEFAULT 0, timezone TEXT,
      buffer_before INTEGER NOT NULL DEFAULT 0, buffer_after INTEGER NOT NULL DEFAULT 0,
      token TEXT, etag TEXT, modified TEXT, interval INTEGER, checked_at INTEGER,
      synced_at INTEGER, failures INTEGER NOT NULL DEFAULT 0, failure TEXT, detail TEXT,
      remote_name TEXT, remote_color TEXT);
    CREATE TABLE zone (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
    CREATE TABLE event (
      id INTEGER PRIMARY KEY, calendar INTEGER NOT NULL, sid TEXT NOT NULL,
      recurrence TEXT NOT NULL, duplicate INTEGER NOT NULL, flags INTEGER NOT NULL,
      sequence INTEGER NOT NULL, stamp INTEGER NOT NULL, start INTEGER NOT NULL,
      length INTEGER NOT NULL, first INTEGER, last INTEGER, rule INTEGER, buffers INTEGER,
      hold INTEGER, hold_group TEXT, zone TEXT, zones TEXT, color TEXT, join_url TEXT,
      people TEXT, uid TEXT NOT NULL, title TEXT NOT NULL, location TEXT NOT NULL,
      source TEXT NOT NULL);
    CREATE UNIQUE INDEX event_key ON event (sid, recurrence);
    CREATE INDEX event_calendar ON event (calendar, recurrence);
    CREATE INDEX event_series ON event (last, first) WHERE first IS NOT NULL;
    CREATE INDEX event_dense ON event (first) WHERE flags & 512;
    CREATE INDEX event_hold ON event (hold_group) WHERE hold_group IS NOT NULL;
    CREATE TABLE occurrence (
      lane INTEGER NOT NULL, start INTEGER NOT NULL, event INTEGER NOT NULL,
      delta INTEGER NOT NULL, length INTEGER NOT NULL,
      PRIMARY KEY (lane, start, event, delta)) WITHOUT ROWID;
    CREATE INDEX occurrence_event ON occurrence (event);
    CREATE VIRTUAL TABLE words USING fts5(
      text, content='', detail='none', columnsize=0,
      tokenize="unicode61 remove_diacritics 2");
    CREATE TABLE client (
      id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, rate INTEGER,
      currency TEXT, domains TEXT NOT NULL DEFAULT '', is_archived INTEGER NOT NULL DEFAULT 0,
      color TEXT);
    CREATE TABLE project (
      client TEXT NOT NULL, name TEXT NOT NULL, rate INTEGER,
      is_archived INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (client, name)) WITHOUT ROWID;
    CREATE TABLE assignment (
      event TEXT NOT NULL, recurrence TEXT NOT NULL, client TEXT, project TEXT,
      is_billable INTEGER NOT NULL, PRIMARY KEY (event, recurrence)) WITHOUT ROWID;
    CREATE TABLE assignment_rule (
      id INTEGER PRIMARY KEY, client TEXT NOT NULL, project TEXT,
      kind TEXT NOT NULL, value TEXT NOT NULL, is_billable INTEGER NOT NULL);
    CREATE TABLE decision (
      conflict TEXT PRIMARY KEY, first TEXT NOT NULL, second TEXT NOT NULL, state TEXT NOT NULL,
      action TEXT NOT NULL, note TEXT, at INTEGER NOT NULL, kind TEXT NOT NULL,
      severity TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
      minutes INTEGER NOT NULL)
      WITHOUT ROWID;
    CREATE TABLE kept_pair (
      first TEXT NOT NULL, second TEXT NOT NULL, note TEXT, at INTEGER NOT NULL,
      PRIMARY KEY (first, second)) WITHOUT ROWID;
    CREATE TABLE travel (
      origin TEXT NOT NULL, destination TEXT NOT NULL, minutes INTEGER NOT NULL,
      PRIMARY KEY (origin, destination)) WITHOUT ROWID;
    CREATE TABLE availability_rule (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE remote (
      calendar INTEGER NOT NULL, id TEXT NOT NULL, version TEXT, event TEXT NOT NULL,
      recurrence TEXT NOT NULL, PRIMARY KEY (calendar, id)) WITHOUT ROWID;
    CREATE INDEX remote_event ON remote (event);
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT, calendar INTEGER NOT NULL,
      event TEXT NOT NULL UNIQUE,
      base TEXT NOT NULL, zones TEXT, sentence TEXT NOT NULL, at INTEGER NOT NULL, tells INTEGER NOT NULL,
      note TEXT, generation INTEGER NOT NULL DEFAULT 1, attempts INTEGER NOT NULL DEFAULT 0,
      retry_at INTEGER, failure TEXT);
    CREATE TABLE journal (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, sentence TEXT NOT NULL,
      is_undone INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE journal_change (
      entry INTEGER NOT NULL, position INTEGER NOT NULL, subject TEXT NOT NULL,
      name TEXT NOT NULL, before TEXT, before_zones TEXT, after TEXT, after_zones TEXT,
      PRIMARY KEY (entry, position)) WITHOUT ROWID;
    CREATE TABLE sync_run (
      id INTEGER PRIMARY KEY, account INTEGER NOT NULL, calendar INTEGER, at INTEGER NOT NULL,
      milliseconds INTEGER NOT NULL, requests INTEGER NOT NULL, added INTEGER NOT NULL,
      updated INTEGER NOT NULL, deleted INTEGER NOT NULL, is_full INTEGER NOT NULL,
      state TEXT NOT NULL, failure TEXT);
    CREATE TABLE exchange (
      id INTEGER PRIMARY KEY, at INTEGER NOT NULL, account TEXT NOT NULL, request TEXT NOT NULL,
      status INTEGER, milliseconds INTEGER NOT NULL, bytes INTEGER NOT NULL, note TEXT);
    CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL)
      WITHOUT ROWID;
    """

  /// - `outbox.theirs`, `theirs_zones`, `diverged`: what the other side has where both changed the
  ///   same, and the names of that; the entry is not sent until somebody has chosen. `sent`: what was
  ///   sent without an answer that says what became of it, the last at the end.
  private static let doubts = """
    ALTER TABLE outbox ADD COLUMN theirs TEXT;
    ALTER TABLE outbox ADD COLUMN theirs_zones TEXT;
    ALTER TABLE outbox ADD COLUMN diverged TEXT;
    ALTER TABLE outbox ADD COLUMN sent TEXT;
    """

  /// Listings that are stored in parts: where one goes on, and what it has named so far. `is_new`
  /// says of an entry that it was not here before the listing began. They are beside `calendar`
  /// because undo brings whole rows of that back.
  private static let resuming = """
    CREATE TABLE listing (calendar INTEGER PRIMARY KEY, resume TEXT NOT NULL);
    CREATE TABLE listed (
      calendar INTEGER NOT NULL, id TEXT NOT NULL, is_new INTEGER NOT NULL,
      PRIMARY KEY (calendar, id)) WITHOUT ROWID;
    """

  /// - `client.retainer`: minutes agreed for each month. `billing`: days (half-open, since 1970) that
  ///   were billed to a client. `billed`: what was, as it was: seconds, and the rate of that time;
  ///   `is_pinned` where its assignment was written down for it.
  private static let billed = """
    ALTER TABLE client ADD COLUMN retainer INTEGER;
    CREATE TABLE billing (
      id INTEGER PRIMARY KEY, client TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
      at INTEGER NOT NULL);
    CREATE TABLE billed (
      billing INTEGER NOT NULL, occurrence TEXT NOT NULL, event TEXT NOT NULL,
      recurrence TEXT NOT NULL, uid TEXT NOT NULL, title TEXT NOT NULL, calendar TEXT NOT NULL,
      start INTEGER NOT NULL, end INTEGER NOT NULL, project TEXT, seconds INTEGER NOT NULL,
      is_billable INTEGER NOT NULL, rate INTEGER, currency TEXT, is_pinned INTEGER NOT NULL,
      PRIMARY KEY (billing, occurrence)) WITHOUT ROWID;
    CREATE INDEX billed_event ON billed (event, recurrence);
    """

  /// `billed`: a happening that went on before and after days billed earlier is there once for each
  /// part.
  private static let billedInParts = """
    ALTER TABLE billed RENAME TO billed_whole;
    CREATE TABLE billed (
      billing INTEGER NOT NULL, occurrence TEXT NOT NULL, event TEXT NOT NULL,
      recurrence TEXT NOT NULL, uid TEXT NOT NULL, title TEXT NOT NULL, calendar TEXT NOT NULL,
      start INTEGER NOT NULL, end INTEGER NOT NULL, project TEXT, seconds INTEGER NOT NULL,
      is_billable INTEGER NOT NULL, rate INTEGER, currency TEXT, is_pinned INTEGER NOT NULL,
      PRIMARY KEY (billing, occurrence, start)) WITHOUT ROWID;
    INSERT INTO billed SELECT * FROM billed_whole;
    DROP TABLE billed_whole;
    CREATE INDEX billed_event ON billed (event, recurrence);
    """

  /// `listing.is_fresh`: nothing of the calendar was here when the listing began, so that whatever is
  /// here of it was named, and `listed` need not say so.
  private static let fresh = """
    ALTER TABLE listing ADD COLUMN is_fresh INTEGER NOT NULL DEFAULT 0;
    """

  /// What others are told of and what they tell.
  ///
  /// - `hook.ended`: why nothing is sent to it any more. `hook_news`: what changed and is in no delivery
  ///   yet, written by triggers so that no change is missed, whoever made it; at most 2,000.
  ///   `hook_delivery.subjects`: ids, a line each; `state`: see `HookDelivery.State`.
  /// - `push_channel`: what providers were asked to tell. `remote`: what they call it, NULL while it is
  ///   being opened; `last`: the number of the last message. `push_seen`: marks of messages that must
  ///   not count twice.
  /// - `feed.mark`: SHA-256 of the secret in its address.
  private static let outward = """
    CREATE TABLE hook (
      id TEXT PRIMARY KEY, address TEXT NOT NULL, kinds TEXT NOT NULL, secret TEXT NOT NULL,
      at INTEGER NOT NULL, ended TEXT) WITHOUT ROWID;
    CREATE TABLE hook_news (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, UNIQUE (kind, subject));
    CREATE TABLE hook_delivery (
      number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, hook TEXT NOT NULL,
      kind TEXT NOT NULL, subjects TEXT NOT NULL, is_more INTEGER NOT NULL, at INTEGER NOT NULL,
      tries INTEGER NOT NULL DEFAULT 0, next_at INTEGER, last_at INTEGER, status INTEGER,
      fault TEXT, state TEXT NOT NULL);
    CREATE INDEX hook_delivery_hook ON hook_delivery (hook, number);
    CREATE TABLE push_channel (
      id TEXT PRIMARY KEY, account TEXT NOT NULL, kind TEXT NOT NULL, calendar TEXT, remote TEXT,
      resource TEXT, secret TEXT NOT NULL, address TEXT NOT NULL, expires INTEGER,
      at INTEGER NOT NULL, last INTEGER NOT NULL DEFAULT 0, is_lost INTEGER NOT NULL DEFAULT 0)
      WITHOUT ROWID;
    CREATE TABLE push_seen (
      channel TEXT NOT NULL, mark TEXT NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY (channel, mark)) WITHOUT ROWID;
    CREATE TABLE feed (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, mark TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
      used_at INTEGER) WITHOUT ROWID;
    CREATE TRIGGER hook_event_came AFTER INSERT ON event WHEN EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT INTO hook_news (kind, subject) SELECT 'events', NEW.sid
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = NEW.sid);
    END;
    CREATE TRIGGER hook_event_changed AFTER UPDATE OF source ON event
      WHEN OLD.source IS NOT NEW.source AND EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT INTO hook_news (kind, subject) SELECT 'events', NEW.sid
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = NEW.sid);
    END;
    CREATE TRIGGER hook_event_gone AFTER DELETE ON event WHEN EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT INTO hook_news (kind, subject) SELECT 'events', OLD.sid
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = OLD.sid);
    END;
    CREATE TRIGGER hook_assigned AFTER INSERT ON assignment WHEN EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT INTO hook_news (kind, subject) SELECT 'events', NEW.event
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = NEW.event);
    END;
    CREATE TRIGGER hook_unassigned AFTER DELETE ON assignment WHEN EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT INTO hook_news (kind, subject) SELECT 'events', OLD.event
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = OLD.event);
    END;
    CREATE TRIGGER hook_account_synced AFTER UPDATE OF last_sync, state, failure ON account
      WHEN EXISTS (SELECT 1 FROM hook)
        AND (OLD.last_sync IS NOT NEW.last_sync OR OLD.state IS NOT NEW.state
          OR OLD.failure IS NOT NEW.failure)
    BEGIN
      INSERT INTO hook_news (kind, subject) SELECT 'sync', NEW.sid
      WHERE NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'sync' AND subject = NEW.sid);
    END;
    """

  /// The triggers of `outward`, which can no longer end the statement that they belong to. One that
  /// could makes SQLite begin a savepoint for each statement, and the index of words writes all it has
  /// gathered for each of those.
  private static let unaborted = """
    DROP TRIGGER hook_event_came;
    CREATE TRIGGER hook_event_came AFTER INSERT ON event WHEN EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT OR IGNORE INTO hook_news (kind, subject) SELECT 'events', NEW.sid
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = NEW.sid);
    END;
    DROP TRIGGER hook_event_changed;
    CREATE TRIGGER hook_event_changed AFTER UPDATE OF source ON event
      WHEN OLD.source IS NOT NEW.source AND EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT OR IGNORE INTO hook_news (kind, subject) SELECT 'events', NEW.sid
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = NEW.sid);
    END;
    DROP TRIGGER hook_event_gone;
    CREATE TRIGGER hook_event_gone AFTER DELETE ON event WHEN EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT OR IGNORE INTO hook_news (kind, subject) SELECT 'events', OLD.sid
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = OLD.sid);
    END;
    DROP TRIGGER hook_assigned;
    CREATE TRIGGER hook_assigned AFTER INSERT ON assignment WHEN EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT OR IGNORE INTO hook_news (kind, subject) SELECT 'events', NEW.event
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = NEW.event);
    END;
    DROP TRIGGER hook_unassigned;
    CREATE TRIGGER hook_unassigned AFTER DELETE ON assignment WHEN EXISTS (SELECT 1 FROM hook)
    BEGIN
      INSERT OR IGNORE INTO hook_news (kind, subject) SELECT 'events', OLD.event
      WHERE coalesce((SELECT max(id) FROM hook_news), 0) < 2000
        AND NOT EXISTS (SELECT 1 FROM hook_news WHERE kind = 'events' AND subject = OLD.event);
    END;
    """

  /// Which events remind long before they begin; of those that were stored before, all that may.
  private static let early = """
    CREATE INDEX event_early ON event (id) WHERE flags & 1024;
    UPDATE event SET flags = flags | 1024
    WHERE source GLOB '*TRIGGER*:-P[0-9]*' OR source GLOB '*TRIGGER;*DATE-TIME*';
    """
}
