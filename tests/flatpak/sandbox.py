# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""A private session in which the programs are those of the Flatpak, and its portals."""

import glob
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "../tools"))
import palco_lab  # noqa: E402  (stands in tests/tools)
import private_session  # noqa: E402
import ui  # noqa: E402

APP_ID = "io.github.palco.Palco"
REF = f"{APP_ID}//stable"
PROGRAMS = ("palco", "palcoctl", "palcod")
# What keeps the other tests from the desktop around them; here that desktop is what is tried.
NOT_INSIDE = ("GIO_USE_VFS", "GSETTINGS_BACKEND", "ADW_DISABLE_PORTAL", "GDK_BACKEND", "GDK_DEBUG")


class Sandboxes(private_session.PrivateSession):
    """PrivateSession whose run() and popen() find our programs in the Flatpak."""

    root = "/app"

    def __init__(self, base):
        super().__init__(base, [f"{os.environ['FLATPAK_USER_DIR']}/exports/share/dbus-1/services"])
        services = "/usr/share/dbus-1/services"
        for path in glob.glob(f"{services}/org.freedesktop.*") + glob.glob(f"{services}/ca.desrt.dconf.service"):
            if "ecret" not in path:                    # the keyring is there when a test wants it
                os.symlink(path, f"{self.dir}/services/{os.path.basename(path)}")
        for name in NOT_INSIDE:
            self.env.pop(name, None)
        # Files that a portal hands on are found at the same path inside and outside only there.
        self.runtime = self.env["XDG_RUNTIME_DIR"] = f"/run/user/{os.getuid()}"
        assert os.path.ismount(self.runtime) and not os.listdir(self.runtime), "start the tests with flatpak/test"
        self.env["XDG_CURRENT_DESKTOP"] = "GNOME"      # whose portals those of Debian are for
        self.home = self.env["HOME"]
        self.folder = f"{self.home}/.var/app/{APP_ID}"
        os.makedirs(f"{self.folder}/data", exist_ok=True)

    def start(self):
        self.start_display(window_manager=["openbox"])
        for name in NOT_INSIDE:
            self.env.pop(name, None)
        self.start_bus()
        return self.start_keyring()

    def command(self, program, *words):
        return ["flatpak", "--user", "run", "--die-with-parent", f"--command={program}", REF, *words]

    def inside(self, argv):
        return self.command(*argv) if argv[0] in PROGRAMS else argv

    def popen(self, argv, **options):
        return super().popen(self.inside([str(word) for word in argv]), **options)

    def run(self, argv, **options):
        return super().run(self.inside([str(word) for word in argv]), **options)

    def mock(self, name, path, methods):
        """A service of the desktop that is not here; each method is (interface, name, in, out, code)."""
        self.helper(["/usr/bin/python3", "-m", "dbusmock", name, path, "org.freedesktop.DBus.Mock"])
        self.wait_for_name(name)
        bus = palco_lab.connect_bus(self)
        for method in methods:
            bus.call_sync(name, path, "org.freedesktop.DBus.Mock", "AddMethod",
                          ui.GLib.Variant("(sssss)", method), None, ui.Gio.DBusCallFlags.NONE, 5000, None)
        bus.close_sync(None)

    def kill(self):
        """All instances, as a user who is tired of the application."""
        subprocess.run(["flatpak", "kill", APP_ID], env=self.env, stderr=subprocess.DEVNULL, check=False)

    def close(self):
        self.kill()
        super().close()
        private_session.end_all()
        subprocess.run(["umount", "--lazy", f"{self.runtime}/doc"], stderr=subprocess.DEVNULL, check=False)
        for name in os.listdir(self.runtime):
            path = f"{self.runtime}/{name}"
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


def flatpak(*words, **options):
    return subprocess.run(["flatpak", *words], check=True, capture_output=True, text=True, **options).stdout.strip()


def installed_files(**options):
    """Where /app is outside of the sandbox."""
    return flatpak("--user", "info", "--show-location", REF, **options) + "/files"


def commits():
    """Of the branch that is installed, in the repository that it came from, the newest first."""
    origin = flatpak("--user", "info", "--show-origin", REF)
    listed = re.findall(r"Commit: (\w+)", flatpak("--user", "remote-info", "--log", origin, REF))
    if len(listed) > 1:
        return listed
    # The first build is its own successor.
    remotes = dict(line.split("\t") for line in flatpak("--user", "remotes", "--columns=name,url").splitlines())
    ref = flatpak("--user", "info", "--show-ref", REF)
    flatpak("build-commit-from", "--force", f"--src-ref={ref}", remotes[origin].removeprefix("file://"), ref)
    return commits()


def install_commit(commit):
    """Flatpak 1.14 cannot throw away the same commit twice."""
    shutil.rmtree(f"{os.environ['FLATPAK_USER_DIR']}/.removed", ignore_errors=True)
    flatpak("--user", "update", "-y", "--noninteractive", "--no-deps", f"--commit={commit}", REF)


def instances(session):
    """The processes of all sandboxes of Palco."""
    listed = session.run(["flatpak", "ps", "--columns=child-pid,application"]).stdout
    pids = [int(line.split()[0]) for line in listed.splitlines() if APP_ID in line]
    return [pid for parent in pids for pid in (parent, *private_session.children(parent))]


class Window(ui.Window):
    """Its process is not the one that speaks to the accessibility bus: a proxy stands between."""

    def __init__(self, session, *words, **options):
        env = {**session.env, **options.pop("env", {})}
        super().__init__(session.command("palco", *words), env, timeout=30)

    def find_application(self):
        for name, _ in self.call(ui.ROOT, ui.A11Y + "Accessible", "GetChildren", owner=ui.REGISTRY):
            words = ui.GLib.Variant("(ss)", (ui.A11Y + "Accessible", "Name"))
            if self.call(ui.ROOT, "org.freedesktop.DBus.Properties", "Get", words, name) == "palco":
                return name
        return None
