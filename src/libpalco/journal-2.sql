-- SPDX-License-Identifier: LGPL-2.1-or-later
-- SPDX-FileCopyrightText: the Palco contributors

-- For the history. Times are seconds since 1970, and 0 when unknown; so is the price without a currency.
-- started_here: whether this computer asked for it; the others were seen in a list.
-- state: what the service last said.
ALTER TABLE session ADD COLUMN started_here  INTEGER NOT NULL DEFAULT 1;
ALTER TABLE session ADD COLUMN title         TEXT    NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN cap           INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN price         REAL    NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN currency      TEXT    NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN estimate      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN created       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN ready         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN ended         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN error_code    TEXT    NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN error_message TEXT    NOT NULL DEFAULT '';

-- The only time that version 1 had.
UPDATE session SET created = changed;
UPDATE session SET ended = changed WHERE phase = 2;

PRAGMA user_version = 2;
