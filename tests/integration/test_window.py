# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The window on a display of its own, used through AT-SPI as a screen reader uses it."""

import os
import re
import shutil
import signal

import pytest

import palco_lab
import private_session
from palco_lab import LocalClient, hosts_of
from private_session import wait_until
from ui import Window, name_of


@pytest.fixture(scope="module")
def screen(certificates):
    """One display and bus for all tests here: AT-SPI finds its bus once in a process."""
    with palco_lab.new_session() as session:
        session.start_display().start_bus().join()
        palco_lab.trust(session, certificates)
        yield session


@pytest.fixture
def desktop(screen):
    """As on the first day."""
    for folder in ("data", "config", "cache", "state"):
        for name in ("palco", "keyrings"):
            shutil.rmtree(f"{screen.base}/{folder}/{name}", ignore_errors=True)
    yield screen
    private_session.end_programs(("palcod", "palco-host", "palco"))
    if screen.keyring:
        screen.stop_keyring()


@pytest.fixture
def keyring(desktop):
    desktop.start_keyring()


@pytest.fixture
def window(desktop, keyring):
    with Window(["palco"], desktop.env) as window:
        yield window
        log = window.read_log()
        assert "CRITICAL" not in log and "Gtk-WARNING" not in log, log


START = "Start Session.*"


def test_strangers_do_not_see_the_display(screen):
    stranger = {name: value for name, value in screen.env.items() if name != "XAUTHORITY"}
    assert screen.run(["xwininfo", "-root"]).returncode == 0
    assert "Authorization required" in screen.run(["xwininfo", "-root"], env=stranger).stderr


def start_session(window):
    window.click(START)
    return window.text("Ready", timeout=20)


def seconds_left(window):
    hours = re.compile(r"(?:(\d+) h)?\s*(?:(\d+) min)?\s*(?:(\d+) s)? left")

    def read():
        for label in window.find_all("label"):
            match = hours.fullmatch(label.get_name())
            if match:
                h, m, s = (int(part or 0) for part in match.groups())
                return h * 3600 + m * 60 + s
        return None
    return window.wait(read, "the time left")


def test_from_first_start_to_stop(window, desktop):
    start_session(window)
    assert len(hosts_of(os.getpid())) == 1
    before = seconds_left(window)
    window.click("Extend by Another Time")
    window.click(r"\+30 min", "menu item")
    window.wait(lambda: seconds_left(window) > before + 1000, "the lease to be longer")
    window.click("Stop")
    window.text("Stopped", timeout=20)
    wait_until(lambda: not hosts_of(os.getpid()), "the host to end")


def press(window, name, key="Return"):
    """With the keyboard alone, as often as it takes to get there."""
    window.focus(name)
    window.key(key)


def test_walk_by_keyboard(window):
    """From the first start to the end of a session without a pointer."""
    window.get("push button", START)
    press(window, START)
    window.text("Ready", timeout=20)
    before = seconds_left(window)
    press(window, "Extend by 30 min")
    window.wait(lambda: seconds_left(window) > before + 1000, "the lease to be longer")
    press(window, "Stop")
    window.text("Stopped", timeout=20)
    wait_until(lambda: not hosts_of(os.getpid()), "the host to end")


def save_preset(window, name):
    window.click("Presets")
    window.click("Save as Preset…")
    window.fill("Name", name)
    window.click("Save")
    window.text(f"Preset “{name}” saved")


def test_preset_in_two_activations(window, desktop):
    window.get("push button", START)
    save_preset(window, "Review")
    window.close()
    with Window(["palco"], desktop.env) as second:
        second.get("push button", START)
        press(second, "Presets")
        press(second, "Review")
        second.text("Ready", timeout=20)


def test_preset_edited_deleted_restored(window):
    window.get("push button", START)
    save_preset(window, "Review")
    window.click("Presets")
    window.click("Edit Preset “Review”")
    window.text("Change what you like.*")
    window.click("Extend while I am working", "check box")
    save_preset(window, "Review")
    window.click("Presets")
    window.get("list item", "Review")
    assert len(window.once(lambda: window.find_all("list item", "Review"))) == 1
    window.click("Delete Preset “Review”")
    window.text("Preset “Review” deleted")
    window.click("Undo")
    window.click("Presets")
    window.get("list item", "Review")


def assert_names(window):
    try:
        window.wait(lambda: not window.unnamed(), "names everywhere", timeout=5)
    except AssertionError:
        assert window.once(window.unnamed) == []


def assert_names_in_menu(window, menu):
    window.click(menu)
    window.wait_above()
    assert_names(window)
    window.close_top()


def test_everything_has_a_name(window):
    """On each page, in each menu and in the windows above."""
    window.get("push button", START)
    save_preset(window, "Review")
    for menu in ("Presets", "Account", "Main Menu", "Regions Menu"):
        assert_names_in_menu(window, menu)
    start_session(window)
    assert_names(window)
    assert_names_in_menu(window, "More Actions")
    for page in ("Usage", "Sessions", "Launch"):
        window.click(page, "page tab")
        assert_names(window)
    for keys, title in (("ctrl+n", "Account ID"), ("ctrl+comma", "Preferences|General"),
                        ("ctrl+w", "Keep 1 Session Running.*")):
        window.key(keys)
        window.wait(lambda: any(name_of(node) and re.fullmatch(title, name_of(node))
                                for node in window.walk()), title)
        assert_names(window)
        window.close_top()


def test_shortcuts_show_their_keys(window):
    window.get("push button", START)
    window.key("ctrl+question")
    window.text("Add an account")
    window.wait(lambda: len(window.find_all("label", "Ctrl")) >= 4, "the keys of the actions")
    window.key("Escape")
    window.wait_gone("label", "Add an account")
    window.key("ctrl+question")
    window.text("Add an account")


def test_session_survives_the_window(window, desktop):
    start_session(window)
    window.close()
    with Window(["palco"], desktop.env) as second:
        second.text("Ready", timeout=20)


def test_service_killed(window, desktop):
    """The window says so, the service comes back, and the session with it."""
    start_session(window)
    with LocalClient(desktop) as client:
        os.kill(client.pid, signal.SIGKILL)
        wait_until(lambda: not private_session.is_running(client.pid), "the service to be gone")
    window.click("Stop")
    window.text("Stopped", timeout=30)
    wait_until(lambda: not hosts_of(os.getpid()), "the host to end")


def test_host_killed(window):
    start_session(window)
    private_session.kill_all(hosts_of(os.getpid()))
    wait_until(lambda: not hosts_of(os.getpid()), "the host to be gone")
    window.key("F5")                # else it looks every half minute
    window.text("Error", timeout=20)
    window.text(".*server of this session was lost.*")


@pytest.fixture
def studio(desktop, certificates):
    shutil.rmtree(f"{desktop.base}/service", ignore_errors=True)
    service = palco_lab.Service(desktop, certificates)
    service.account, service.keys = service.add_account()
    service.start()
    service.client = service.rest(service.account, service.keys[0])
    yield service
    service.stop()


def open_accounts(window):
    def button():
        return next(filter(None, (window.find(role, "Accounts?|This Computer.*|Account.*", action=True)
                                  for role in ("toggle button", "push button"))), None)
    node = window.wait(button, "the button of the accounts")
    window.click(re.escape(node.get_name()), node.get_role_name())


def open_account_dialog(window):
    open_accounts(window)
    window.click("Add Account…")
    window.get("text", "Name")


def fill_account(window, service, key):
    window.fill("Name", "Studio")
    window.fill("Address.*", service.endpoint)
    window.fill("Account ID", service.account)
    window.fill("Account Key", key, role=window.once(lambda: window.find("password text")) and "password text" or "text")
    window.click("Add")


def test_add_an_account(window, studio):
    open_account_dialog(window)
    fill_account(window, studio, studio.keys[0])
    window.wait_gone("text", "Account ID", timeout=20)
    window.text("Here", timeout=20)
    start_session(window)
    assert len(studio.client.list().json["sessions"]) == 1
    window.click("Stop")
    window.text("Stopped", timeout=20)
    assert studio.client.list().json["sessions"] == []


def test_dearer_only_after_yes(window, studio):
    """With no Standard server left, Premium costs nobody knows what: that is asked."""
    studio.stop()
    studio.write_config(standard=1)
    studio.start()
    studio.client.start()
    open_account_dialog(window)
    fill_account(window, studio, studio.keys[0])
    window.wait_gone("text", "Account ID", timeout=20)
    window.click("Take another server size", "check box")
    window.click("Start Session in Here")
    window.text("All servers in Here are in use.*")
    window.click("Not Now")
    window.text("No server of this size is free.*")
    assert len(studio.client.list().json["sessions"]) == 1
    window.click("Start Session in Here")
    window.click("Start in Here")
    window.text("Ready", timeout=20)


WORLD = (("dublin", "Dublin", 53.35, -6.26), ("texas", "Texas", 31.0, -99.0),
         ("singapore", "Singapore", 1.35, 103.8))


def test_list_says_what_the_map_says(window, studio):
    studio.stop()
    for region, name, latitude, longitude in WORLD:
        gone = "https://127.0.0.1:1" if region == "singapore" else None
        studio.add_region(region, name, latitude, longitude, gone)
    studio.start()
    open_account_dialog(window)
    fill_account(window, studio, studio.keys[0])
    window.wait_gone("text", "Account ID", timeout=20)
    window.get("push button", "Start Session in (Here|Dublin|Texas)", timeout=20)
    window.wait(lambda: len(window.find_all("radio button", ".*(servers? free|Unreachable)"))
                == 1 + len(WORLD), "all regions to be measured")
    window.wait(lambda: unsaid(window) == [], "the list to say it all")


def unsaid(window):
    """What a marker of the map says and its row in the list does not."""
    missing = []
    for marker in window.get("grouping", "Map of Regions").walk():
        if marker.get_role_name() == "radio button":
            name, *facts = name_of(marker).split(", ")
            row = window.find("list item", name)
            said = row and [row.description, *row.text(), *(node.description for node in row.walk())] or []
            missing += [f"{name}: {fact}" for fact in facts if fact not in " ".join(said)]
    return missing


def test_wrong_key(window, studio):
    open_account_dialog(window)
    width = window.get("scroll pane", "Account").get_extents().width
    fill_account(window, studio, "wrong")
    window.text(".*account key is wrong.*", timeout=20)
    window.get("text", "Account ID")
    assert window.get("scroll pane", "Account").get_extents().width == width


def test_no_service_at_the_address(window, studio):
    studio.stop()
    open_account_dialog(window)
    fill_account(window, studio, studio.keys[0])
    window.text(".*could not be reached.*", timeout=20)


def test_no_keyring(desktop, studio):
    with Window(["palco"], desktop.env) as window:
        start_session(window)       # this computer needs none
        open_account_dialog(window)
        fill_account(window, studio, studio.keys[0])
        window.text(".*[Kk]eyring.*cannot be stored.*", timeout=20)
        window.click("Keep for Now")
        window.get("push button", "Start Session in Here", timeout=20)


def test_locked_keyring(desktop, studio):
    desktop.start_keyring()
    desktop.stop_keyring()
    desktop.start_keyring("another password")
    with Window(["palco"], desktop.env) as window:
        open_account_dialog(window)
        fill_account(window, studio, studio.keys[0])
        window.text(".*[Kk]eyring is locked.*", timeout=30)


@pytest.fixture
def left_studio(desktop, studio):
    """A session of an account that the next window does not begin with, after a crash."""
    desktop.start_keyring()
    with Window(["palco"], desktop.env) as window:
        open_account_dialog(window)
        fill_account(window, studio, studio.keys[0])
        window.wait_gone("text", "Account ID", timeout=20)
        window.text("Here", timeout=20)
        start_session(window)
        yield studio, window
    # Its end is that of the test: the window may have been killed there.


def kill(window):
    window.process.kill()
    window.process.wait()


def test_other_account_is_not_forgotten(desktop, left_studio):
    studio, first = left_studio
    kill(first)
    with Window(["palco"], desktop.env) as window:
        window.text("1 session of the account “Studio” is running", timeout=20)
        window.get("push button", "Start Session.*")
        open_accounts(window)
        window.text("1 session is running")
        window.key("Escape")
        window.click("Switch Account")
        window.text("Ready", timeout=20)
        window.click("Stop")
        window.text("Stopped", timeout=20)
        assert studio.client.list().json["sessions"] == []


def test_stop_of_other_account_is_delivered(desktop, left_studio):
    studio, first = left_studio
    studio.kill()
    first.click("Stop")
    first.text(".*Stop will be delivered.*", timeout=60)    # “Stopping” promises nothing yet
    kill(first)
    studio.start()
    with Window(["palco"], desktop.env):
        wait_until(lambda: not hosts_of(os.getpid()), "the host to end", 20)


def test_other_account_with_locked_keyring(desktop, left_studio):
    studio, first = left_studio
    kill(first)
    desktop.stop_keyring()
    desktop.start_keyring("another password")
    with Window(["palco"], desktop.env) as window:
        window.get("push button", START, timeout=20)
        open_accounts(window)
        window.text("1 session may be running", timeout=20)
        assert not window.once(lambda: window.find("dialog"))
