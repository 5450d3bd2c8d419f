-- SPDX-License-Identifier: LGPL-2.1-or-later
-- SPDX-FileCopyrightText: the Palco contributors

-- phase: 0 the request to create it was about to be sent; 1 the service has it; 2 it has ended.
-- owner: the process that is sending that request, empty when nobody is any more.
CREATE TABLE session (
  account      TEXT    NOT NULL,
  region       TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  endpoint     TEXT    NOT NULL DEFAULT '',
  size         TEXT    NOT NULL DEFAULT '',
  lease        INTEGER NOT NULL DEFAULT 0,
  phase        INTEGER NOT NULL,
  stop_pending INTEGER NOT NULL DEFAULT 0,
  owner        TEXT    NOT NULL DEFAULT '',
  state        TEXT    NOT NULL DEFAULT '',
  changed      INTEGER NOT NULL,
  PRIMARY KEY (account, region, id)
) WITHOUT ROWID;

PRAGMA user_version = 1;
