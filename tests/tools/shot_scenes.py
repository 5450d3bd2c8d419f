# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The pages, dialogs and menus of the window, one function each, in any language."""

import gettext
import re
import subprocess
import time

from gi.repository import GLib

import palco_lab
from shot_stage import FULL, GONE, IMPORT, SLOW, STUDIO, WORLD
from ui import Window

STILL_SECONDS, STILL_LIMIT = 0.4, 5
FAULT = "Nothing listens at %s. Check the port in the address, and whether the service is running."


class Camera:
    """Takes a picture once nothing moves any more."""

    def __init__(self, env, path):
        self.env, self.path = env, path

    def look(self):
        return subprocess.run(["import", "-silent", "-window", "root", "-depth", "8", "ppm:-"], env=self.env,
                              check=True, capture_output=True, timeout=60).stdout

    def take(self, name):
        start = still_since = time.monotonic()
        now = self.look()
        while time.monotonic() < min(still_since + STILL_SECONDS, start + STILL_LIMIT):
            before, now = now, self.look()
            if now != before:
                still_since = time.monotonic()
        subprocess.run(["convert", "ppm:-", "-trim", "+repage", self.path.format(name)], input=now, check=True,
                       timeout=60)
        print(self.path.format(name), flush=True)


class Tour:
    def __init__(self, stage, env, language, camera):
        self.stage, self.env, self.camera = stage, env, camera
        self.catalogue = gettext.translation("palco", f"{stage.session.root}/share/locale", [language],
                                           fallback=True)

    def run(self, names):
        subprocess.run(["xdotool", "mousemove", "0", "0"], check=True, env=self.env, timeout=10)
        with Window(["palco"], self.env) as self.window:
            self.wait_for("push button", "Search Regions")
            self.application = palco_lab.Application(self.stage.session)
            for name, scene in SCENES.items():
                if not names or name in names:
                    scene(self)
            self.application.close()

    def say(self, text):
        """As the window says it, for a search; what it puts in can be anything."""
        return re.escape(self.translate(text).replace("_", "")).replace("%s", ".*")

    def translate(self, text, context=None):
        return self.catalogue.pgettext(context, text) if context else self.catalogue.gettext(text)

    def save(self, name):
        self.camera.take(name)

    def act(self, name, *words):
        self.application.ask("Activate", "(sava{sv})", name, [GLib.Variant("s", word) for word in words], {},
                             path="/window/1", interface="org.gtk.Actions")

    def show(self, page):
        self.act("show-page", page)

    def use(self, account):
        self.act("switch-account", self.stage.uid(account) if account else "")
        name = account or self.translate("This Computer")
        self.window.get("label", re.escape(name), timeout=20)

    def save_above(self, name, opener, *words, ready=None, **options):
        """What opens above the window; afterwards it is closed, and all else there."""
        before = set(self.window.windows())
        opener(*words, **options)
        self.window.wait(lambda: set(self.window.windows()) - before, f"{name} to open")
        if ready:
            ready()
        self.save(name)
        while len(self.window.windows()) > 1:
            self.window.close_top()

    def click(self, text, role="push button", **options):
        self.window.click(self.say(text), role, **options)

    def close_toast(self):
        """The first button that closes is in the title bar."""
        buttons = self.find_all("push button", "Close")
        buttons[-1].act()
        self.window.wait(lambda: len(self.find_all("push button", "Close")) < len(buttons), "the message to go")

    def find_all(self, role, text):
        """Also while something comes and goes."""
        return self.window.wait(lambda: (self.window.find_all(role, self.say(text)),), f"all {role} {text!r}")[0]

    def scroll(self, way="5"):
        """At the edge, where nothing takes the wheel for itself."""
        frame = self.window.wait(lambda: self.window.find("frame").get_extents(), "the size of the window")
        scale = self.window.scale
        x, y = self.window.window_origin(frame)
        right = "GTK_DEBUG" not in self.env
        subprocess.run(["xdotool", "mousemove", str(x + (frame.width - 6 if right else 6) * scale),
                        str(y + frame.height // 2 * scale), "click", "--repeat", "40", "--delay", "1", way,
                        "mousemove", "0", "0"], check=True, env=self.env, timeout=20)

    def save_both_ends(self, name):
        self.save(name)
        self.scroll()
        self.save(f"{name}-end")
        self.scroll("4")

    def wait_for(self, role, text=None):
        return self.window.get(role, text and self.say(text), timeout=20)


def toast(tour):
    """What an account that is not in use left running is told at the start."""
    tour.wait_for("push button", "_Switch Account")
    tour.save("toast")
    tour.close_toast()


def first(tour):
    """With no account but that of this computer."""
    tour.use("")
    tour.wait_for("push button", "Start Session on This Computer")
    tour.save("first")


def launch(tour):
    tour.use(WORLD)
    tour.window.wait(lambda: len(tour.window.find_all("label", r"\d+ ms.*")) >= 5, "latencies", timeout=30)
    tour.wait_for("push button", "Measured just now")
    tour.save_both_ends("launch")
    if tour.find_all("push button", "_Map"):
        tour.click("_Map")
        tour.save("launch-map")
        tour.click("_Map")


def menus(tour):
    for name, button in (("accounts", "Account"), ("menu", "Main Menu"), ("presets", "Presets"),
                         ("regions", "Regions Menu")):
        tour.save_above(f"menu-{name}", tour.click, button)


def starting(tour):
    """A server that is never ready, in the page that starts it and in the list."""
    tour.use(SLOW)
    tour.click("Start Session in %s")
    tour.wait_for("progress bar")
    tour.save("starting")
    tour.show("sessions")
    tour.window.get("label", tour.translate("Starting", "session state"))
    tour.save("sessions-starting")
    tour.show("launch")
    tour.click("_Cancel")
    tour.wait_for("push button", "Start Session in %s")


def notice(tour):
    """The service of the account in use is gone for a while."""
    tour.use(SLOW)
    tour.show("sessions")
    tour.stage.slow.kill()
    tour.act("refresh")
    tour.wait_for("push button", "_Retry")
    tour.save("notice")
    tour.stage.slow.start()
    tour.show("launch")


def question(tour):
    tour.use(FULL)
    tour.show("launch")
    tour.click("Start Session in %s")
    tour.wait_for("push button", "_Not Now")
    tour.save("question")
    tour.click("_Not Now")
    tour.wait_for("push button", "_Show Session")
    tour.close_toast()


def sessions(tour):
    tour.use(STUDIO)
    tour.show("sessions")
    tour.window.get("list item", "turbine, .*", timeout=20)
    tour.wait_for("label", tour.catalogue.ngettext("%u session is still running", "", 1).replace("%u", "%s"))
    tour.close_toast()
    tour.save_both_ends("sessions")
    row = tour.window.get("list item", "turbine, .*")
    tour.save_above("menu-session", tour.click, "More Actions", within=row)
    tour.click("More Actions", within=row)
    tour.window.wait_above()
    tour.save_above("details", tour.click, "_Details", role="menu item")
    tour.click("Select Sessions")
    tour.wait_for("push button", "Select _All")
    tour.save("sessions-selection")
    tour.click("Cancel Selection")
    tour.save_above("close", tour.window.key, "ctrl+w")


def usage(tour):
    tour.use(STUDIO)
    tour.show("usage")
    tour.window.get("label", "Standard", timeout=20)
    tour.save_both_ends("usage")
    tour.show("launch")


def account(tour):
    """A new one, those that sign in otherwise, and the test of a connection."""
    tour.save_above("account", tour.act, "add-account")
    for name, account in (("account-command", "Night Shift"), ("account-token", "Guest")):
        tour.save_above(name, tour.act, "edit-account", tour.stage.uid(account))

    for name, account, verdict in (("preflight", STUDIO, "Everything works: sessions can be started."),
                                   ("preflight-fault", GONE, FAULT)):
        tour.save_above(name, tour.act, "edit-account", tour.stage.uid(account),
                        ready=lambda: tour.click("_Test Connection") and tour.wait_for("label", verdict))
    tour.save_above("removal", tour.act, "remove-account", tour.stage.uid(STUDIO))


def dialogs(tour):
    tour.save_above("import", tour.act, "import-accounts", IMPORT.as_uri())
    tour.save_above("preferences", tour.act, "show-preferences")
    tour.save_above("shortcuts", tour.act, "show-shortcuts")
    tour.save_above("about", tour.application.act, "about")


def trouble(tour):
    tour.use(GONE)
    tour.wait_for("push button", "_Retry")
    tour.save("trouble")
    tour.save_above("trouble-details", tour.click, "_Details")


SCENES = {scene.__name__: scene for scene in (toast, first, launch, menus, starting, notice, question, sessions, usage,
                                              account, dialogs, trouble)}
