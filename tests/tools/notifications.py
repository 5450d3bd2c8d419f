# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""What a desktop shows of notifications, and what people do with them."""

import re

from gi.repository import GLib

from private_session import wait_until


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
        every = self.all()
        return sum(not other[1] for other in every[:every.index(shown) + 1])

    def closed(self):
        return [words[0] for _, method, words in self.mock("GetCalls")[0]
                if method == "CloseNotification"]
