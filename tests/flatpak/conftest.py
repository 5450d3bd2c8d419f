# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The installed Flatpak on a desktop of its own, with portals, keyring and displays."""

import os

import pytest

import sandbox
import palco_lab
import private_session

private_session.become_subreaper()

# What the desktop itself, and the test, write below the folder of a session.
NOT_OURS = ("data/keyrings", "data/flatpak/db", "data/recently-used.xbel", "config/gtk-4.0", "config/dconf",
            "cache/", "home/test")


@pytest.fixture
def home(tmp_path):
    """What outlives a session; Palco may write into its own folder only."""
    yield str(tmp_path)
    own = f"home/.var/app/{sandbox.APP_ID}/"
    written = [os.path.relpath(f"{folder}/{name}", tmp_path)
               for folder, _, names in os.walk(tmp_path) for name in names]
    assert [name for name in written if not name.startswith((own, *NOT_OURS))] == []


@pytest.fixture
def portals():
    """Folder of descriptions of portals, where others than the installed ones are to be used."""
    return None


@pytest.fixture
def desktop(home, portals):
    with sandbox.Sandboxes(home) as session:
        if portals:
            session.env["XDG_DESKTOP_PORTAL_DIR"] = portals
        yield session.start().join()


def assert_silent(window):
    """GTK 4.24 on X11 warns now and then of a frame that it counted twice."""
    log = [line for line in window.read_log().splitlines() if "gdk_frame_timings_submitted" not in line]
    assert not [line for line in log if "CRITICAL" in line or "WARNING" in line], log


@pytest.fixture
def window(desktop):
    with sandbox.Window(desktop) as window:
        window.get("push button", "Start Session.*", timeout=30)
        yield window
        assert_silent(window)


@pytest.fixture
def studio(desktop):
    """A service with one account, on loopback, where plain HTTP is allowed."""
    service = palco_lab.Service(desktop, None, f"home/.var/app/{sandbox.APP_ID}/data/studio", tls=False)
    service.account, service.keys = service.add_account()
    yield service.start()
    service.stop()
