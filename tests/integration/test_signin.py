# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Signing in from the command line by token and by command, and a service that wants the key
somewhere else."""

import json
import os
import re

import pytest

import palco_lab
from palco_lab import add_account

OK, CREDENTIALS, USAGE = 0, 3, 2


@pytest.fixture
def palcoctl(desktop, certificates):
    desktop.start_keyring()
    palco_lab.trust(desktop, certificates)
    return lambda *words, **options: desktop.run(["palcoctl", *words], **options)


def account_of(palcoctl, name="studio"):
    accounts = json.loads(palcoctl("account", "list", "--json").stdout)
    return next(account for account in accounts if account["name"] == name)


def add(palcoctl, running, *words, **options):
    return palcoctl("account", "add", "studio", running.endpoint, running.account, *words, **options)


@pytest.fixture
def token(running):
    assert running.client.sign_in().status == 200
    return running.client.token


def test_token(palcoctl, running, token):
    assert add(palcoctl, running, "--token", input=token + "\n").returncode == OK
    account = account_of(palcoctl)
    assert account["signIn"] == "token" and account["tokenExpires"]
    assert palcoctl("session", "list").returncode == OK
    for folder, _, names in os.walk(f"{running.session.base}/config"):
        for name in names:
            with open(f"{folder}/{name}", "rb") as file:
                assert token.encode() not in file.read(), name


def test_wrong_token(palcoctl, running):
    result = add(palcoctl, running, "--token", input=palco_lab.unsigned_token() + "\n")
    assert result.returncode == CREDENTIALS and "does not accept the access token" in result.stderr
    assert len(json.loads(palcoctl("account", "list", "--json").stdout)) == 1


@pytest.fixture
def vault(running, token):
    """A command as people use one; its arguments hold what a shell would take for its own."""
    path = f"{running.session.base}/vault; id"
    with open(path, "w") as script:
        script.write(f"#!/bin/sh\necho \"$1\" >> '{running.session.base}/asked'\necho {token}\n")
    os.chmod(path, 0o700)
    return f"'{path}' '$(studio)'"


def test_token_command(palcoctl, running, vault):
    assert add(palcoctl, running, "--token-command", vault).returncode == OK
    assert account_of(palcoctl)["tokenCommand"] == vault
    assert palcoctl("session", "list").returncode == OK
    with open(f"{running.session.base}/asked") as asked:
        assert asked.read().splitlines() == ["$(studio)"] * 2      # once for the test, once now


def test_token_command_fails(palcoctl, running):
    result = add(palcoctl, running, "--token-command", "sh -c 'echo The vault is sealed >&2; exit 4'")
    assert result.returncode == CREDENTIALS and "The vault is sealed" in result.stderr, result
    assert add(palcoctl, running, "--token-command", "sh -c 'x").returncode == USAGE
    assert add(palcoctl, running, "--token-command", "true", "--token").returncode == USAGE


def test_token_command_from_elsewhere(palcoctl, running, vault):
    """As when the list of accounts was copied from another computer."""
    assert add(palcoctl, running, "--token-command", vault).returncode == OK
    path = f"{running.session.base}/config/palco/accounts.ini"
    with open(path) as file:
        text = file.read()
    with open(path, "w") as file:
        file.write(re.sub("TokenCommandConsent=.*", "TokenCommandConsent=0", text))
    os.unlink(f"{running.session.base}/asked")
    result = palcoctl("session", "list")
    assert result.returncode == CREDENTIALS and "account trust" in result.stderr, result
    assert not os.path.exists(f"{running.session.base}/asked")
    assert palcoctl("account", "trust", "studio", "--token-command", vault).returncode == OK
    assert palcoctl("session", "list").returncode == OK


def test_the_key_stays_where_it_was(palcoctl, running):
    """The service of the account is taken over, and names a token service of the intruder."""
    add_account(running.session, running, running.account, running.keys[0])
    assert account_of(palcoctl)["trustedStsUrl"].startswith("https://")
    with palco_lab.Listener(running.certificates) as intruder:
        running.stop()
        running.name_sts(intruder.url)
        running.start()
        result = palcoctl("session", "list")
        assert result.returncode == CREDENTIALS and intruder.url in result.stderr, result
        assert "account trust" in result.stderr
        assert intruder.requests == []

        # Somebody who means it gets it.
        assert palcoctl("account", "trust", "studio", intruder.url).returncode == OK
        palcoctl("session", "list")
        assert any(f"Bearer {running.account}:" in request for request in intruder.requests)
