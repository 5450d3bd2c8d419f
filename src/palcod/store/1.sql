-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: the Palco contributors

-- Keys are stored as SHA-256 in hexadecimal.
CREATE TABLE account (
  id             TEXT PRIMARY KEY NOT NULL,
  primary_hash   TEXT NOT NULL,
  secondary_hash TEXT NOT NULL,
  creation_time  INTEGER NOT NULL
) STRICT;

-- AUTOINCREMENT: the number of a session that was pruned never names another one, as hosts
-- and control URLs hold it. Times are in microseconds; see PalcodSessionRecord.
CREATE TABLE session (
  uid                   INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id            TEXT NOT NULL,
  id                    TEXT NOT NULL,
  size                  TEXT NOT NULL,
  lease_minutes         INTEGER NOT NULL,
  created_lease_minutes INTEGER NOT NULL,
  state                 INTEGER NOT NULL,
  creation_time         INTEGER NOT NULL,
  ready_time            INTEGER NOT NULL,
  end_time              INTEGER NOT NULL,
  ready_boottime        INTEGER NOT NULL,
  ended_elapsed         INTEGER NOT NULL,
  boot_id               TEXT,
  hostname              TEXT,
  handshake_port        INTEGER NOT NULL,
  inspector_port        INTEGER NOT NULL,
  teraflops             REAL NOT NULL,
  error_code            TEXT,
  error_message         TEXT,
  allocation            TEXT,
  token_hash            TEXT,
  previous_token_hash   TEXT,
  UNIQUE (account_id, id)
) STRICT;
