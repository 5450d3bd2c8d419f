# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""A window as a screen reader finds it, driven through AT-SPI.

One look at the whole window is one call: GTK gives all its nodes as what it offers to caches.
What is asked beyond that is asked of few nodes. Between two looks the window tells when something
changed."""

import re
import subprocess
import time

import gi

from private_session import ANSWER_SECONDS, Limit, die_with_parent, wait_for_exit

gi.require_version("Atspi", "2.0")
gi.require_version("Gio", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402  (needs the versions first)

A11Y = "org.a11y.atspi."
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
WINDOW = 1                  # coordinates within the window
UNNAMED = re.compile(r"(Gtk|Adw|Palco)[A-Z]\w*|")
TOPLEVELS = ("frame", "dialog", "window")
# Lists and what scrolls pass the focus on to what is in them.
PASSIVE = ("filler", "list", "panel", "scroll bar", "scroll pane", "separator")
# libadwaita 1.2 builds nameless parts into these rows: the peek of a password, a list of choices.
ROWS = ("combo box", "password text", "text")
EVENT_LIMIT = 0.3           # not everything that changes is told


def name_of(node):
    """GTK 4.8 names a button with a mnemonic twice: “_Stop Stop”."""
    name = node.get_name() or ""
    half = len(name) // 2
    if name.startswith("_") or "_" in name[:half + 1]:
        first, second = name[:half + 1].rstrip(" "), name[half + 1:]
        if first.replace("_", "", 1).strip() == second.strip():
            return second.strip()
    return name


class Extents:
    def __init__(self, x, y, width, height):
        self.x, self.y, self.width, self.height = x, y, width, height


class Node:
    """What a look found; methods that begin with “now” ask again."""

    def __init__(self, window, item):
        self.window = window
        (_, self.path), _, (_, self.parent_path), self.index, self.n_children, self.interfaces, \
            self.name, self.role, self.description, self.states = item
        self.parent = None
        self.children = []

    def get_name(self):
        return self.name

    def get_role_name(self):
        return Atspi.role_get_name(Atspi.Role(self.role))

    def has(self, state):
        return bool(self.states[int(state) // 32] >> int(state) % 32 & 1)

    def now_has(self, state):
        self.states = self.call("Accessible", "GetState")
        return self.has(state)

    def call(self, interface, method, *words, signature=""):
        parameters = GLib.Variant(f"({signature})", words) if words else None
        return self.window.call(self.path, A11Y + interface, method, parameters)

    def get(self, interface, name):
        return self.window.call(self.path, "org.freedesktop.DBus.Properties", "Get",
                                GLib.Variant("(ss)", (A11Y + interface, name)))

    def get_extents(self):
        return Extents(*self.call("Component", "GetExtents", WINDOW, signature="u"))

    def is_shown(self):
        """GTK 4.8 has no SHOWING state but on windows; what was never shown has no size."""
        if A11Y + "Component" not in self.interfaces:
            return True
        extents = self.get_extents()
        return extents.width > 0 and extents.height > 0

    def can_act(self):
        return A11Y + "Action" in self.interfaces and self.get("Action", "NActions") > 0

    def act(self):
        self.call("Action", "DoAction", 0, signature="i")

    def set_text(self, text):
        return self.call("EditableText", "SetTextContents", text, signature="s")

    def walk(self):
        for child in self.children:
            yield child
            yield from child.walk()

    def is_within(self, roles):
        return self.parent is not None and (self.parent.get_role_name() in roles
                                            or self.parent.is_within(roles))

    def text(self):
        """All that is said in it, in order."""
        return [name_of(node) for node in self.walk()
                if node.get_role_name() == "label" and name_of(node)]


class Window:
    FOCUSABLE, FOCUSED = Atspi.StateType.FOCUSABLE, Atspi.StateType.FOCUSED
    CHECKED, SENSITIVE = Atspi.StateType.CHECKED, Atspi.StateType.SENSITIVE
    SELECTED = Atspi.StateType.SELECTED

    def __init__(self, argv, env, timeout=15):
        self.timeout = timeout
        self.env = env
        self.scale = int(env.get("GDK_SCALE", 1))
        self.bus = self.owner = None
        self.has_changed = False
        self.log = f"{env['XDG_RUNTIME_DIR']}/window.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(argv, env={**env, "GTK_A11Y": "atspi"},
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            preexec_fn=die_with_parent)
        self.bus = self.connect()
        self.owner = self.wait(self.find_application, "the application on the accessibility bus")
        self.bus.signal_subscribe(self.owner, None, None, None, None, Gio.DBusSignalFlags.NONE,
                                  self.changed)
        self.wait(lambda: self.find("frame"), "the first window")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            wait_for_exit(self.process)
        if self.bus and not self.bus.is_closed():
            self.bus.close_sync(None)

    def read_log(self):
        with open(self.log, errors="replace") as log:
            return log.read()

    @staticmethod
    def open_bus(address):
        flags = Gio.DBusConnectionFlags
        return Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)

    def connect(self):
        session = self.open_bus(self.env["DBUS_SESSION_BUS_ADDRESS"])
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                    None, None, Gio.DBusCallFlags.NONE, ANSWER_SECONDS * 1000, None).unpack()[0]
        session.close_sync(None)
        return self.open_bus(address)

    def call(self, path, interface, method, parameters=None, owner=None):
        """The first of the results."""
        return self.bus.call_sync(owner or self.owner, path, interface, method, parameters, None,
                                  Gio.DBusCallFlags.NONE, ANSWER_SECONDS * 1000, None).unpack()[0]

    def find_application(self):
        for name, _ in self.call(ROOT, A11Y + "Accessible", "GetChildren", owner=REGISTRY):
            pid = self.call("/org/freedesktop/DBus", "org.freedesktop.DBus",
                            "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)),
                            "org.freedesktop.DBus")
            if pid == self.process.pid:
                return name
        return None

    def changed(self, *_):
        self.has_changed = True

    def wait_for_change(self):
        """Or a moment, and at least as long as the window was kept busy with the look before."""
        end = time.monotonic() + EVENT_LIMIT
        context = GLib.MainContext.default()
        timer = GLib.timeout_add(int(EVENT_LIMIT * 1000), lambda: True)
        while not self.has_changed and time.monotonic() < end:
            context.iteration(True)
        GLib.source_remove(timer)
        while context.iteration(False):
            pass                # what changes together is looked at once
        self.has_changed = False

    def wait(self, condition, what, timeout=None):
        limit = Limit(timeout or self.timeout)
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"the window ended ({self.process.returncode}) before {what}: {self.read_log()}")
            try:
                result = condition()
                if result:
                    return result
            except GLib.Error:
                pass            # an object vanished while it was looked at
            if limit.is_over():
                raise AssertionError(f"waited for {what}; there is: {self.describe()}")
            limit.pause(self.wait_for_change)

    def look(self):
        """All nodes, as a tree, of which the root is returned."""
        nodes = self.read_tree()
        new = [node for node in nodes.values() if node.n_children > len(node.children)]
        if new:
            for node in new:
                self.discover(node.path, nodes)
            nodes = self.read_tree()
        return nodes.get(ROOT)

    def discover(self, path, known):
        """GTK offers to caches what somebody has asked for once."""
        for _, child in self.call(path, A11Y + "Accessible", "GetChildren"):
            if child not in known:
                self.discover(child, known)

    def read_tree(self):
        nodes = {}
        for item in self.call("/org/a11y/atspi/cache", A11Y + "Cache", "GetItems"):
            node = Node(self, item)
            nodes[node.path] = node
        for node in nodes.values():
            # The desktop, which the root is in, has the same path in another process.
            node.parent = nodes.get(node.parent_path) if node.path != ROOT else None
            if node.parent:
                node.parent.children.append(node)
        for node in nodes.values():
            node.children.sort(key=lambda child: child.index)
        return nodes

    def walk(self, root=None):
        root = root or self.look()
        return root.walk() if root else iter(())

    def matching(self, role, name, within, action=False):
        for node in self.walk(within):
            if node.get_role_name() != role or (name and not re.fullmatch(name, name_of(node), re.DOTALL)):
                continue
            if node.is_shown() and (not action or node.can_act()):
                yield node

    def find(self, role, name=None, within=None, action=False):
        return next(self.matching(role, name, within, action), None)

    def find_all(self, role, name=None, within=None):
        return list(self.matching(role, name, within))

    def get(self, role, name=None, timeout=None, **options):
        return self.wait(lambda: self.find(role, name, **options), f"{role} {name!r}", timeout)

    def wait_gone(self, role, name=None, timeout=None):
        self.wait(lambda: not self.find(role, name), f"{role} {name!r} to go", timeout)

    def text(self, pattern, timeout=None):
        """A label with this text, wherever."""
        return self.get("label", pattern, timeout)

    def click(self, name, role="push button", **options):
        def press():
            node = next((node for node in self.matching(role, name, options.get("within"), True)
                         if node.has(self.SENSITIVE)), None)
            return node and (node.act() or node)
        return self.wait(press, f"clickable {role} {name!r}")

    def fill(self, name, text, role="text"):
        def write():
            node = self.find(role, name)
            return node and node.set_text(text) and node
        return self.wait(write, f"{role} {name!r} that can be filled in")

    def key(self, *keys):
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True, timeout=ANSWER_SECONDS,
                       env=self.env)

    def leave(self):
        """Its user looks at something else: the desktop, where there is no other window."""
        subprocess.run(["xdotool", "mousemove", "1279", "799", "search", "--maxdepth", "0", ".*",
                        "windowfocus"], check=True, timeout=ANSWER_SECONDS, env=self.env)

    def windows(self):
        """Dialogs and menus too: each is a window of the X server."""
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                              env=self.env, capture_output=True, text=True, timeout=ANSWER_SECONDS).stdout.split()

    def wait_above(self):
        """A key that is pressed earlier goes to the window below."""
        self.wait(lambda: len(self.windows()) > 1, "something above the window")

    def close_top(self):
        before = len(self.windows())
        self.key("Escape")
        self.wait(lambda: len(self.windows()) < before, "what is above to close")

    def focused(self):
        """What has the focus, with nothing in it that has it too."""
        return next((node for node in reversed(list(self.walk())) if node.has(self.FOCUSED)), None)

    def is_selected(self, page):
        tab = self.find("page tab", page)
        return tab and tab.has(self.SELECTED)

    def wait_focused(self, name, timeout=None):
        self.wait(lambda: (node := self.focused()) and re.fullmatch(name, name_of(node), re.DOTALL),
                  f"the focus on {name!r}", timeout)

    def focus(self, name, key="Tab", limit=80):
        """Goes there with the keyboard alone."""
        for _ in range(limit):
            node = self.focused()
            if node and re.fullmatch(name, name_of(node), re.DOTALL):
                return node
            before = node and node.path
            self.key(key)
            self.wait_for_focus(before)
        raise AssertionError(f"{key} never came to {name!r}: {self.describe()}")

    def wait_for_focus(self, before):
        """Until it has left; where it does not, a moment is all that is lost."""
        for _ in range(10):
            node = self.focused()
            if node and node.path != before:
                return
            self.wait_for_change()

    def mouse(self, node):
        """A real click in the middle; AT-SPI gives no action for rows in GTK 4.8."""
        frame = node
        while frame.get_role_name() not in TOPLEVELS:
            frame = frame.parent
        x, y = self.window_origin(frame.get_extents())
        extents = node.get_extents()
        subprocess.run(["xdotool", "mousemove", str(x + self.scale * (extents.x + extents.width // 2)),
                        str(y + self.scale * (extents.y + extents.height // 2)), "click", "1"], check=True,
                       timeout=ANSWER_SECONDS, env=self.env)

    def window_origin(self, frame):
        """In pixels, of the X window that fits this frame best; its shadow is part of the X window."""
        def output(*argv):
            return subprocess.run(argv, capture_output=True, text=True, timeout=ANSWER_SECONDS, env=self.env).stdout
        best, frame_width, frame_height = None, frame.width * self.scale, frame.height * self.scale
        for xid in self.windows():
            info = output("xwininfo", "-id", xid)
            width, height, left, top = (int(re.search(rf"{key}:\s+(-?\d+)", info)[1]) for key in
                                        ("Width", "Height", "Absolute upper-left X", "Absolute upper-left Y"))
            shadow = re.search(r"= ([\d, ]+)", output("xprop", "-id", xid, "_GTK_FRAME_EXTENTS"))
            before, _, above, _ = map(int, shadow[1].split(",")) if shadow else (0, 0, 0, 0)
            before, above = before or (width - frame_width) // 2, above or (height - frame_height) // 2
            misfit = abs(width - 2 * before - frame_width) + abs(height - 2 * above - frame_height)
            if best is None or misfit < best[0]:
                best = (misfit, left + before, top + above)
        return best[1:]

    def once(self, look):
        """What a look finds during which nothing vanished."""
        return self.wait(lambda: [look()], "a look at the window")[0]

    def unnamed(self):
        """What can be acted on or focused and says nothing to a screen reader, or not what it is."""
        return [f"{node.get_role_name()} {node.get_name()!r}" for node in self.walk()
                if (UNNAMED.fullmatch(node.get_name() or "") and node.get_role_name() not in PASSIVE
                    and not node.is_within(ROWS) or node.get_role_name() in ("invalid", "unknown"))
                and (node.has(self.FOCUSABLE) or node.can_act()) and node.is_shown()]

    def describe(self):
        try:
            return [f"{node.get_role_name()}:{name_of(node)}" for node in self.walk()
                    if node.get_name() and not UNNAMED.fullmatch(node.get_name()) and node.is_shown()]
        except GLib.Error:
            return "(changing)"
