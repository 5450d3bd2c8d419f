# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The embedded service: activated over the session bus, gone when nobody needs it."""

import contextlib
import os
import signal

import pytest

import palco_lab
from palco_lab import LocalClient, hosts_of
from private_session import PATIENCE, is_running, wait_until


@pytest.fixture
def idle_seconds():
    return PATIENCE


def test_a_session_from_nothing(desktop):
    with LocalClient(desktop) as client:
        ready = client.start()
        assert ready["hostname"] == "127.0.0.1"
        assert client.stop(ready["id"]).status == 204
        pid = client.pid
    wait_until(lambda: not is_running(pid), "the idle service to end", 5)
    wait_until(lambda: not hosts_of(os.getpid()), "the hosts to end")


def test_loopback_only(desktop):
    with LocalClient(desktop) as client:
        client.start()
        pids = [client.pid, *hosts_of(client.pid)]
        inodes = set()
        for pid in pids:
            for name in os.listdir(f"/proc/{pid}/fd"):
                with contextlib.suppress(FileNotFoundError):    # closed meanwhile
                    target = os.readlink(f"/proc/{pid}/fd/{name}")
                    if target.startswith("socket:["):
                        inodes.add(target[8:-1])
        with open("/proc/net/tcp") as table:
            ours = [line.split() for line in table if line.split()[9] in inodes]
        listening = [fields[1].partition(":")[0] for fields in ours if fields[3] == "0A"]
        assert len(listening) >= 3 and set(listening) == {"0100007F"}
        with open("/proc/net/tcp6") as table:
            assert not [line for line in table if line.split()[9] in inodes and line.split()[3] == "0A"]
        client.stop(client.list().json["sessions"][0]["id"])


def test_stays_while_a_client_is_there(desktop):
    with LocalClient(desktop) as first:
        with LocalClient(desktop) as second:
            assert second.pid == first.pid and second.key == first.key
        with pytest.raises(TimeoutError):
            wait_until(lambda: not is_running(first.pid), "the service to end", 2)
        pid = first.pid
    wait_until(lambda: not is_running(pid), "the idle service to end", 5)


def test_stays_while_a_session_lives(desktop):
    with LocalClient(desktop) as client:
        pid, name = client.pid, client.start()["id"]
    with pytest.raises(TimeoutError):
        wait_until(lambda: not is_running(pid), "the service to end", 2)
    with LocalClient(desktop) as client:
        assert client.pid == pid and client.state(name) == "Ready"
        client.stop(name)


def test_a_new_key_each_time(desktop):
    with LocalClient(desktop) as client:
        pid, old = client.pid, client.key
    wait_until(lambda: not is_running(pid), "the idle service to end", 5)
    with LocalClient(desktop) as client:
        assert client.key != old
        client.key = old
        assert client.sign_in().status == 401


def test_killed_and_activated_again(desktop):
    with LocalClient(desktop) as client:
        ready = client.start()
        (host,) = hosts_of(client.pid)
        os.kill(client.pid, signal.SIGKILL)
        wait_until(lambda: not client.ask_bus("NameHasOwner", palco_lab.BUS_NAME), "the bus to notice")
    assert is_running(host)
    with LocalClient(desktop) as client:
        adopted = client.wait(ready["id"], "Ready")
        assert adopted["handshakePort"] == ready["handshakePort"] and is_running(host)
        client.stop(ready["id"])
    wait_until(lambda: not is_running(host), "the host to end")


def test_logout_stops_sessions(desktop):
    client = LocalClient(desktop)
    client.bus.set_exit_on_close(False)
    client.start()
    (host,), pid = hosts_of(client.pid), client.pid
    desktop.stop_bus()
    wait_until(lambda: not is_running(pid), "the service to end", 10)
    wait_until(lambda: not is_running(host), "the host to end", 10)


def test_only_one_for_a_user(desktop):
    with LocalClient(desktop) as client:
        second = desktop.run(["palcod", "--local"])
        assert is_running(client.pid) and client.list().status == 200
        assert second.returncode != 0 and second.stderr


def test_a_hostile_page_cannot_ask(desktop):
    """DNS rebinding: the browser sends the name of the page's host."""
    with LocalClient(desktop) as client:
        ready = client.start()
        inspector = palco_lab.Rest(ready["arrInspectorPort"])
        assert inspector.raw("GET", "/").status == 200
        inspector.connect()
        assert inspector.raw("GET", "/", headers={"Host": "evil.example"}).status in (400, 403, 421)
        client.stop(ready["id"])
