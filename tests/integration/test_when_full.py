# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""What the command line does when all servers are in use: two regions, the first of them full."""

import os
import pty
import select
import signal
import subprocess

import pytest

import palco_lab
from palco_lab import new_id
from private_session import wait_for_exit, wait_until
from test_palcoctl import (INTERRUPTED, NOT_FOUND, OK, SESSION_FAILED, USAGE,  # noqa: F401
                           interrupt, journal, palcoctl)

CREATE = ("session", "create", "--region", "here", "--lease", "10m")
MOVED_ON = "All servers in Here are in use. Starting Standard in There instead, for $4.60 per hour."
DEARER = ("All servers in Here are in use. "
          "Premium in Here costs a price that is not known, not $4.60 per hour.")


@pytest.fixture
def there(running, palcoctl):  # noqa: F811
    """Another region of the same service, where servers are free; `there.client` is signed in."""
    there = palco_lab.Service(running.session, running.certificates, name="there")
    there.take_tokens_of(running)
    running.stop()
    running.write_config(standard=1)
    running.add_region("there", "There", 40.7, -74.0, there.endpoint)
    running.start()
    running.client.connect()
    assert running.client.sign_in().status == 200
    palco_lab.add_account(running.session, running, running.account, running.keys[0])
    there.start()
    there.client = there.rest(running.account, None)
    there.client.token = running.client.token
    yield there
    assert palcoctl("session", "stop", "--all").returncode == OK
    there.stop()


@pytest.fixture
def full(running, there):
    """The first region, whose only Standard server is taken."""
    running.client.start()
    return running


def live(service):
    return [session["size"] for session in service.client.list().json["sessions"]]


def test_free(palcoctl, there):  # noqa: F811
    """Then it starts where it was wanted, and waits all the same."""
    result = palcoctl(*CREATE, "--next-region", "--other-size", "--json")
    assert result.returncode == OK and '"Ready"' in result.stdout and "in use" not in result.stderr, result
    assert live(there) == []


def test_next_region_of_a_preset(palcoctl, full, there):  # noqa: F811
    palcoctl.one("preset", "add", "film", "--region", "here", "--lease", "20m", "--next-region")
    result = palcoctl("session", "create", "--preset", "film")
    assert result.returncode == OK and result.stderr.startswith(MOVED_ON + "\n"), result
    assert "Ready" in result.stdout and "there" in result.stdout
    assert live(full) == live(there) == ["Standard"]
    assert journal(full.session, "SELECT title FROM session WHERE region = 'there'") == [("film",)]


def test_dearer_without_a_terminal(palcoctl, full):  # noqa: F811
    result = palcoctl(*CREATE, "--other-size", "--json")
    assert result.returncode == SESSION_FAILED and "session-failed" in result.stdout, result
    assert result.stderr.startswith(DEARER + " “--yes” would agree to that.\n"), result
    assert live(full) == ["Standard"]


def test_dearer_with_yes(palcoctl, full):  # noqa: F811
    created = palcoctl.one(*CREATE, "--other-size", "--yes")
    assert (created["state"], created["size"]) == ("Ready", "Premium")


class Terminal:
    """palcoctl as somebody sees it."""

    def __init__(self, desktop, *words):
        self.shown = ""
        self.ours, theirs = pty.openpty()
        self.process = desktop.popen(["palcoctl", *words], stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs,
                                     start_new_session=True)
        os.close(theirs)

    def wait_for(self, text):
        def is_shown():
            if select.select([self.ours], [], [], 0)[0]:
                self.shown += os.read(self.ours, 4096).decode()
            return text in self.shown.replace("\r\n", " ")
        wait_until(is_shown, text, seconds=20)

    def type(self, text):
        os.write(self.ours, text.encode())

    def wait(self):
        status = wait_for_exit(self.process, 20)
        os.close(self.ours)
        return status


@pytest.mark.parametrize("typed, size", [("y\n", "Premium"), ("Yes\n", "Premium"), ("n\n", None), ("\n", None),
                                         ("\x04", None), ("oh yes\n", None)])
def test_dearer_at_a_terminal(palcoctl, full, typed, size):  # noqa: F811
    terminal = Terminal(full.session, *CREATE, "--other-size")
    terminal.type("y\n")   # answers no question
    terminal.wait_for(f"{DEARER} Start it? [y/N]")
    terminal.type(typed)
    assert terminal.wait() == (OK if size else SESSION_FAILED), terminal.shown
    assert sorted(live(full)) == sorted(["Standard", *([size] if size else [])])


def test_interrupted_at_the_question(palcoctl, full):  # noqa: F811
    terminal = Terminal(full.session, *CREATE, "--other-size")
    terminal.wait_for("[y/N]")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.wait() == INTERRUPTED
    assert live(full) == ["Standard"]


def test_interrupted_while_moving_on(palcoctl, full, there):  # noqa: F811
    """What was created there is stopped, and nothing is left to do for later."""
    stub = f"{there.dir}/never-ready"
    with open(stub, "w") as script:
        script.write("#!/bin/sh\nexec sleep 60\n")
    os.chmod(stub, 0o755)
    there.stop()
    there.write_config(host=stub)
    there.take_tokens_of(full)
    there.start()
    there.client.connect()

    def moved_on(process):
        wait_until(lambda: live(there), "the session to be created there")
    process = interrupt(full.session, *CREATE, "--next-region", after=moved_on)
    assert process.returncode == INTERRUPTED
    assert live(there) == [] and live(full) == ["Standard"]
    rows = journal(full.session, "SELECT region, phase, stop_pending FROM session ORDER BY region")
    assert rows == [("here", 2, 0), ("there", 2, 0)]


def test_what_cannot_be_used_together(palcoctl, full):  # noqa: F811
    palcoctl.fails(USAGE, *CREATE, "--id", new_id(), "--next-region")
    assert "palcoctl sizes" in palcoctl.fails(NOT_FOUND, *CREATE, "--size", "Gigantic", "--other-size")


def test_named_session_is_the_only_try(palcoctl, full, there):  # noqa: F811
    palcoctl.one("preset", "add", "film", "--region", "here", "--next-region")
    name = new_id()
    palcoctl.fails(SESSION_FAILED, "session", "create", "--preset", "film", "--id", name, "--wait")
    assert full.client.state(name) == "Error" and live(there) == []
