# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The command line against the real service, keyring and journal."""

import http.server
import json
import math
import os
import pathlib
import pty
import re
import signal
import sqlite3
import subprocess
import termios
import threading

import pytest

import palco_lab
from palco_lab import add_account, new_id
from private_session import PATIENCE, wait_for_exit, wait_until

OK, FAILED, USAGE, CREDENTIALS, NOT_FOUND, UNAVAILABLE, REFUSED, SESSION_FAILED, STORAGE = range(9)
INTERRUPTED = 130
CREATE = ("session", "create", "--size", "Standard", "--lease", "10m")


class Palcoctl:
    def __init__(self, desktop):
        self.desktop = desktop

    def __call__(self, *words, **options):
        return self.desktop.run(["palcoctl", *words], **options)

    def json(self, *words, **options):
        result = self(*words, "--json", **options)
        assert result.returncode == OK, result
        return json.loads(result.stdout)

    def one(self, *words):
        (item,) = self.json(*words)
        return item

    def fails(self, status, *words, **options):
        """A message on standard error, also as JSON, and nothing but the message."""
        result = self(*words, **options)
        assert result.returncode == status, result
        lines = result.stderr.strip().splitlines()
        assert lines and "CRITICAL" not in result.stderr and "WARNING" not in result.stderr, result
        return result.stderr


@pytest.fixture
def palcoctl(desktop, certificates):
    desktop.start_keyring()
    palco_lab.trust(desktop, certificates)
    return Palcoctl(desktop)


@pytest.fixture
def studio(palcoctl, running):
    add_account(running.session, running, running.account, running.keys[0])
    return running


GRADES = (("recommended", 70), ("usable", 100), ("slow", math.inf))    # up to so many milliseconds


def test_measured_regions(palcoctl, studio):
    (region,) = palcoctl.json("regions")
    assert region["latency"] is None and region["sizes"] is None
    (region,) = palcoctl.json("regions", "--measure")
    latency = region["latency"]
    assert latency["error"] is None and latency["proxy"] is None
    assert 0 < latency["answered"] <= latency["sent"] and latency["median"] > 0
    assert latency["grade"] == next(grade for grade, limit in GRADES if round(latency["median"]) <= limit)
    assert [(size["id"], size["free"]) for size in region["sizes"]] == [
        (size["id"], size["free"]) for size in palcoctl.json("sizes")]
    shown = palcoctl("regions", "--measure").stdout
    assert any(grade.title() in shown for grade, _ in GRADES), shown


def test_the_whole_life(palcoctl, studio):
    (account,) = [each for each in palcoctl.json("account", "list") if each["default"]]
    assert account["name"] == "studio" and account["accountId"] == studio.account
    assert palcoctl("account", "test", "studio").returncode == OK
    assert [region["id"] for region in palcoctl.json("regions")] == ["here"]
    assert [size["id"] for size in palcoctl.json("sizes")] == ["Standard", "Premium"]

    created = palcoctl.one(*CREATE, "--wait")
    assert created["state"] == "Ready" and created["leaseMinutes"] == 10
    name = created["id"]
    assert palcoctl.one("session", "show", name)["state"] == "Ready"
    assert [each["id"] for each in palcoctl.json("session", "list")] == [name]
    assert palcoctl.one("session", "extend", name, "20m")["leaseMinutes"] == 30
    assert palcoctl.one("session", "extend", name, "1h", "--total")["leaseMinutes"] == 60
    assert studio.client.get(name).json["maxLeaseTimeMinutes"] == 60
    assert palcoctl.one("session", "stop", name)["state"] == "Stopped"
    assert studio.client.state(name) == "Stopped"
    assert palcoctl.one("session", "show", name)["state"] == "Stopped"
    assert palcoctl("account", "remove", "studio").returncode == OK
    assert [each["name"] for each in palcoctl.json("account", "list")] == ["local"]


def test_the_beginning_of_an_id(palcoctl, studio):
    """Of sessions that run and of those that ended, whoever started them; a whole id comes first."""
    studio.client.start("scene-one")
    assert palcoctl.one("session", "wait", "scen")["id"] == "scene-one"
    assert palcoctl.one("session", "extend", "scene", "20m")["leaseMinutes"] == 30
    palcoctl.fails(NOT_FOUND, "session", "show", "sce")
    palcoctl.fails(NOT_FOUND, "session", "show", "scene-two")

    assert palcoctl.one(*CREATE, "--id", "scene-two", "--wait")["state"] == "Ready"
    for words in (("stop", "scene"), ("extend", "scene", "20m"), ("show", "scene"), ("wait", "scene")):
        message = palcoctl.fails(USAGE, "session", *words)
        assert "scene-one" in message and "scene-two" in message
    assert studio.client.state("scene-one") == studio.client.state("scene-two") == "Ready"
    assert palcoctl.one("session", "stop", "scene-o")["id"] == "scene-one"
    assert palcoctl.one("session", "show", "scene-o")["state"] == "Stopped"
    assert "scene-two" in palcoctl.fails(USAGE, "session", "stop", "scene", "--region", "here")

    assert palcoctl.one(*CREATE, "--id", "scene")["id"] == "scene"
    assert [each["id"] for each in palcoctl.json("session", "stop", "scene", "scene-t")] == ["scene", "scene-two"]
    assert studio.client.state("scene") == studio.client.state("scene-two") == "Stopped"


def test_create_and_wait_apart(palcoctl, studio):
    name = palcoctl.one(*CREATE)["id"]
    assert palcoctl.one("session", "wait", name)["state"] == "Ready"
    assert palcoctl("session", "stop", name).returncode == OK


def test_plain_output_is_for_people(palcoctl, studio):
    name = palcoctl.one(*CREATE, "--wait")["id"]
    shown = palcoctl("session", "list")
    assert name in shown.stdout and "Ready" in shown.stdout and "{" not in shown.stdout
    assert palcoctl("session", "stop", name).returncode == OK


def test_this_computer_needs_no_account(palcoctl):
    created = palcoctl.one(*CREATE, "--wait")
    assert created["state"] == "Ready" and created["region"] == "local"
    assert palcoctl.one("session", "stop", created["id"])["state"] == "Stopped"


def test_failing_session_has_its_own_exit_code(palcoctl, studio):
    create = ("session", "create", "--size", "Premium", "--lease", "10m")
    first = palcoctl.one(*create, "--wait")["id"]
    message = palcoctl.fails(SESSION_FAILED, *create, "--wait")
    assert "Premium" in message or "free" in message
    palcoctl("session", "stop", first)


def test_mistakes(palcoctl, studio):
    name = palcoctl.one(*CREATE)["id"]
    for words in ((), ("nonsense",), ("session",), ("session", "nonsense"), ("session", "show"), ("regions", "x"),
                  ("--nonsense",), (*CREATE[:4], "--lease", "soon"), (*CREATE[:4], "--lease", "-5m"),
                  (*CREATE[:4], "--lease", "25h"), ("session", "create", "--size", "", "--lease", "10m"),
                  ("account", "add", "x"), ("regions", "--account", "nonsense")):
        result = palcoctl(*words)
        assert result.returncode in (USAGE, NOT_FOUND) and result.stderr, (words, result)
    palcoctl.fails(NOT_FOUND, "session", "show", new_id())
    palcoctl.fails(NOT_FOUND, "session", "stop", new_id())
    palcoctl.fails(REFUSED, "session", "extend", name, "5m", "--total")
    palcoctl("session", "stop", name)
    palcoctl.fails(REFUSED, "session", "extend", name, "30m")


def test_help_and_version(palcoctl):
    for words in (("--help",), ("session", "create", "--help"), ("--version",)):
        result = palcoctl(*words)
        assert result.returncode == OK and result.stdout and not result.stderr
    assert "130" in palcoctl("--help").stdout   # exit codes are documented


# The key

def test_key_from_a_terminal(palcoctl, running):
    """It is asked for, not shown, and the terminal is as before afterwards."""
    ours, theirs = pty.openpty()
    process = running.session.popen(["palcoctl", "account", "add", "studio", running.endpoint, running.account],
                                    stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    wait_until(lambda: not termios.tcgetattr(theirs)[3] & termios.ECHO, "the prompt")
    os.write(ours, running.keys[0].encode() + b"\n")
    assert wait_for_exit(process, 30) == OK
    assert termios.tcgetattr(theirs)[3] & termios.ECHO
    os.close(theirs)
    shown = b""
    try:
        while True:
            shown += os.read(ours, 4096)
    except OSError:
        pass
    os.close(ours)
    assert b"studio" in shown and running.keys[0].encode() not in shown
    assert palcoctl("account", "test", "studio").returncode == OK


def test_interrupted_at_the_prompt(palcoctl, running):
    ours, theirs = pty.openpty()
    process = running.session.popen(["palcoctl", "account", "add", "studio", running.endpoint, running.account],
                                    stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    wait_until(lambda: not termios.tcgetattr(theirs)[3] & termios.ECHO, "the prompt")
    process.send_signal(signal.SIGINT)
    assert wait_for_exit(process) == INTERRUPTED
    assert termios.tcgetattr(theirs)[3] & termios.ECHO
    os.close(theirs)
    os.close(ours)
    assert [each["name"] for each in palcoctl.json("account", "list")] == ["local"]


@pytest.mark.parametrize("key", ["wrong", "", "x" * 100000])
def test_wrong_key_is_not_stored(palcoctl, running, key):
    result = palcoctl("account", "add", "studio", running.endpoint, running.account, input=key + "\n")
    assert result.returncode in (CREDENTIALS, USAGE) and result.stderr, result
    assert [each["name"] for each in palcoctl.json("account", "list")] == ["local"]


def test_key_is_nowhere_but_in_the_keyring(palcoctl, studio):
    name = palcoctl.one(*CREATE, "--wait")["id"]
    base = pathlib.Path(studio.session.base)
    files = [path for path in base.rglob("*") if path.is_file() and "keyrings" not in path.parts]
    assert any(path.name == "journal.sqlite" for path in files)
    for path in files:
        assert studio.keys[0].encode() not in path.read_bytes(), path
    palcoctl("session", "stop", name)


def test_revoked_key(palcoctl, studio):
    assert studio.command("account", "remove", studio.account).returncode == OK
    wait_until(lambda: studio.client.sign_in().status == 401, "the service to refuse the key")
    palcoctl.fails(CREDENTIALS, "session", "list")


# The keyring

def test_no_keyring(palcoctl, studio):
    studio.session.stop_keyring()
    message = palcoctl.fails(CREDENTIALS, "session", "list")
    assert "keyring" in message.lower()
    result = palcoctl("session", "list", "--key-stdin", input=studio.keys[0] + "\n")
    assert result.returncode == OK, result
    assert palcoctl("account", "add", "other", studio.endpoint, studio.account,
                    input=studio.keys[0] + "\n").returncode == CREDENTIALS


def test_locked_keyring(palcoctl, studio):
    """Nobody can unlock it here: there is no prompter."""
    studio.session.stop_keyring()
    studio.session.start_keyring("another password")
    message = palcoctl.fails(CREDENTIALS, "session", "list")
    assert "keyring" in message.lower() or "key" in message.lower()


def test_no_bus(palcoctl, studio):
    studio.session.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={studio.session.dir}/nowhere"
    palcoctl.fails(CREDENTIALS, "session", "list")
    palcoctl.fails(UNAVAILABLE, "session", "list", "--account", "local")


# The service

def test_no_service(palcoctl, studio):
    studio.stop()
    for words in (("session", "list"), CREATE, ("regions",), ("account", "test", "studio")):
        palcoctl.fails(UNAVAILABLE, *words)


def test_regions_that_are_down_are_told_of_once(palcoctl, studio):
    """Also where one of them answers; all are named."""
    studio.stop()
    for region in ("lost", "gone", "away"):
        studio.add_region(region, region.title(), 0, 0, f"https://localhost:{palco_lab.free_port()}")
    studio.start()
    message = palcoctl.fails(UNAVAILABLE, "session", "list")
    assert message.count("are not known") == 1 and "3 regions" in message and "lost, gone, away" in message
    message = palcoctl.fails(UNAVAILABLE, "session", "list", "--region", "gone")
    assert "the region gone" in message and "3 regions" not in message
    assert "About the first" in json.loads(palcoctl("session", "list", "--json").stdout)["error"]["message"]


def test_no_name(palcoctl, running):
    palcoctl.fails(UNAVAILABLE, "account", "add", "far", "https://palco.invalid", running.account, input="key\n")


def test_unknown_certificate(palcoctl, studio):
    del studio.session.env["LD_PRELOAD"]
    message = palcoctl.fails(UNAVAILABLE, "session", "list")
    # GLib tells of the end of the handshake or of its reason, whichever it hears first.
    assert "certificate" in message or "No safe connection" in message


def test_plain_http_is_refused_away_from_loopback(palcoctl, running):
    palcoctl.fails(USAGE, "account", "add", "bad", "http://render.example.org", running.account, input="key\n")


def journal(desktop, query):
    path = f"{desktop.base}/data/palco/journal.sqlite"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        rows = database.execute(query).fetchall()
    database.close()
    return rows


def test_a_stop_that_cannot_be_delivered_is_delivered_later(palcoctl, studio):
    name = palcoctl.one(*CREATE, "--wait")["id"]
    studio.kill()
    stopped = palcoctl("session", "stop", name)
    assert stopped.returncode == UNAVAILABLE and stopped.stderr, stopped
    studio.start()
    studio.client.connect()
    studio.client.wait(name, "Ready")
    assert palcoctl("session", "list").returncode == OK
    assert studio.client.wait(name, "Stopped", seconds=5)


class Vanishing(http.server.BaseHTTPRequestHandler):
    """A service that takes a PUT on a connection that was kept, and dies before it answers."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        endpoint = f"http://127.0.0.1:{self.server.server_port}"
        token = palco_lab.unsigned_token()
        body = json.dumps({
            "service": "Palco", "version": "1.0.0", "accountDomain": "mr.test", "sts": endpoint, "region": "here",
            "regions": [{"id": "here", "name": "Here", "endpoint": endpoint}],
            "sizes": [{"id": "Standard"}], "AccessToken": token, "sessions": []}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        self.server.taken = self.path
        self.server.shutdown()
        self.server.socket.close()
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.mark.parametrize("words, hint", [(CREATE, "session show"), ((*CREATE, "--other-size"), "session list")])
def test_a_put_that_was_taken_is_not_forgotten(palcoctl, words, hint):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vanishing)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    added = palcoctl("account", "add", "studio", f"http://127.0.0.1:{server.server_port}", "test", input="key\n")
    assert added.returncode == OK, added
    assert hint in palcoctl.fails(UNAVAILABLE, *words)
    name = re.search(r"/sessions/([\w-]+)", server.taken)[1]
    assert journal(palcoctl.desktop, "SELECT id FROM session") == [(name,)]


def test_journal_cannot_be_written(palcoctl, studio):
    """Without a journal no session: it could be forgotten."""
    folder = f"{studio.session.base}/data/palco"
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.startswith("journal"):
            os.unlink(f"{folder}/{name}")
    os.mkdir(f"{folder}/journal.sqlite")
    palcoctl.fails(STORAGE, *CREATE)
    assert studio.client.list().json["sessions"] == []


# Ctrl-C

def interrupt(desktop, *words, after=None):
    process = desktop.popen(["palcoctl", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if after:
        after(process)
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=20 * PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return process


def test_interrupted_while_waiting(palcoctl, running):
    """The session goes on, is known, and the user is told how to stop it."""
    running.stop()
    stub = f"{running.dir}/never-ready"
    with open(stub, "w") as script:
        script.write("#!/bin/sh\nexec sleep 60\n")
    os.chmod(stub, 0o755)
    running.write_config(host=stub)
    running.start()
    running.client.connect()
    add_account(running.session, running, running.account, running.keys[0])

    def created(process):
        wait_until(lambda: running.client.list().json["sessions"], "the session to be created")
    process = interrupt(running.session, *CREATE, "--wait", after=created)
    assert process.returncode == INTERRUPTED
    (session,) = running.client.list().json["sessions"]
    assert (session["id"],) in journal(running.session, "SELECT id FROM session")
    assert palcoctl("session", "stop", session["id"]).returncode == OK
    assert running.client.state(session["id"]) == "Stopped"


@pytest.mark.parametrize("words", [CREATE, (*CREATE, "--wait"), ("session", "list"), ("regions",)])
def test_interrupted_at_any_moment(palcoctl, studio, words):
    for _ in range(4):
        process = interrupt(studio.session, *words)
        # Before main() has set its handlers the signal itself ends it.
        assert process.returncode in (OK, INTERRUPTED, -signal.SIGINT), process.returncode
    stored = {session["id"] for session in studio.client.list().json["sessions"]}
    assert palcoctl("session", "list").returncode == OK
    if words[:2] == ("session", "create"):
        assert stored <= {row[0] for row in journal(studio.session, "SELECT id FROM session")}
    # Also one whose request had not been read yet when its sender was gone.
    for session in studio.client.list().json["sessions"]:
        assert palcoctl("session", "stop", session["id"]).returncode == OK


# Accounts of other programs

def arr_profiles(path, studio):
    """As the asset tool writes them: one is whole, one is its copy, one is empty."""
    profile = {"name": "Atelier", "arr_account_id": studio.account, "arr_account_key": studio.keys[0],
               "arr_account_domain": studio.endpoint, "arr_region": studio.endpoint,
               "storage_account_key": "c3RvcmFnZQ=="}
    path.write_text(json.dumps({"Profiles": [profile, {**profile, "name": "Copy"}, {"name": "Default"}]}, indent=4))
    path.chmod(0o640)


def test_import(palcoctl, running, tmp_path):
    path = tmp_path / "ARR-profiles.json"
    arr_profiles(path, running)
    before = path.read_text()

    result = palcoctl("import", str(path), "--json")
    assert result.returncode == OK, result
    atelier, default = json.loads(result.stdout)
    assert atelier["name"] == "Atelier" and atelier["result"] == "added" and atelier["keyStored"]
    assert default["result"] == "skipped" and default["message"]
    assert path.read_text() == before and "--remove-keys" in result.stderr
    assert palcoctl("account", "test", "Atelier").returncode == OK

    result = palcoctl("import", "--remove-keys", str(path))
    assert result.returncode == OK and "already there" in result.stdout, result
    assert running.keys[0] not in path.read_text() and "c3RvcmFnZQ==" in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o640
    assert running.keys[0] not in result.stdout + result.stderr
    assert [each["name"] for each in palcoctl.json("account", "list")] == ["local", "Atelier"]


def test_import_of_a_script(palcoctl, running, tmp_path):
    path = tmp_path / "arrconfig.json"
    path.write_text(json.dumps({
        "accountSettings": {"arrAccountId": running.account, "arrAccountKey": running.keys[0],
                            "arrAccountDomain": running.endpoint},
        "renderingSessionSettings": {"remoteRenderingDomain": running.endpoint, "vmSize": "premium",
                                     "maxLeaseTime": "1:30:00"}}))
    (account,) = palcoctl.json("import", str(path))
    (preset,) = palcoctl.json("preset", "list")
    assert preset["name"] == account["name"]
    assert (preset["size"], preset["leaseMinutes"]) == ("Premium", 90)


def test_import_says_who_gets_the_key(palcoctl, tmp_path):
    """A file may name a service that people know, and its author's own address for their key."""
    path = tmp_path / "arrconfig.json"
    settings = {"arrAccountId": "anna", "arrAccountDomain": "https://sts.stranger.example"}
    path.write_text(json.dumps({"accountSettings": settings, "renderingSessionSettings": {
        "remoteRenderingDomain": "https://studio.example"}}))
    result = palcoctl("import", str(path))
    assert result.returncode == OK and "The account key goes to https://sts.stranger.example." in result.stderr


def test_import_of_what_has_ended(palcoctl, tmp_path):
    path = tmp_path / "arrconfig.json"
    path.write_text(json.dumps({
        "accountSettings": {"arrAccountId": "anna", "arrAccountKey": "key",
                            "arrAccountDomain": "westeurope.mixedreality.azure.com"}}))
    result = palcoctl("import", str(path))
    assert result.returncode == OK and "switched this service off" in result.stderr, result


def test_import_of_what_is_none(palcoctl, tmp_path):
    palcoctl.fails(STORAGE, "import", str(tmp_path / "missing.json"))
    palcoctl.fails(STORAGE, "import", str(tmp_path))
    palcoctl.fails(USAGE, "import", "/dev/zero")
    palcoctl.fails(USAGE, "import")
    other = tmp_path / "other.json"
    for text in ("", "{}", "[" * 5000, '{"accountSettings": 1}', '{"accountSettings": {}}'):
        other.write_text(text)
        palcoctl.fails(USAGE, "import", "--remove-keys", str(other))
        assert other.read_text() == text

