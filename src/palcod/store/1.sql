-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: the Palco contributors

-- Keys are stored as SHA-256 in hexadecimal.
CREATE TABLE account (
  id             TEXT PRIMARY KEY NOT NULL,
  primary_hash   TEXT NOT NULL,
  secondary_hash TEXT NOT NULL,
  creation_time  INTEGER NOT NULL
) STRICT;
