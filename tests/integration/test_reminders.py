# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Never forgotten: the window is closed, and a notification daemon shows what happens to the
sessions of a real palcod; what is chosen there reaches it."""

import json
import os
import signal
import socket
import time

import gi
import pytest

import palco_lab
from notifications import Notifications
from palco_lab import Application, LocalClient, hosts_of
from private_session import SLOWNESS, kill_all, wait_until
from ui import Window

gi.require_version("GLib", "2.0")
from gi.repository import GLib  # noqa: E402  (needs the version first)

EARLY = 10              # seconds that a notification may come before its time, and after it: promised
LATE = 10 * SLOWNESS


@pytest.fixture(scope="module")
def desktop():
    """One display and bus for all tests here: AT-SPI finds its bus once in a process."""
    with palco_lab.new_session() as session:
        session.start_display().start_bus().start_keyring().join()
        yield session


@pytest.fixture(scope="module")
def application(desktop):
    application = Application(desktop)
    yield application
    application.close()


@pytest.fixture(scope="module")
def notifications(desktop, application):
    return Notifications(desktop, application)


@pytest.fixture
def client(desktop):
    with LocalClient(desktop) as client:
        yield client


def target_of(session):
    return GLib.Variant("(sss)", ("local", session["palco"]["region"], session["id"]))


@pytest.fixture
def preset(desktop):
    """A lease of a minute that extends itself."""
    folder = f"{desktop.env['XDG_CONFIG_HOME']}/palco"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/presets.ini", "w") as presets:
        presets.write("[Preset short]\nName=Short\nAccount=\nRegion=\nSize=Standard\n"
                      "LeaseMinutes=1\nCapMinutes=60\n")
    return "short"


def test_from_a_notification_of_a_program_that_ended(application, notifications, client):
    """Extend starts the program, which does it, goes on watching, and ends with the session."""
    session = client.start(lease=1)
    assert not application.is_running()
    application.act("extend-session", target_of(session))
    wait_until(lambda: client.get(session["id"]).json["maxLeaseTimeMinutes"] == 31, "the lease", 20)

    shown = notifications.wait("“.*” was extended", session["id"])
    notifications.press(shown, "Stop")
    client.wait(session["id"], "Stopped")
    wait_until(lambda: not application.is_running(), "the program to end", 20)


def start_here(desktop):
    """A session of this user; those that the client starts are somebody else's for the program."""
    created = desktop.run(["palcoctl", "session", "create", "--account", "local", "--lease", "20m",
                           "--json", "--wait"])
    return json.loads(created.stdout)[0]["id"]


@pytest.fixture
def in_background(desktop, client):
    """A window that was closed while a session ran; its question is answered once."""
    start_here(desktop)
    with Window(["palco"], desktop.env) as window:
        window.text("1", timeout=20)    # on the tab of sessions
        window.key("ctrl+w")
        window.text("Keep 1 Session Running.*")
        window.click("Keep in Background")
        window.wait_gone("frame")
        yield window
        log = window.read_log()
        assert "CRITICAL" not in log and "WARNING" not in log, log
    for session in client.list().json["sessions"]:
        client.stop(session["id"])


def test_asks_once(desktop, application, client):
    """A second wish to close, while the question is open, opens no second question."""
    own = start_here(desktop)
    with Window(["palco"], desktop.env) as window:
        window.text("1", timeout=20)
        for _ in range(2):
            application.act("quit")
            window.text("Keep 1 Session Running.*")
        window.click("Cancel")
        window.wait_gone("label", "Keep 1 Session Running.*")
        application.act("quit")
        window.text("Keep 1 Session Running.*")
        window.click("Cancel")
    client.stop(own)
    client.wait(own, "Stopped")


def test_stops_no_session_of_others(desktop, client):
    """The question when the window closes is about what was started here, and stops only that."""
    others = client.start(lease=20)["id"]
    own = start_here(desktop)
    with Window(["palco"], desktop.env) as window:
        window.text("2", timeout=20)
        window.key("ctrl+w")
        window.text("Keep 1 Session Running.*")
        window.click("Stop Session")
        window.wait_gone("frame")
        client.wait(own, "Stopped")
        assert client.get(others).json["status"] == "Ready"
        client.stop(others)
        client.wait(others, "Stopped")


def let_somebody_come(client, name):
    """Who comes is sent away at once; the host is halted before it tells so. Returns its process."""
    wait_until(lambda: len(hosts_of(client.pid)) == 1, "hosts of ended sessions to go", 20)
    (host,), port = hosts_of(client.pid), client.get(name).json["handshakePort"]

    def is_there():
        os.kill(host, signal.SIGCONT)
        with socket.create_connection(("127.0.0.1", port), 20) as viewer:
            viewer.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            viewer.recv(1)
            os.kill(host, signal.SIGSTOP)
        # What it said just before may still be on its way.
        return all(client.get(name).json["palco"]["clientConnected"] for _ in range(3))
    wait_until(is_there, "somebody to be connected", 20)
    return host


def test_pressed_in_notifications(desktop, application, notifications, client):
    """From ready to stopped, by who does not look at the window or has closed it."""
    with Window(["palco"], desktop.env) as window:
        window.leave()
        window.click("Start Session.*")
        (session,) = wait_until(lambda: client.list().json["sessions"], "the session", 20)
        name = session["id"][:4]
        ready = notifications.wait("“.*” is ready", name)
        application.act("quit")
        window.click("Keep in Background")
        window.wait_gone("frame")

        host = let_somebody_come(client, session["id"])
        try:
            notifications.press(ready, "Extend by .*")
            extended = notifications.wait("“.*” was extended", name)
            lease = client.get(session["id"]).json["maxLeaseTimeMinutes"]
            assert lease == session["maxLeaseTimeMinutes"] + 30

            notifications.press(extended, "Stop")
            in_use = notifications.wait("“.*” is in use", name)
            assert client.state(session["id"]) == "Ready"
            notifications.press(in_use, "Stop Anyway")
            client.wait(session["id"], "Stopped")
        finally:
            kill_all([host], signal.SIGCONT)


def test_tells_in_time(in_background, notifications, client):
    """All leads within one minute: leases that are longer than a lead by just that."""
    expected = {16: "“.*” ends in 15 minutes", 6: "“.*” ends in 5 minutes",
                2: "“.*” ends in 1 minute", 1: "“.*” has ended"}
    others, hosts, started = set(hosts_of(client.pid)), [], {}
    for lease in expected:
        before = time.time()
        session = client.start(lease=lease, size="Premium" if lease > 2 else "Standard")
        started[session["id"]] = (lease, before, time.time())
        hosts += set(hosts_of(client.pid)) - others - set(hosts)
    for name, (lease, before, after) in started.items():
        shown = notifications.wait(expected[lease], name, seconds=60 + LATE)
        assert before - EARLY <= shown[0] - 60 <= after + LATE, (lease, shown, before, after)
        print(f"lease {lease}: {shown[2]} {shown[0] - before - 60:+.1f} s")
        if lease == 16:    # it is known to the program now; when another lease ends, it looks again
            os.kill(hosts[0], signal.SIGKILL)
    notifications.wait("“.*” failed", next(iter(started)))


def test_extends_by_itself(in_background, application, notifications, client, preset):
    """Half a minute before its end, to a quarter of an hour, because nobody has come yet."""
    others = {session["id"] for session in client.list().json["sessions"]}
    application.act("start-preset", GLib.Variant("s", preset))

    def started():
        return [session for session in client.list().json["sessions"] if session["id"] not in others]
    (session,) = wait_until(started, "the session", 20)
    wait_until(lambda: client.get(session["id"]).json["maxLeaseTimeMinutes"] == 15, "the lease", 45)
    assert client.state(session["id"]) == "Ready"
    assert not notifications.find("“.*” ends in .*", "Short")

    # By its preset's name, also with the window closed.
    in_background.key("ctrl+w")
    in_background.wait_gone("frame")
    application.act("extend-session", target_of(session))
    notifications.wait("“Short” was extended", "Short")
