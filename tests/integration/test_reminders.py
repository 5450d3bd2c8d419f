# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Never forgotten: the window is closed, and a notification daemon shows what happens to the
sessions of a real palcod; what is chosen there reaches it."""

import json
import os
import re
import time

import gi
import pytest

import palco_lab
from palco_lab import Application, LocalClient
from private_session import wait_until
from ui import Window

gi.require_version("GLib", "2.0")
from gi.repository import GLib  # noqa: E402  (needs the version first)

PUNCTUAL = 10    # seconds that a notification may be early or late


class Notifications:
    """python-dbusmock's notification daemon: what was shown, and a user who presses buttons."""

    NAME, SHOW = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"

    def __init__(self, desktop, application):
        self.application = application
        desktop.helper(["/usr/bin/python3", "-m", "dbusmock", "--template", "notification_daemon"])
        desktop.wait_for_name(self.NAME)

    def mock(self, method, *words):
        return self.application.call(self.NAME, self.SHOW, "org.freedesktop.DBus.Mock", method, *words)

    def all(self):
        """(when, id that it replaces, title, body, {label: action}, urgency), oldest first."""
        shown = []
        for moment, method, words in self.mock("GetCalls")[0]:
            if method == "Notify":
                _, replaced, _, title, body, actions, hints, _ = words
                buttons = dict(zip(actions[1::2], actions[0::2]))
                shown.append((moment, replaced, title, body, buttons, hints.get("urgency")))
        return shown

    def find(self, title, name):
        return next((shown for shown in self.all()
                     if re.fullmatch(title, shown[2]) and name[-4:] in shown[2]), None)

    def wait(self, title, name, seconds=20):
        try:
            return wait_until(lambda: self.find(title, name), f"“{title}”", seconds)
        except TimeoutError as error:
            raise AssertionError(f"{error}; there is: {self.all()}") from None

    def press(self, shown, label):
        label = next(text for text in shown[4] if re.fullmatch(label, text))
        # The daemon's ids are not told by GetCalls: a session keeps the first it got.
        number = shown[1] or self.number_of(shown)
        self.mock("EmitSignal", "(sssav)", self.NAME, "ActionInvoked", "us",
                  [GLib.Variant("u", number), GLib.Variant("s", shown[4][label])])

    def number_of(self, shown):
        return sum(not other[1] for other in self.all() if other[0] <= shown[0])

    def closed(self):
        return [words[0] for _, method, words in self.mock("GetCalls")[0]
                if method == "CloseNotification"]


@pytest.fixture(scope="module")
def desktop():
    """One display and bus for all tests here: AT-SPI finds its bus once in a process."""
    with palco_lab.new_session() as session:
        session.start_display().start_bus().start_keyring()
        os.environ.update({name: session.env[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
                                                                "XDG_RUNTIME_DIR")})
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


def test_tells_in_time(in_background, notifications, client):
    """All leads within one minute: leases that are longer than a lead by just that."""
    expected = {16: "“.*” ends in 15 minutes", 6: "“.*” ends in 5 minutes",
                2: "“.*” ends in 1 minute", 1: "“.*” has ended"}
    started = {}
    for lease in expected:
        session = client.start(lease=lease, size="Premium" if lease > 2 else "Standard")
        started[session["id"]] = (lease, time.time())
    for name, (lease, start) in started.items():
        shown = notifications.wait(expected[lease], name, seconds=60 + PUNCTUAL)
        assert abs(shown[0] - start - 60) <= PUNCTUAL, (lease, shown, start)
        print(f"lease {lease}: {shown[2]} {shown[0] - start - 60:+.1f} s")


def test_extends_by_itself(in_background, application, notifications, client, preset):
    """Half a minute before its end, to a quarter of an hour, because nobody has come yet."""
    application.act("start-preset", GLib.Variant("s", preset))

    def started():
        return [session for session in client.list().json["sessions"]
                if session["maxLeaseTimeMinutes"] == 1]
    (session,) = wait_until(started, "the session", 20)
    wait_until(lambda: client.get(session["id"]).json["maxLeaseTimeMinutes"] == 15, "the lease", 45)
    assert client.get(session["id"]).json["palco"]["secondsLeft"] > 14 * 60
    assert not notifications.find("“.*” ends in .*", session["id"])
