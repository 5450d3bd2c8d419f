# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The page of sessions in the real window, with the service of this computer, through AT-SPI."""

import shutil

import pytest

import palco_lab
import private_session
from palco_lab import LocalClient
from private_session import wait_until
from ui import Window


@pytest.fixture(scope="module")
def desktop():
    """One display and bus for all tests here: AT-SPI finds its bus once in a process."""
    with palco_lab.new_session() as session:
        session.start_display(window_manager=["openbox"]).start_bus().join()
        yield session


@pytest.fixture
def client(desktop):
    """Whoever else starts and stops sessions. The service forgets all afterwards."""
    with LocalClient(desktop) as client:
        yield client
    private_session.end_programs(("palcod", "palco-host"))
    for folder in ("data", "state"):
        shutil.rmtree(f"{desktop.base}/{folder}/palco", ignore_errors=True)


@pytest.fixture
def page(desktop, client):
    for name in ("turbine", "lobby", "bridge"):
        client.start(name, lease=60)
    with Window(["palco", "--new-session"], desktop.env) as window:     # without a toast, which takes Escape
        window.click("Sessions", "page tab")
        for name in ("turbine", "lobby", "bridge"):
            window.text(name, timeout=20)
        yield window
        log = window.read_log()
        assert "CRITICAL" not in log and "Gtk-WARNING" not in log, log


def row(window, name, state="Ready", timeout=20):
    return window.get("list item", f"{name}, {state}", timeout)


def click_in_row(window, name, button, state="Ready"):
    def press():
        within = window.find("list item", f"{name}, {state}")
        node = within and window.find("push button", button, within=within, action=True)
        return node and node.has(window.SENSITIVE) and (node.act() or node)
    window.wait(press, f"{button} of {name}, {state}", 20)


def choose_in_menu(window, name, item, state="Ready"):
    click_in_row(window, name, "More Actions", state)
    window.click(item, "menu item")


def test_extend_while_working(page):
    choose_in_menu(page, "turbine", "Extend While I Am Working")
    page.text("Extends while you work, up to 8 h", timeout=20)
    choose_in_menu(page, "turbine", "Extend While I Am Working")
    page.wait_gone("label", "Extends while you work.*", timeout=20)


def choose_shown(window, *keys):
    """Among all, running and ended sessions; from the search it is the next."""
    window.key("ctrl+f")
    window.key("Tab")
    window.wait_focused("Sessions to Show")
    window.key("space", *keys, "Return")


def test_whoever_started_them(page):
    page.text("This computer · Standard · started .* elsewhere")
    assert len(page.once(lambda: page.find_all("list item", ".*, Ready"))) == 3
    assert not page.once(page.unnamed)


def test_shown_first(desktop, client):
    """At start, what others or another computer have started: it may be forgotten."""
    client.start("turbine")
    with Window(["palco"], desktop.env) as window:
        window.wait(lambda: window.is_selected("Sessions"), "the page of sessions", 20)
        window.text("1 session is still running")
        row(window, "turbine")


def test_shown_first_but_for_who_came_to_start(desktop, client):
    client.start("turbine")
    with Window(["palco", "--new-session"], desktop.env) as window:
        window.text("1", timeout=20)    # on the tab of sessions
        assert window.once(lambda: window.is_selected("Launch"))
        assert not window.once(lambda: window.find("label", ".*still running"))


def test_search(page):
    page.fill("Search Sessions", "LOB", role="entry")
    page.wait_gone("label", "turbine")
    page.text("lobby")
    page.fill("Search Sessions", "nowhere", role="entry")
    page.text("No Matching Sessions")
    page.click("Show All Sessions")
    page.text("turbine")
    page.text("lobby")


def test_filter(page):
    click_in_row(page, "turbine", "Stop")
    row(page, "turbine", "Stopped")
    choose_shown(page, "Down", "Down")
    page.wait_gone("label", "lobby")
    page.text("turbine")
    choose_shown(page, "Up")
    page.wait_gone("label", "turbine")
    page.text("lobby")


def test_stop_several(page, client):
    page.click("Select Sessions")
    for name in ("turbine", "lobby"):
        page.mouse(page.get("check box", f"Select {name}"))
    page.text("2 selected")
    assert not page.once(page.unnamed)
    page.click("Stop")             # the first one, above the rows
    for name in ("turbine", "lobby"):
        row(page, name, "Stopped")
        assert client.state(name) == "Stopped"
    assert client.state("bridge") == "Ready"
    page.wait_gone("check box", "Select bridge")


def test_leave_selection(page):
    page.click("Select Sessions")
    page.click("Select All")
    page.text("3 selected")
    page.key("Escape")
    page.wait_gone("check box", "Select bridge")
    page.click("Select Sessions")
    page.text("Select sessions")


def test_step_is_remembered(page, client):
    click_in_row(page, "turbine", "Extend by Another Time")
    page.click(r"\+1 h", "menu item")
    wait_until(lambda: client.get("turbine").json["maxLeaseTimeMinutes"] == 120, "a lease of two hours")
    click_in_row(page, "lobby", "Extend by 1 h")
    wait_until(lambda: client.get("lobby").json["maxLeaseTimeMinutes"] == 120, "a lease of two hours")


def test_details(page, client):
    choose_in_menu(page, "lobby", "Details")
    page.text("MS-CV")
    page.text("Handshake port")
    page.text(str(client.get("lobby").json["handshakePort"]))
    assert not page.once(page.unnamed)
    page.click("Copy All")
    page.text("Copied")
    page.click("Close", within=page.get("frame", "Session Details"))
    page.wait_gone("label", "MS-CV")


def test_copied_id_can_be_pasted(page):
    choose_in_menu(page, "bridge", "Copy Session ID")
    page.text("Session ID copied")
    page.key("ctrl+f")
    page.key("ctrl+v")
    page.wait_gone("label", "turbine")
    page.text("bridge")


def test_start_again(page, client):
    click_in_row(page, "turbine", "Stop")
    click_in_row(page, "turbine", "Start Again", "Stopped")
    wait_until(lambda: len(client.list().json["sessions"]) == 3, "another session", 20)
    session = next(session for session in client.list().json["sessions"]
                   if session["id"] not in ("lobby", "bridge"))
    assert (session["size"], session["maxLeaseTimeMinutes"]) == ("Standard", 60)


def test_edit_and_start_again(page, client):
    click_in_row(page, "turbine", "Stop")
    choose_in_menu(page, "turbine", "Edit and Start Again…", "Stopped")
    page.wait(lambda: page.is_selected("Launch"), "the launch page")
    assert len(client.list().json["sessions"]) == 2


def test_ended_are_kept(desktop, page):
    click_in_row(page, "turbine", "Stop")
    row(page, "turbine", "Stopped")
    page.close()
    with Window(["palco"], desktop.env) as window:
        window.click("Sessions", "page tab")
        row(window, "turbine", "Stopped")
        row(window, "lobby")
