# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""What happens when a part dies, or the disk is full: nothing forgotten, nothing left running,
no session Ready after its end."""

import contextlib
import os
import resource
import signal
import socket
import sqlite3
import stat
import time

import pytest

import palco_lab
from palco_lab import hosts_of, new_id
from private_session import children, is_running, wait_for_exit, wait_until


PUBLIC = (".pub", ".changed")   # in a folder that is private
STOPPED = 3     # PALCO_STATE_STOPPED, which the store keeps as a number
LOST = ("HostEnded", "HostLost")
BAD_CONFIG = 78     # EX_CONFIG: systemd does not try again


def hosts():
    return hosts_of(os.getpid())


def wait_for_no_host(seconds=10):
    wait_until(lambda: not hosts(), "every host to end", seconds)


@pytest.fixture
def slow_hosts(service):
    """Hosts stay in Starting until go()."""
    folder = service.dir
    path, pipe = f"{folder}/slow-host", f"{folder}/pipe"
    os.mkfifo(pipe)
    with open(path, "w") as stub:
        stub.write(f"""#!/bin/bash
exec 9<>{pipe}
echo >{folder}/stub.$$
until [ -e {folder}/go ]; do read -t 0.2 -u 9; done
exec 9>&-
exec {service.session.root}/libexec/palco-host "$@"
""")
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    service.write_config(host=path)

    def pids():
        return [int(name.partition(".")[2]) for name in os.listdir(folder) if name.startswith("stub.")]

    def go():
        with open(f"{folder}/go", "w"):
            pass
    go.pids = pids
    return go


def start_slow(running, slow_hosts):
    name = new_id()
    assert running.client.put(name).status == 201
    pid = wait_until(slow_hosts.pids, "the host to be started")[-1]
    assert running.client.state(name) == "Starting"
    return name, pid


def restart(running):
    running.start()
    running.client.connect()


# The host dies

def test_host_killed_while_ready(running):
    client = running.client
    ready = client.start(size="Premium")
    os.kill(hosts()[0], signal.SIGKILL)
    failed = client.wait(ready["id"], "Error", seconds=5)
    assert failed["error"]["code"] == "HostEnded" and failed["error"]["message"]
    assert "hostname" not in failed and client.list().json["sessions"] == []
    client.stop(client.start(size="Premium")["id"])     # its place is free again
    wait_for_no_host()


def test_host_killed_while_starting(slow_hosts, running):
    name, pid = start_slow(running, slow_hosts)
    os.kill(pid, signal.SIGKILL)
    assert running.client.wait(name, "Error", seconds=5)["error"]["code"]


def test_host_killed_after_stop(running):
    client = running.client
    ready = client.start()
    pid = hosts()[0]
    os.kill(pid, signal.SIGSTOP)        # it cannot end by itself now
    assert client.stop(ready["id"]).status == 204
    assert client.state(ready["id"]) == "Stopped"
    wait_for_no_host(15)                # ended by force
    assert client.state(ready["id"]) == "Stopped"


def test_host_program_missing(service):
    service.write_config(host="/nonexistent/palco-host")
    service.start(wait=False)
    assert wait_for_exit(service.process, 15) == BAD_CONFIG
    assert "/nonexistent/palco-host" in service.read_log()


def test_host_program_removed(service):
    path = f"{service.dir}/host"
    os.symlink("/bin/false", path)
    service.write_config(host=path)
    account, keys = service.add_account()
    service.start()
    os.unlink(path)
    client, name = service.rest(account, keys[0]), new_id()
    assert client.put(name).status == 201
    assert client.wait(name, "Error")["error"]["message"]
    assert client.list().json["sessions"] == []


def test_host_that_ends_at_once(service):
    service.write_config(host="/bin/false")
    account, keys = service.add_account()
    service.start()
    client, name = service.rest(account, keys[0]), new_id()
    client.put(name)
    assert client.wait(name, "Error")["error"]["message"]


def test_stop_while_starting_ends_the_host(slow_hosts, running):
    name, pid = start_slow(running, slow_hosts)
    assert running.client.stop(name).status == 204
    assert running.client.state(name) == "Stopped"
    wait_until(lambda: not is_running(pid), "the host to end", 15)


# palcod dies

def ask_seconds_left(client, name):
    """And between which moments it was so; a part of a second is not told."""
    before = time.monotonic()
    left = client.get(name).json["palco"]["secondsLeft"]
    return left, (before, time.monotonic())


def test_palcod_killed_while_ready(running):
    client = running.client
    ready = client.start(lease=30)
    left, asked = ask_seconds_left(client, ready["id"])
    (host,) = hosts()
    running.kill()
    assert is_running(host)
    restart(running)
    adopted = client.wait(ready["id"], "Ready", seconds=10)
    assert hosts() == [host]
    for member in ("hostname", "handshakePort", "arrInspectorPort", "creationTime"):
        assert adopted[member] == ready[member]
    left_then, asked_then = ask_seconds_left(client, ready["id"])
    assert asked_then[0] - asked[1] - 1 <= left - left_then <= asked_then[1] - asked[0] + 1
    wait_until(lambda: client.patch(ready["id"], 40).status == 200, "the adopted session to be extended")
    assert client.stop(ready["id"]).status == 204
    wait_for_no_host()


def test_palcod_killed_while_ready_and_then_its_host(running):
    client = running.client
    ready = client.start()
    (host,) = hosts()
    running.kill()
    os.kill(host, signal.SIGKILL)
    wait_until(lambda: not is_running(host), "the host to be gone")
    restart(running)
    assert client.wait(ready["id"], "Error", seconds=20)["error"]["code"] in LOST


def test_palcod_killed_while_starting(slow_hosts, running):
    name, pid = start_slow(running, slow_hosts)
    running.kill()
    slow_hosts()
    restart(running)
    running.client.wait(name, "Ready", "Error", seconds=25)
    assert running.client.stop(name).status == 204
    wait_until(lambda: not is_running(pid), "the host to end", 15)


def test_palcod_killed_after_stop(running):
    """The stop was answered, so it holds, even though the host still lived."""
    client = running.client
    ready = client.start()
    (host,) = hosts()
    os.kill(host, signal.SIGSTOP)
    assert client.stop(ready["id"]).status == 204
    running.kill()
    os.kill(host, signal.SIGCONT)
    restart(running)
    assert client.state(ready["id"]) == "Stopped"
    wait_for_no_host(20)


def test_palcod_ended_politely_keeps_sessions(running):
    """An update of the service must not cost anybody their session."""
    client = running.client
    ready = client.start()
    (host,) = hosts()
    assert running.stop() == 0
    assert is_running(host)
    restart(running)
    client.wait(ready["id"], "Ready")
    assert hosts() == [host]
    client.stop(ready["id"])
    wait_for_no_host()


def test_palcod_ends_beside_a_silent_client(running):
    """It waited, without end, for the TLS handshake of who connects and says nothing."""
    with socket.create_connection(("127.0.0.1", running.port)):
        assert running.client.list().status == 200
        assert running.stop() == 0


def test_silent_clients_keep_nobody_out(running):
    """Each holds a thread of the TLS handshake, of which there are few."""
    with contextlib.ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(socket.create_connection(("127.0.0.1", running.port)))
        assert running.client.clone().list().status == 200


def test_created_sessions_survive_a_kill(running):
    """What was answered 201 is in the store."""
    client, names = running.client, [new_id() for _ in range(5)]
    for name in names:
        assert client.put(name).status == 201
    running.kill()
    restart(running)
    for name in names:
        client.wait(name, "Ready", "Error", seconds=25)
        assert client.stop(name).status == 204
    wait_for_no_host()


def test_second_palcod_on_one_store_refuses(running):
    other = palco_lab.Service(running.session, running.certificates, port=palco_lab.free_port())
    other.start(wait=False)
    assert wait_for_exit(other.process, 15) != 0
    assert running.client.list().status == 200


# No room on the disk

def limit_files(pid, size):
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def stored_state(service, name):
    with sqlite3.connect(f"file:{service.state}/{palco_lab.DATABASE}?mode=ro", uri=True) as database:
        ((state,),) = database.execute("SELECT state FROM session WHERE id = ?", (name,))
    database.close()
    return state


def test_disk_full(service):
    """No file of palcod may grow (EFBIG), which is a full disk to SQLite."""
    service.wrapper = ["env", "--ignore-signal=XFSZ"]
    account, keys = service.add_account()
    service.start()
    client = service.rest(account, keys[0])
    running = client.start()
    limit_files(service.process.pid, 0)

    name = new_id()
    refused = client.put(name)
    assert refused.status == 503 and refused.error["message"], refused
    assert client.get(name).status == 404
    assert hosts_of(os.getpid()) == hosts() and len(hosts()) == 1
    assert client.state(running["id"]) == "Ready"

    stopped = client.stop(running["id"])
    assert stopped.status in (204, 503), stopped
    wait_for_no_host()                  # ended first, written when there is room
    limit_files(service.process.pid, resource.RLIM_INFINITY)
    assert client.stop(running["id"]).status == 204
    wait_until(lambda: stored_state(service, running["id"]) == STOPPED, "the end to be written")
    created = client.start()
    service.kill()
    service.start()
    client.connect()
    assert client.state(running["id"]) == "Stopped"
    client.wait(created["id"], "Ready")
    client.stop(created["id"])
    wait_for_no_host()


def test_state_folder_not_writable(service):
    service.add_account()
    result = service.session.run(["prlimit", "--fsize=0:0", "env", "--ignore-signal=XFSZ",
                                  "palcod", "--config", service.config])
    assert result.returncode != 0 and service.state in result.stderr


# Keys

def test_rotated_and_removed_keys(running):
    client = running.client
    ready = client.start()
    assert running.command("account", "rotate", running.account, "primary").returncode == 0
    answers = [running.rest(running.account, key) for key in running.keys]
    wait_until(lambda: any(client.sign_in().status == 401 for client in answers), "a key to be refused")
    assert running.command("account", "remove", running.account).returncode == 0
    for each in answers:
        wait_until(lambda: each.sign_in().status == 401, "all keys to be refused")
    assert ready["status"] == "Ready"
    for host in hosts():
        os.kill(host, signal.SIGTERM)
    wait_for_no_host()


# Hostile peers

def test_strangers_cannot_take_the_control_channel(running):
    client = running.client
    ready = client.start()
    for path in (f"/palco/v1/hosts/{ready['id']}/control", "/palco/v1/hosts/x/control", "/palco/v1/hosts//control"):
        for token in ("", "wrong", client.token):
            answer = client.raw("GET", path, headers={
                "Authorization": f"Bearer {token}", "Connection": "Upgrade", "Upgrade": "websocket",
                "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})
            assert answer.status in (401, 403, 404), answer
            client.connect()
    assert client.state(ready["id"]) == "Ready"
    client.stop(ready["id"])
    wait_for_no_host()


def test_nothing_secret_in_view_of_others(running):
    client = running.client
    ready = client.start()
    secrets = [*running.keys, client.token]
    for pid in children(os.getpid()):
        for name in ("cmdline", "environ"):
            with open(f"/proc/{pid}/{name}", errors="replace") as text:
                words = text.read()
            assert not any(secret in words for secret in secrets), (pid, name)
    log = running.read_log()
    assert not any(secret in log for secret in secrets)
    for folder, _, files in os.walk(running.state):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
        for name in files:
            path = os.path.join(folder, name)
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o600 or name.endswith(PUBLIC), path
            with open(path, "rb") as data:
                content = data.read()
            assert not any(secret.encode() in content for secret in secrets), path
    client.stop(ready["id"])
