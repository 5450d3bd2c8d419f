-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: the Palco contributors
--
-- wrk: every request creates another session.

local threads = 0

function setup (thread)
  thread:set ("number", threads)
  threads = threads + 1
end

function init ()
  count = 0
end

function request ()
  count = count + 1
  return wrk.format ("PUT", wrk.path:gsub ("ID", "b" .. number .. "-" .. count), nil,
                     '{"maxLeaseTimeMinutes": 10, "size": "Standard"}')
end
