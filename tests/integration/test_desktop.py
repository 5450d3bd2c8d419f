# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""What a desktop does with the application: search, links, actions of its file, options."""

import os

import pytest

import palco_lab
from palco_lab import Application, LocalClient
from private_session import wait_until
from ui import Window

PRESETS = """[Preset p1]
Name=Turbine café
Account=
Region=
Size=Premium
LeaseMinutes=45
CapMinutes=0

[Preset p2]
Name=Foyer
Account=
Region=
Size=Standard
LeaseMinutes=120
CapMinutes=0
"""


@pytest.fixture(scope="module")
def desktop():
    """One display and bus for all tests here: AT-SPI finds its bus once in a process."""
    with palco_lab.new_session() as session:
        session.start_display().start_bus().start_keyring().join()
        os.makedirs(f"{session.env['XDG_CONFIG_HOME']}/palco", exist_ok=True)
        with open(f"{session.env['XDG_CONFIG_HOME']}/palco/presets.ini", "w") as presets:
            presets.write(PRESETS)
        yield session


@pytest.fixture
def application(desktop):
    application = Application(desktop)
    yield application
    application.close()


@pytest.fixture
def client(desktop):
    with LocalClient(desktop) as client:
        yield client


@pytest.fixture
def window(desktop):
    with Window(["palco"], desktop.env) as window:
        window.get("push button", "Start Session.*", timeout=20)
        yield window
        log = window.read_log()
        assert "CRITICAL" not in log and "Gtk-WARNING" not in log, log


def test_search_without_a_window(application):
    """A search starts the program, finds presets, and connects to nothing."""
    assert not application.is_running()
    (found,) = application.search("GetInitialResultSet", "(as)", ["turb"])
    assert found == ["preset p1"]
    assert application.search("GetInitialResultSet", "(as)", ["cafe"])[0] == ["preset p1"]
    assert application.search("GetInitialResultSet", "(as)", ["turb", "foyer"])[0] == []
    assert application.search("GetSubsearchResultSet", "(asas)", found, ["x"])[0] == []
    (metas,) = application.search("GetResultMetas", "(as)", ["preset p1", "preset gone", "", "session a"])
    assert [(meta["id"], meta["name"]) for meta in metas] == [("preset p1", "Turbine café")]
    assert "45 min" in metas[0]["description"]
    with pytest.raises(Exception, match="ServiceUnknown|NameHasNoOwner"):
        application.call("org.freedesktop.DBus", "/", "org.freedesktop.DBus",
                         "GetConnectionUnixProcessID", "(s)", palco_lab.BUS_NAME)
    wait_until(lambda: not application.is_running(), "the program to end", 20)


def test_search_a_session(window, application, client):
    session = client.start("atelier")
    window.key("F5")

    def find():
        return application.search("GetInitialResultSet", "(as)", [session["id"]])[0]
    (found,) = wait_until(find, "the session to be found", 20)
    (metas,) = application.search("GetResultMetas", "(as)", [found])
    assert "left" in metas[0]["description"]
    application.search("ActivateResult", "(sasu)", found, [], 0)
    window.wait_focused("atelier, Ready", 20)
    client.stop("atelier")


def test_link_to_a_session(desktop, client):
    """Cold, then to one that is filtered out, then to one that the window does not know yet."""
    client.start("turbine")
    client.start("bridge", size="Premium")
    with Window(["palco", "palco://session/local/turbine"], desktop.env) as window:
        window.wait_focused("turbine, Ready", 20)
        window.fill("Search Sessions", "turbine", role="entry")
        window.wait_gone("list item", "bridge, Ready")
        assert desktop.run(["palco", "palco://session/local/bridge"]).returncode == 0
        window.wait_focused("bridge, Ready", 20)
        client.start("lobby")
        assert desktop.run(["palco", "palco://session/local/lobby"]).returncode == 0
        window.wait_focused("lobby, Ready", 20)
    for name in ("turbine", "bridge", "lobby"):
        client.stop(name)


def test_link_to_a_session_that_is_gone(window, desktop):
    assert desktop.run(["palco", "palco://session/local/gone"]).returncode == 0
    window.text("Could not find “gone” in this account", timeout=30)


def shown_minutes(window):
    return [node.get("Value", "CurrentValue") for node in window.find_all("spin button")]


def test_choosing_a_preset_fills_in_the_page(window, application, client):
    application.search("ActivateResult", "(sasu)", "preset p1", [], 0)
    window.wait(lambda: 45.0 in shown_minutes(window), "the lease of the preset")
    assert client.list().json["sessions"] == []


@pytest.mark.parametrize("words, minutes", [
    (["--new-session", "--preset", "Turbine café"], 45.0),
    (["palco://new?preset=Foyer"], 2.0),       # hours
])
def test_filled_in_from_a_running_program(window, desktop, client, words, minutes):
    result = desktop.run(["palco", *words])
    assert result.returncode == 0, result
    window.wait(lambda: minutes in shown_minutes(window), "the lease of the preset")
    assert client.list().json["sessions"] == []


def test_filled_in_from_a_cold_start(desktop, client):
    with Window(["palco", "--new-session", "--preset", "Turbine café"], desktop.env) as window:
        window.wait(lambda: 45.0 in shown_minutes(window), "the lease of the preset", timeout=20)
        assert client.list().json["sessions"] == []


def test_starting_a_preset(window, application, client):
    from gi.repository import GLib
    application.act("start-preset", GLib.Variant("s", "p1"))
    (session,) = wait_until(lambda: client.list().json["sessions"], "the session")
    assert (session["size"], session["maxLeaseTimeMinutes"]) == ("Premium", 45)
    client.stop(session["id"])


def test_a_preset_that_is_gone(window, desktop):
    assert desktop.run(["palco", "--new-session", "--preset", "Gone"]).returncode == 0
    window.text("No Preset “Gone”")


@pytest.mark.parametrize("uri", ["palco://stop/local/x", "palco://new?start=1"])
def test_links_that_are_none_of_ours(window, desktop, client, uri):
    assert desktop.run(["palco", uri]).returncode == 0
    window.text("Could Not Open the Link")
    assert client.list().json["sessions"] == []


def test_last_preset(desktop, client):
    env = {**desktop.env, "GSETTINGS_BACKEND": "keyfile"}
    path = f"{env['XDG_CONFIG_HOME']}/glib-2.0/settings/keyfile"
    with Window(["palco", "--new-session", "--preset", "Turbine café"], env) as window:
        window.wait(lambda: 45.0 in shown_minutes(window), "the lease of the preset", timeout=20)
    with open(path) as settings:
        remembered = settings.read()
    assert "last-preset='p1'" in remembered
    with open(path, "w") as settings:
        settings.write(remembered.replace("lease-minutes=45", "lease-minutes=10"))
    with Window(["palco", "--new-session", "--last-preset"], env) as window:
        window.wait(lambda: 45.0 in shown_minutes(window), "the lease of the preset", timeout=20)
        assert client.list().json["sessions"] == []


@pytest.mark.parametrize("action", ["new-session", "last-preset"])
def test_actions_of_the_desktop_file(window, application, action):
    window.click("Sessions", "page tab")
    window.wait(lambda: window.is_selected("Sessions"), "the sessions")
    application.act(action)
    window.wait(lambda: window.is_selected("Launch"), "the page that starts a session")


def test_preset_without_new_session(desktop):
    result = desktop.run(["palco", "--preset", "Foyer"])
    assert result.returncode == 1
    assert "--new-session" in result.stderr
