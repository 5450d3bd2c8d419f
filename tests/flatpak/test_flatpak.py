# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""What a sandbox could break: each way from Palco to the desktop, and what must not be one."""

import gettext
import json
import os
import re
import signal
import socket
import subprocess

import gi
import pytest

import palco_lab
import sandbox
from conftest import assert_silent
from notifications import Notifications
from palco_lab import Application, LocalClient
from private_session import is_running, program_of, wait_until

gi.require_version("GLib", "2.0")
from gi.repository import GLib  # noqa: E402  (needs the version first)

PERMISSIONS = {"shared": {"network", "ipc"}, "sockets": {"x11", "wayland", "fallback-x11"}, "devices": {"dri"}}
START = "Start Session.*"
KEY = "A" * 43 + "=\n"


def test_permissions():
    shown = sandbox.flatpak("--user", "info", "--show-permissions", sandbox.REF)
    assert re.findall(r"^\[(.*)\]$", shown, re.MULTILINE) == ["Context"], shown
    found = dict(line.split("=") for line in shown.splitlines() if "=" in line)
    assert {key: set(value.rstrip(";").split(";")) for key, value in found.items()} == PERMISSIONS


def test_bundle(tmp_path):
    """A single file: all languages in it, and the licence of each part."""
    env = {**os.environ, "FLATPAK_USER_DIR": str(tmp_path)}
    sandbox.flatpak("--user", "install", "-y", "--no-deps", "--bundle", os.environ["PALCO_BUNDLE"], env=env)
    files = sandbox.installed_files(env=env)
    with open("po/LINGUAS") as languages:
        assert sorted(os.listdir(f"{files}/share/locale")) == sorted(languages.read().split())
    assert sorted(os.listdir(f"{files}/share/licenses/{sandbox.APP_ID}")) == ["jansson", "libjwt", "palco"]


def start_session(window):
    window.click(START)
    window.text("Ready", timeout=30)


def close_window(window):
    window.key("ctrl+w")
    window.text("Keep 1 Session Running.*")
    window.click("Keep in Background")


def sockets_of(pids):
    """Inodes of all sockets that these processes hold."""
    for pid in pids:
        try:
            for name in os.listdir(f"/proc/{pid}/fd"):
                target = os.readlink(f"/proc/{pid}/fd/{name}")
                if target.startswith("socket:["):
                    yield target[8:-1]
        except OSError:
            pass


def addresses_beyond_loopback(pids):
    inodes = set(sockets_of(pids))
    ours = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        with open(f"/proc/net/{table}") as lines:
            ours += [(table, *fields[1:3]) for fields in map(str.split, lines) if fields[9] in inodes]
    assert ours, "no socket was found, not even the one that palcod listens on"
    # Each local address; the other end of a socket that is connected is on loopback then, too.
    return [found for found in ours if not found[1].startswith("0100007F:")]


def test_session_outlives_the_window(desktop, window):
    """From the first start to a session that nobody watches but the service on this computer."""
    start_session(window)
    assert addresses_beyond_loopback(sandbox.instances(desktop)) == []
    close_window(window)
    window.wait_gone("frame")
    window.close()
    with LocalClient(desktop) as client:
        (session,) = client.list().json["sessions"]
        assert session["status"] == "Ready"
        (listed,) = json.loads(desktop.run(["palcoctl", "session", "list", "--json"]).stdout)
        assert listed["id"] == session["id"]
        client.stop(session["id"])
        client.wait(session["id"], "Stopped")


def program(desktop, name):
    (pid,) = [pid for pid in sandbox.instances(desktop) if program_of(pid) == name]
    return pid


def test_session_outlives_its_service(desktop):
    """The next palcod is in another sandbox, from where it can neither see nor signal the host."""
    with LocalClient(desktop) as client:
        session = client.start(lease=10)
        host = program(desktop, "palco-host")
        os.kill(program(desktop, "palcod"), signal.SIGKILL)
        wait_until(lambda: not client.ask_bus("NameHasOwner", palco_lab.BUS_NAME), "palcod to be gone")
    with LocalClient(desktop) as client:
        assert client.get(session["id"]).json["status"] == "Ready"
        wait_until(lambda: client.patch(session["id"], 20).status == 200, "the lease")
        assert program(desktop, "palco-host") == host
        client.stop(session["id"])
        wait_until(lambda: not is_running(host), "the host to end")


def test_wayland(desktop):
    """Under weston, and without X: no way to it is there."""
    desktop.helper(["weston", "--backend=headless-backend.so", "--use-pixman", "--no-config",
                    "--socket=wayland-test", "--width=1280", "--height=800", "--idle-time=0"])
    wait_until(lambda: os.path.exists(f"{desktop.runtime}/wayland-test"), "weston")
    with sandbox.Window(desktop, env={"WAYLAND_DISPLAY": "wayland-test"}) as window:
        start_session(window)
        with open(f"/proc/{program(desktop, 'palco')}/environ") as environ:
            assert "DISPLAY=:" not in environ.read().replace("WAYLAND_DISPLAY", "")
        assert_silent(window)


def test_strange_certificate(desktop, tmp_path_factory):
    """TLS is there, and trusts no authority that it does not know."""
    with palco_lab.Listener(palco_lab.Certificates(tmp_path_factory.mktemp("certificates"))) as stranger:
        added = desktop.run(["palcoctl", "account", "add", "far", stranger.url, "test"], input=KEY)
        assert added.returncode == 5 and "certificate" in added.stderr, added
        assert stranger.requests == []


def test_latency(desktop):
    (region,) = json.loads(desktop.run(["palcoctl", "regions", "--measure", "--json"]).stdout)
    assert region["latency"]["answered"] == region["latency"]["sent"] > 0, region


def sessions_of(desktop, account):
    return desktop.run(["palcoctl", "session", "list", "--account", account, "--json"])


def test_key_is_found_again(desktop, studio, home):
    """After the whole session of the user was restarted, keyring and portals and all."""
    palco_lab.add_account(desktop, studio, studio.account, studio.keys[0])
    assert sessions_of(desktop, "studio").returncode == 0
    for folder, _, names in os.walk(home):
        for name in names:
            with open(f"{folder}/{name}", "rb") as file:
                assert studio.keys[0].encode() not in file.read(), f"{folder}/{name}"

    studio.stop()
    desktop.close()
    with sandbox.Sandboxes(home) as second:
        second.start()
        studio.session = second
        studio.start()
        result = sessions_of(second, "studio")
        assert (result.returncode, result.stdout.strip()) == (0, "[]"), result


def test_no_keyring(desktop, studio):
    """Nothing is stored, and a program is told so at once."""
    desktop.stop_keyring()
    added = desktop.run(["palcoctl", "account", "add", "studio", studio.endpoint, studio.account],
                        input=studio.keys[0] + "\n")
    assert added.returncode == 3 and "keyring" in added.stderr, added


@pytest.fixture
def application(desktop):
    application = Application(desktop)
    yield application
    application.close()


def test_notification(desktop, application):
    """It is sent by a program that the bus started, and its button comes back to it."""
    notifications = Notifications(desktop, application)
    with LocalClient(desktop) as client:
        session = client.start(lease=1)
        assert not application.is_running()
        application.act("extend-session", GLib.Variant("(sss)", ("local", "local", session["id"])))
        wait_until(lambda: client.get(session["id"]).json["maxLeaseTimeMinutes"] == 31, "the lease", 20)
        shown = notifications.wait("“.*” was extended", session["id"])
        notifications.press(shown, "Stop")
        client.wait(session["id"], "Stopped")


def test_search(desktop, application):
    """The search provider, started by the bus."""
    folder = f"{desktop.folder}/config/palco"
    os.makedirs(folder)
    with open(f"{folder}/presets.ini", "w") as presets:
        presets.write("[Preset p1]\nName=Foyer\nAccount=\nRegion=\nSize=Standard\nLeaseMinutes=9\nCapMinutes=0\n")
    assert application.search("GetInitialResultSet", "(as)", ["foy"]) == (["preset p1"],)


@pytest.mark.parametrize("language", ["C", "it_IT", "pt_BR"])
def test_languages(desktop, language):
    catalogue = gettext.translation("palco", f"{sandbox.installed_files()}/share/locale", [language], fallback=True)
    word = catalogue.gettext("Server Size")
    assert (word == "Server Size") == (language == "C")
    with sandbox.Window(desktop, env={"LC_ALL": f"{language}.UTF-8"}) as window:
        window.text(word)
        assert_silent(window)


class Proxy:
    """Remembers what it is asked, and answers nothing."""

    def __enter__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(20)
        return self

    def __exit__(self, *_):
        self.server.close()

    def first_line(self):
        client, _ = self.server.accept()
        with client:
            return client.makefile().readline().strip()


def test_proxy_of_the_desktop(desktop):
    """The settings of the desktop are out of reach, but for a portal that tells the proxy."""
    with Proxy() as proxy:
        host, port = proxy.server.getsockname()
        for key, value in ("host", host), ("port", str(port)):
            desktop.run(["gsettings", "set", "org.gnome.system.proxy.https", key, value])
        desktop.run(["gsettings", "set", "org.gnome.system.proxy", "mode", "manual"])
        asking = desktop.popen(["palcoctl", "account", "add", "far", "https://render.example", "test"],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        asking.stdin.write(KEY.encode())
        asking.stdin.close()
        assert proxy.first_line() == "CONNECT render.example:443 HTTP/1.1"
        asking.terminate()
        asking.wait()


class TestDesktopWithMorePortals:
    """As GNOME's: one that knows of the background, and one whose file chooser chooses by itself."""

    NAME, PATH = "org.example.Portals", "/org/freedesktop/portal/desktop"
    INTERFACE = "org.freedesktop.impl.portal."

    @pytest.fixture
    def portals(self, tmp_path_factory):
        folder = tmp_path_factory.mktemp("portals")
        with open("/usr/share/xdg-desktop-portal/portals/gtk.portal") as file:
            others = file.read().replace(f"{self.INTERFACE}FileChooser;", "")
        descriptions = {
            "gtk": others,
            "mock": f"[portal]\nDBusName={self.NAME}\nUseIn=gnome\n"
                    f"Interfaces={self.INTERFACE}Background;{self.INTERFACE}FileChooser;\n",
        }
        for name, text in descriptions.items():
            (folder / f"{name}.portal").write_text(text)
        os.symlink("/usr/share/xdg-desktop-portal/portals/gnome-keyring.portal", folder / "gnome-keyring.portal")
        return str(folder)

    @pytest.fixture
    def file(self, desktop):
        """Where the sandbox sees no file: in the home of the user."""
        os.makedirs(f"{desktop.home}/test")
        return f"{desktop.home}/test/arrconfig.json"

    @pytest.fixture(autouse=True)
    def mock(self, desktop, file):
        chosen = f'ret = (0, {{"uris": dbus.Array(["file://{file}"], signature="s"), "writable": True}})'
        desktop.mock(self.NAME, self.PATH, [
            (f"{self.INTERFACE}Background", "EnableAutostart", "sbasu", "b", "ret = False"),
            (f"{self.INTERFACE}Background", "GetAppState", "", "a{sv}", "ret = {}"),
            (f"{self.INTERFACE}FileChooser", "OpenFile", "osssa{sv}", "ua{sv}", chosen),
        ])

    def test_background(self, window):
        start_session(window)
        close_window(window)
        window.wait_gone("frame")

    def test_background_asked_once(self, window, application, tmp_path):
        """However often the window is closed while the desktop takes its time."""
        mock, answer = (self.NAME, self.PATH, "org.freedesktop.DBus.Mock"), str(tmp_path / "answer")
        os.mkfifo(answer)
        application.call(*mock, "AddMethod", "(sssss)", f"{self.INTERFACE}Background", "EnableAutostart",
                         "sbasu", "b", f"open({answer!r}).close(); ret = False")
        start_session(window)
        close_window(window)
        window.wait_gone("label", "Keep 1 Session Running.*")
        window.key(*["ctrl+w"] * 3, "alt+1")
        window.get("push button", "Start Session.*")       # so the keys before were heard, too
        with open(answer, "r+b", buffering=0):              # waits for nobody, unlike "w"
            window.wait_gone("frame")
        os.unlink(answer)
        (calls,) = application.call(*mock, "GetMethodCalls", "(s)", "EnableAutostart")
        assert len(calls) == 1, calls

    def test_background_forbidden(self, desktop, window):
        forbidden = desktop.run(["flatpak", "permission-set", "background", "background", sandbox.APP_ID, "no"])
        assert forbidden.returncode == 0, forbidden
        start_session(window)
        close_window(window)
        window.text("Cannot Stay in the Background")

    def test_import(self, desktop, window, studio, application, file):
        """Read and, without its keys, written."""
        with open(file, "w") as stream:
            json.dump({"accountSettings": {"arrAccountId": studio.account, "arrAccountKey": studio.keys[0],
                                           "arrAccountDomain": studio.endpoint, "region": studio.endpoint}}, stream)
        assert desktop.run(["palcoctl", "import", file]).returncode != 0
        application.ask("Activate", "(sava{sv})", "import-accounts", [GLib.Variant("s", "")], {}, path="/window/1",
                        interface="org.gtk.Actions")
        window.text(f".*{re.escape(studio.account)} · with its key.*")
        window.click("Remove the Keys from the File", "last defined")   # what Debian 12 calls a switch
        window.click("Import")
        window.text("1 account imported", timeout=20)
        with open(file) as stream:
            text = stream.read()
        assert studio.keys[0] not in text and studio.account in text
        assert os.listdir(os.path.dirname(file)) == [os.path.basename(file)]


def test_upgrade_keeps_accounts_and_history(desktop, studio):
    newest, older = sandbox.commits()[:2]
    sandbox.install_commit(older)
    try:
        palco_lab.add_account(desktop, studio, studio.account, studio.keys[0])
        created = desktop.run(["palcoctl", "session", "create", "--account", "studio", "--lease", "5m", "--wait", "--json"])
        assert created.returncode == 0, created
    finally:
        sandbox.install_commit(newest)
    (session,) = json.loads(sessions_of(desktop, "studio").stdout)
    assert session["id"] == json.loads(created.stdout)[0]["id"]
    stopped = desktop.run(["palcoctl", "session", "stop", session["id"], "--account", "studio"])
    assert stopped.returncode == 0, stopped
    (ended,) = json.loads(desktop.run(["palcoctl", "session", "list", "--ended", "--json"]).stdout)
    assert ended["id"] == session["id"]
