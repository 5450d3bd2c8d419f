# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""A window as a screen reader finds it, driven through AT-SPI. The accessibility bus is found
once in a process, through os.environ: one desktop for each test process."""

import os
import re
import subprocess
import time

import gi

from private_session import die_with_parent

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  (needs the version first)

WINDOW = Atspi.CoordType.WINDOW
UNNAMED = re.compile(r"(Gtk|Adw|Palco)[A-Z]\w*|")


def name_of(node):
    """GTK 4.8 names a button with a mnemonic twice: “_Stop Stop”."""
    name = node.get_name() or ""
    half = len(name) // 2
    if name.startswith("_") or "_" in name[:half + 1]:
        first, second = name[:half + 1].rstrip(" "), name[half + 1:]
        if first.replace("_", "", 1).strip() == second.strip():
            return second.strip()
    return name


class Window:
    FOCUSED, SENSITIVE = Atspi.StateType.FOCUSED, Atspi.StateType.SENSITIVE

    def __init__(self, argv, env, timeout=15):
        self.timeout = timeout
        self.log = f"{env['XDG_RUNTIME_DIR']}/window.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(argv, env={**env, "GTK_A11Y": "atspi"},
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            preexec_fn=die_with_parent)
        self.application = self.wait(self.find_application, "the application on the accessibility bus")
        self.wait(lambda: self.find("frame"), "the first window")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)

    def read_log(self):
        with open(self.log, errors="replace") as log:
            return log.read()

    def find_application(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_process_id() == self.process.pid:
                # Else names are those of the first look.
                child.set_cache_mask(Atspi.Cache.NONE)
                return child
        return None

    def wait(self, condition, what, timeout=None):
        end = time.monotonic() + (timeout or self.timeout)
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"the window ended ({self.process.returncode}) before {what}: {self.read_log()}")
            try:
                result = condition()
                if result:
                    return result
            except GLib.Error:
                pass            # an object vanished while it was looked at
            if time.monotonic() > end:
                raise AssertionError(f"waited for {what}; there is: {self.describe()}")
            time.sleep(0.03)

    def walk(self, root=None):
        root = root or self.application
        for index in range(root.get_child_count()):
            child = root.get_child_at_index(index)
            if child and self.has_size(child):
                yield child
                yield from self.walk(child)

    @staticmethod
    def has_size(node):
        # GTK 4.8 has no SHOWING state but on windows; what was never shown has no size.
        if not node.get_component_iface():
            return True
        extents = node.get_extents(WINDOW)
        return extents.width > 0 and extents.height > 0

    def find(self, role, name=None, within=None, action=False):
        for node in self.walk(within):
            if node.get_role_name() != role or (name and not re.fullmatch(name, name_of(node), re.DOTALL)):
                continue
            if not action or (node.get_action_iface() and Atspi.Action.get_n_actions(node)):
                return node
        return None

    def find_all(self, role, name=None, within=None):
        return [node for node in self.walk(within) if node.get_role_name() == role
                and (name is None or re.fullmatch(name, name_of(node), re.DOTALL))]

    def get(self, role, name=None, timeout=None, **options):
        return self.wait(lambda: self.find(role, name, **options), f"{role} {name!r}", timeout)

    def wait_gone(self, role, name=None, timeout=None):
        self.wait(lambda: not self.find(role, name), f"{role} {name!r} to go", timeout)

    def text(self, pattern, timeout=None):
        """A label with this text, wherever."""
        return self.get("label", pattern, timeout)

    def click(self, name, role="push button", **options):
        def sensitive():
            node = self.find(role, name, action=True, **options)
            return node if node and node.get_state_set().contains(self.SENSITIVE) else None
        node = self.wait(sensitive, f"clickable {role} {name!r}")
        Atspi.Action.do_action(node, 0)
        return node

    def fill(self, name, text, role="text"):
        node = self.get(role, name)
        assert Atspi.EditableText.set_text_contents(node, text), name
        return node

    def key(self, *keys):
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True, timeout=10)

    def mouse(self, node):
        """A real click in the middle; AT-SPI gives no action for rows in GTK 4.8."""
        frame = node
        while frame.get_role_name() not in ("frame", "dialog", "window"):
            frame = frame.get_parent()
        x, y = self.window_origin(frame.get_extents(WINDOW))
        extents = node.get_extents(WINDOW)
        subprocess.run(["xdotool", "mousemove", str(x + extents.x + extents.width // 2),
                        str(y + extents.y + extents.height // 2), "click", "1"], check=True, timeout=10)

    def window_origin(self, frame):
        """Of the X window that fits this frame best; its shadow is part of the X window."""
        def output(*argv):
            return subprocess.run(argv, capture_output=True, text=True, timeout=10).stdout
        best = None
        for xid in output("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)).split():
            info = output("xwininfo", "-id", xid)
            width, height, left, top = (int(re.search(rf"{key}:\s+(-?\d+)", info)[1]) for key in
                                        ("Width", "Height", "Absolute upper-left X", "Absolute upper-left Y"))
            shadow = re.search(r"= ([\d, ]+)", output("xprop", "-id", xid, "_GTK_FRAME_EXTENTS"))
            before, _, above, _ = map(int, shadow[1].split(",")) if shadow else (0, 0, 0, 0)
            before, above = before or (width - frame.width) // 2, above or (height - frame.height) // 2
            misfit = abs(width - 2 * before - frame.width) + abs(height - 2 * above - frame.height)
            if best is None or misfit < best[0]:
                best = (misfit, left + before, top + above)
        return best[1:]

    def unnamed(self):
        """What can be acted on and says nothing to a screen reader."""
        return [f"{node.get_role_name()} {node.get_name()!r}" for node in self.walk()
                if node.get_action_iface() and Atspi.Action.get_n_actions(node)
                and node.get_role_name() not in ("filler", "panel", "scroll bar", "separator")
                and UNNAMED.fullmatch(node.get_name() or "")]

    def describe(self):
        try:
            return [f"{node.get_role_name()}:{name_of(node)}" for node in self.walk() if node.get_name()
                    and not UNNAMED.fullmatch(node.get_name())]
        except GLib.Error:
            return "(changing)"
