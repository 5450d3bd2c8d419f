#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: the Palco contributors
"""Starts a session on this computer, waits until it is ready, and stops it."""

import gi

gi.require_version("Palco", "1.0")
from gi.repository import GLib, Palco


def run(owner, name, *args):
    """Calls owner.name_async() and gives what owner.name_finish() returns."""
    results, loop = [], GLib.MainContext.default()
    getattr(owner, name + "_async")(*args, None, lambda source, result: results.append(result))
    while not results:
        loop.iteration(True)
    return getattr(owner, name + "_finish")(results[0])


service = Palco.LocalService()
client = Palco.Client.new(service.get_account(), service, run(Palco.Journal, "open", None))
region = run(client, "load_catalogue").get_regions()[0]
session = run(client, "create_session", region, Palco.SessionOptions.new("Standard", 30))
run(client, "wait_session", session)
print(session.props.id, session.get_state_name(), session.dup_inspector_url())
run(client, "stop_session", session)
print(session.props.id, session.get_state_name())
