# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Accounts in the window: found, tried, changed, removed, imported, and kept from intruders."""

import json
import os
import re

import pytest
from gi.repository import GLib

import palco_lab
from palco_lab import Application, add_account
from private_session import wait_until
from test_window import (desktop, fill_account, keyring, open_account_dialog,  # noqa: F401
                         screen, start_session, studio, window)
from ui import Window

START = "Start Session.*"


@pytest.fixture
def act(window, desktop):  # noqa: F811
    """Runs an action of the window, as its menus do."""
    application = Application(desktop)

    def activate(name, parameter=None):
        parameters = [] if parameter is None else [GLib.Variant("s", parameter)]
        application.ask("Activate", "(sava{sv})", name, parameters, {}, path="/window/1",
                        interface="org.gtk.Actions")
    yield activate
    application.close()


def stored(desktop):  # noqa: F811
    """The list of accounts as it is on the disk."""
    path = f"{desktop.base}/config/palco/accounts.ini"
    if not os.path.exists(path):
        return ""
    with open(path) as file:
        return file.read()


def uid_of(desktop, name):  # noqa: F811
    return re.search(rf"\[Account ([^\]]+)\]\nName={name}\n", stored(desktop))[1]


def length_of(window, name):  # noqa: F811
    return window.get("text", name).get("Text", "CharacterCount")


def fill_secret(window, name, secret):  # noqa: F811
    window.fill(name, secret, role=window.wait(
        lambda: next((role for role in ("password text", "text") if window.find(role, name)), None), name))


@pytest.fixture
def added(window, studio, desktop, act):  # noqa: F811
    """Studio is in the list and in use."""
    open_account_dialog(window)
    fill_account(window, studio, studio.keys[0])
    window.wait_gone("text", "Account ID", timeout=20)
    window.get("push button", "Start Session in Here", timeout=20)
    return uid_of(desktop, "Studio")


def test_typing_begins_with_the_address(window):  # noqa: F811
    window.get("push button", START)
    window.key("ctrl+n")
    window.get("text", "Name")
    window.wait_above()
    window.key("a", "period", "b")
    window.wait(lambda: length_of(window, "Address.*") == 3, "what was typed")
    assert not window.once(window.unnamed)


def test_service_says_what_it_is(window, studio):  # noqa: F811
    open_account_dialog(window)
    window.fill("Address.*", studio.endpoint)
    window.text("Found “Test” with 1 region: Here. Sign in with an account key or an access token.")
    window.wait(lambda: length_of(window, "Name") == len("Test"), "its name")


def test_retired_service(window):  # noqa: F811
    open_account_dialog(window)
    window.fill("Address.*", "https://remoterendering.westeurope.mixedreality.azure.com")
    window.text("Microsoft switched this service off on 30 September 2025.*")


def test_connection_test_names_the_fault(window, studio):  # noqa: F811
    open_account_dialog(window)
    window.fill("Address.*", studio.endpoint)
    window.fill("Name", "Studio")
    window.fill("Account ID", studio.account)
    fill_secret(window, "Account Key", "wrong")
    window.click("Test Connection")
    place = studio.endpoint.partition("//")[2]
    window.text(f"{place} does not accept the account ID with this key.*", timeout=20)
    fill_secret(window, "Account Key", studio.keys[0])
    window.click("Test Connection")
    window.text("Everything works.*", timeout=20)
    assert not window.once(window.unnamed)

    studio.stop()
    window.click("Test Connection")
    window.text(f"Nothing listens at {place}.*", timeout=20)
    window.text(place)              # the address is in order
    assert not window.once(lambda: window.find("label", "Works.*")), "nothing was reached"


def test_rename(window, desktop, added, act):  # noqa: F811
    act("edit-account", added)
    window.fill("Name", "Atelier")
    window.click("Save")
    window.wait_gone("text", "Account ID")
    window.text("Atelier")
    assert uid_of(desktop, "Atelier") == added
    assert window.once(lambda: window.find("push button", "Start Session in Here")), \
        "a new name is no reason to connect anew"


def test_new_key(window, desktop, studio, added, act):  # noqa: F811
    act("edit-account", added)
    fill_secret(window, "New Account Key.*", "wrong")
    window.click("Save")
    window.text(".*account key is wrong.*", timeout=20)
    fill_secret(window, "New Account Key.*", studio.keys[1])
    window.click("Save")
    window.wait_gone("text", "Account ID", timeout=20)
    studio.keys.reverse()
    start_session(window)
    for key in studio.keys:
        assert key not in stored(desktop)


@pytest.fixture
def added_by_token(keyring, desktop, studio):  # noqa: F811
    """On the command line, before there is a window."""
    assert studio.client.sign_in().status == 200
    added = desktop.run(["palcoctl", "account", "add", "Studio", studio.endpoint, studio.account, "--token"],
                        input=studio.client.token + "\n")
    assert added.returncode == 0, added
    assert studio.client.sign_in().status == 200
    return uid_of(desktop, "Studio")


def test_access_token(added_by_token, window, desktop, studio, act):  # noqa: F811
    """One that was added on the command line shows its end, and is replaced."""
    window.get("push button", START)    # the accounts are known
    act("edit-account", added_by_token)
    window.text("Valid until: .*")
    fill_secret(window, "New Access Token.*", "e30.eyJleHAiOjEwMDB9.c2ln")     # of 1970
    window.text("This is no access token, or it has expired.")
    fill_secret(window, "New Access Token.*", studio.client.token)
    window.click("Save")
    window.wait_gone("text", "Account ID", timeout=20)
    act("switch-account", uid_of(desktop, "Studio"))
    window.get("push button", "Start Session in Here", timeout=20)
    assert "SignIn=token" in stored(desktop) and studio.client.token not in stored(desktop)


@pytest.fixture
def command_from_elsewhere(keyring, desktop, studio):  # noqa: F811
    """An account that was there before the window, and what its command would leave behind."""
    assert studio.client.sign_in().status == 200
    trace = f"{desktop.base}/asked"
    command = f"sh -c 'touch {trace}; echo {studio.client.token}'"
    added = desktop.run(["palcoctl", "account", "add", "Studio", studio.endpoint, studio.account,
                         "--token-command", command])
    assert added.returncode == 0, added
    path = f"{desktop.base}/config/palco/accounts.ini"
    text = re.sub("TokenCommandConsent=.*\n", "", stored(desktop))
    with open(path, "w") as file:
        file.write(text)
    os.unlink(trace)
    return trace


def test_token_command_from_elsewhere_waits_for_consent(command_from_elsewhere, window, desktop, act):  # noqa: F811
    """It may be looked at, but nothing starts it."""
    trace = command_from_elsewhere
    window.get("push button", START)    # the accounts are known
    act("switch-account", uid_of(desktop, "Studio"))
    window.text("Cannot Connect.*", timeout=20)
    window.text(".*command that nobody has allowed.*")
    assert not os.path.exists(trace)
    window.click("Account Settings…")
    window.text("Nobody has allowed this command on this computer yet.*")
    assert not os.path.exists(trace)
    window.click("Save")
    window.get("push button", "Start Session in Here", timeout=20)
    assert os.path.exists(trace) and "TokenCommandConsent=" in stored(desktop)


def test_the_key_does_not_follow_a_strange_service(window, studio, added, act, certificates):  # noqa: F811
    with palco_lab.Listener(certificates) as intruder:
        studio.stop()
        studio.name_sts(intruder.url)
        studio.start()
        act("switch-account", "local")
        window.get("push button", "Start Session on This Computer", timeout=20)
        act("switch-account", added)
        window.text(".*names another address for signing in.*", timeout=20)
        assert intruder.requests == []
        assert not window.once(window.unnamed)

        window.click("Trust New Address…")
        window.text(f".*{re.escape(intruder.url)}: whoever runs that address gets the account key.*")
        assert intruder.requests == []
        window.click("Trust New Address")
        wait_until(lambda: any("Bearer" in request for request in intruder.requests), "the key to go there")


def test_removed_and_back(window, desktop, added, act):  # noqa: F811
    act("edit-account", added)
    window.click("Remove Account…")
    window.text("Account “Studio” removed")
    wait_until(lambda: "Studio" not in stored(desktop), "the account to leave the list")
    window.click("Undo")
    window.get("push button", "Start Session in Here", timeout=20)
    assert uid_of(desktop, "Studio") == added


def test_key_in_memory_is_said(desktop, studio):  # noqa: F811
    """Without a keyring."""
    with Window(["palco"], desktop.env) as window:  # noqa: F811
        open_account_dialog(window)
        fill_account(window, studio, studio.keys[0])
        window.text(".*keep the key until Palco is closed.*", timeout=20)
        window.click("Retry")
        window.text(".*keep the key until Palco is closed.*", timeout=20)
        window.click("Keep for Now")
        window.get("push button", "Start Session in Here", timeout=20)
        for role in ("toggle button", "push button"):
            if window.once(lambda: window.find(role, "Account", action=True)):
                window.click("Account", role)
                break
        window.text("Key kept until Palco is closed")


@pytest.fixture
def arrconfig(desktop, studio):  # noqa: F811
    """As Microsoft's scripts have it, for the service that is here."""
    path = f"{desktop.base}/arrconfig.json"
    with open(path, "w") as file:
        json.dump({"accountSettings": {"arrAccountId": studio.account, "arrAccountKey": studio.keys[0],
                                       "arrAccountDomain": studio.endpoint, "region": studio.endpoint},
                   "renderingSessionSettings": {"remoteRenderingDomain": studio.endpoint, "vmSize": "standard",
                                                "maxLeaseTime": "0:10:00"}}, file)
    return path


def test_import(window, desktop, studio, arrconfig, act):  # noqa: F811
    act("import-accounts", f"file://{arrconfig}")
    window.text(f".*{re.escape(studio.account)} · with its key.*")
    assert not window.once(window.unnamed)
    window.click("Remove the Keys from the File", "check box")
    window.click("Import")
    window.text("1 account imported", timeout=20)
    assert studio.account in stored(desktop)
    with open(arrconfig) as file:
        assert studio.keys[0] not in file.read()
    name = re.search(r"Name=(.*)", stored(desktop))[1]
    (preset,) = json.loads(desktop.run(["palcoctl", "preset", "show", name, "--json"]).stdout)
    assert (preset["size"], preset["leaseMinutes"]) == ("Standard", 10)
    act("switch-account", uid_of(desktop, re.escape(name)))
    window.get("push button", "Start Session in Here", timeout=20)


def test_preferences(window):  # noqa: F811
    window.get("push button", START)
    window.key("ctrl+comma")
    window.text("When the Window Is Closed")
    window.wait(lambda: not window.unnamed(), "names everywhere")
    window.key("Escape")
    window.wait_gone("label", "When the Window Is Closed")


def test_price_of_an_account_is_an_estimate(window, desktop, studio, added, act):  # noqa: F811
    """Premium has no price at this service."""
    act("edit-account", added)
    window.focus("Account Key")
    window.key("Tab")
    window.key(*"24", "comma", *"50", "space", *"eur", "Return")
    wait_until(lambda: "Premium" in stored(desktop), "the price to be stored")
    window.key("Escape")
    sizes = json.loads(desktop.run(["palcoctl", "sizes", "--json"]).stdout)
    assert [(size["pricePerHour"], size["currency"], size["priceIsEstimate"]) for size in sizes] == [
        (4.6, "USD", False), (24.5, "EUR", True)]
