# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Faults on the way to a service, injected one by one, are named within 15 seconds."""

import contextlib
import http.server
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import threading
import time

import pytest

import palco_lab
from palco_lab import free_port
from private_session import PATIENCE, SLOWNESS, wait_for_exit

LIMIT_SECONDS = 15 * SLOWNESS     # promised, so it is no matter of patience
DAY = 24 * 3600
FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
DISCOVERY = json.dumps({"service": "Stub", "regions": [{"id": "here", "endpoint": "@BASE@"}]})
TOKEN = json.dumps({"AccessToken": "t"})
SESSIONS = json.dumps({"sessions": []})
table = []


@pytest.fixture(scope="module", autouse=True)
def print_table(request):
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\n| fault | named | at | seconds |\n|---|---|---|---|")
        for row in table:
            print("| %s | %s | %s | %.2f |" % row)


class Client:
    """palcoctl with one account, whose key comes through standard input."""

    def __init__(self, desktop, certificates):
        self.desktop = desktop
        build = os.path.dirname(desktop.root)
        palco_lab.trust(desktop, certificates)
        desktop.env["LD_PRELOAD"] += f" {build}/tests/tools/libnames.so"

    def preflight(self, address, account="account-1", key="key", wrapper=(), **environment):
        add = self.desktop.run(["palcoctl", "account", "add", "--no-key", "--no-test", "studio", address, account])
        assert add.returncode == 0, add
        env = {name: value for name, value in {**self.desktop.env, **environment}.items() if value is not None}
        start = time.monotonic()
        result = self.desktop.run([*wrapper, "palcoctl", "preflight", "studio", "--json", "--key-stdin"],
                                  input=key + "\n", env=env)
        seconds = time.monotonic() - start
        self.desktop.run(["palcoctl", "account", "remove", "--keep-key", "studio"])
        assert "CRITICAL" not in result.stderr and "WARNING" not in result.stderr, result
        return result, json.loads(result.stdout), seconds

    def expect(self, fault, named, status, address, host="127.0.0.1", port=None, **options):
        """The one step that failed, or else warns, has this name and place; its sentence is told."""
        result, steps, seconds = self.preflight(address, **options)
        wrong = [step for step in steps if step["status"] == "failed"] or \
                [step for step in steps if step["status"] == "warning"]
        assert wrong, steps
        step = wrong[0]
        table.append((fault, step["fault"], f"{step['host']}:{step['port']}", seconds))
        assert step["fault"] == named, (step, result.stderr)
        assert result.returncode == status, result
        assert step["host"] == host and (port is None or step["port"] == port), step
        assert step["message"] in result.stderr
        assert seconds < LIMIT_SECONDS


@pytest.fixture
def client(desktop, certificates):
    return Client(desktop, certificates)


@contextlib.contextmanager
def stub(certificate, key, answers):
    """An HTTPS server that gives these answers: path → (status, body) or None for silence."""
    done = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            answer = answers.get(self.path.partition("?")[0], (404, ""))
            if answer is None:
                done.wait(60)
                return
            body = answer[1].replace("@BASE@", address).encode()
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_):
            """A client that goes away is what is tried here."""

    with Server(("127.0.0.1", 0), Handler) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        address = f"https://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield address, server.server_port
        finally:
            done.set()
            server.shutdown()


@contextlib.contextmanager
def listener(greeting=None, connected=threading.Event()):
    """Takes connections, says what it is told, and then nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        peers = []

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    peer = server.accept()[0]
                    peers.append(peer)
                    connected.set()
                    if greeting:
                        peer.recv(4096)
                        peer.sendall(greeting)
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        for peer in peers:
            peer.close()


@contextlib.contextmanager
def black_hole():
    """A port whose queue is full: the kernel drops what comes, as a firewall does."""
    with socket.socket() as server, contextlib.ExitStack() as clients:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(4):
            one = clients.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(server.getsockname())
        yield server.getsockname()[1]


# The way

def test_all_is_well(client, running):
    result, steps, seconds = client.preflight(running.endpoint, account=running.account, key=running.keys[0])
    assert result.returncode == 0 and not result.stderr, result
    assert {step["status"] for step in steps} == {"ok", "skipped"}
    assert [step["check"] for step in steps] == ["address", "proxy", "name", "connection", "tls", "clock",
                                                 "service", "key", "sign-in", "sessions"]
    table.append(("none", "none", running.endpoint.removeprefix("https://"), seconds))


def test_this_computer(client):
    result = client.desktop.run(["palcoctl", "preflight", "local", "--json"])
    assert result.returncode == 0 and not result.stderr, result
    assert json.loads(result.stdout)[-1] == {
        "check": "sessions", "status": "ok", "fault": None, "host": "127.0.0.1",
        "port": json.loads(result.stdout)[-1]["port"], "message": None, "detail": None}


def test_retired_domain(client):
    host = "remoterendering.westus2.mixedreality.azure.com"
    client.expect("Microsoft's domain", "address-retired", 5, f"https://{host}", host, 443)


def test_unknown_name(client):
    client.expect("unknown name", "name-unknown", 5, "https://unknown.test", "unknown.test", 443)


def test_no_name_server(client):
    client.expect("no name server", "name-no-resolver", 5, "https://unanswered.test", "unanswered.test", 443)


def test_nothing_listens(client):
    port = free_port()
    client.expect("nothing listens", "connection-refused", 5, f"https://api.mr.test:{port}", "api.mr.test", port)


def test_filtered_port(client):
    with black_hole() as port:
        client.expect("filtered port", "connection-timed-out", 5, f"https://api.mr.test:{port}",
                      "api.mr.test", port)


def test_not_https(client):
    with listener(b"SSH-2.0-OpenSSH_9.2\r\n") as port:
        client.expect("another protocol", "tls-protocol", 5, f"https://api.mr.test:{port}", "api.mr.test", port)


def test_silent_port(client):
    with listener() as port:
        client.expect("silent port", "tls-timed-out", 5, f"https://api.mr.test:{port}", "api.mr.test", port)


# The proxy of the desktop

def proxy(port):
    return {"https_proxy": f"http://proxy.test:{port}", "GIO_USE_PROXY_RESOLVER": "libproxy"}


def test_proxy_is_gone(client):
    port = free_port()
    client.expect("proxy is down", "proxy-unreachable", 5, "https://render.test", "proxy.test", port, **proxy(port))


def test_proxy_wants_password(client):
    answer = b'HTTP/1.1 407 Authenticate\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'
    with listener(answer) as port:
        client.expect("proxy wants a password", "proxy-authentication", 5, "https://render.test", "proxy.test",
                      port, **proxy(port))


def test_proxy_forbids(client):
    with listener(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") as port:
        client.expect("proxy forbids it", "proxy-refused", 5, "https://render.test", "proxy.test", port, **proxy(port))


# Certificates and clocks, with the real service

def test_unknown_signer(client, running):
    client.expect("unknown CA", "tls-unknown-ca", 5, running.endpoint, port=running.port,
                  SSL_CERT_FILE=str(FIXTURES / "tls/self-signed.pem"))


def test_certificate_of_other_host(client, running):
    client.expect("certificate of another host", "tls-other-host", 5, f"https://other.test:{running.port}",
                  "other.test", running.port)


def clock(desktop, seconds):
    return {"PALCO_TEST_CLOCK": palco_lab.Clock(desktop, f"{desktop.base}/clock", seconds).path,
            "LD_PRELOAD": f"{desktop.env['LD_PRELOAD']} {os.path.dirname(desktop.root)}/tests/tools/libclock.so"}


def test_expired_certificate(client, running):
    client.expect("expired certificate", "tls-expired", 5, running.endpoint, port=running.port,
                  **clock(client.desktop, 10 * DAY))


def test_certificate_of_the_future(client, running):
    client.expect("certificate not valid yet", "tls-not-yet-valid", 5, running.endpoint, port=running.port,
                  **clock(client.desktop, -10 * DAY))


def test_clock_ahead(client, running):
    client.expect("clock 10 min ahead", "clock-ahead", 0, running.endpoint, port=running.port,
                  account=running.account, key=running.keys[0], **clock(client.desktop, 600))


# The service

def test_wrong_key(client, running):
    client.expect("wrong key", "key-refused", 3, running.endpoint, port=running.port,
                  account=running.account, key="wrong")


def test_unknown_account(client, running):
    """Our service does not tell strangers which ids it knows: the sentence names both."""
    client.expect("unknown account", "key-refused", 3, running.endpoint, port=running.port, key=running.keys[0])


def test_service_is_down(client, running):
    running.kill()
    client.expect("service was killed", "connection-refused", 5, running.endpoint, port=running.port)


@pytest.mark.parametrize("fault, named, status, answers", [
    ("another web server", "service-other", 5, {"/.well-known/palco": (200, "<html>It works!</html>")}),
    ("sign-in page of a network", "captive-portal", 5, {"/.well-known/palco": (511, "<html>Sign in</html>")}),
    ("service does not answer", "service-no-answer", 5, {"/.well-known/palco": None}),
    ("service is overloaded", "service-unavailable", 5, {"/.well-known/palco": (503, "")}),
    ("too many requests", "throttled", 5, {"/.well-known/palco": (200, DISCOVERY), "token": (429, "")}),
    ("account is not known", "account-unknown", 3, {"/.well-known/palco": (200, DISCOVERY), "token": (404, "")}),
    ("other API version", "api-version", 5, {"/.well-known/palco": (200, DISCOVERY), "token": (200, TOKEN),
                                             "sessions": (400, "")}),
    ("token is refused", "token-refused", 3, {"/.well-known/palco": (200, DISCOVERY), "token": (200, TOKEN),
                                              "sessions": (401, "")}),
    ("no permission", "permission", 3, {"/.well-known/palco": (200, DISCOVERY), "token": (200, TOKEN),
                                        "sessions": (403, "")}),
    ("does not describe itself", "service-not-described", 0, {"token": (200, TOKEN), "sessions": (200, SESSIONS)}),
], ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "")
def test_answers(client, certificates, fault, named, status, answers):
    paths = {"token": "/Accounts/account-1/token", "sessions": "/accounts/account-1/sessions"}
    answers = {paths.get(path, path): answer for path, answer in answers.items()}
    with stub(certificates.certificate, certificates.key, answers) as (address, port):
        client.expect(fault, named, status, address, port=port)


def test_for_people(client, running):
    """A table, then a sentence; Ctrl-C ends it."""
    port = free_port()
    client.desktop.run(["palcoctl", "account", "add", "--no-key", "--no-test", "x", f"https://127.0.0.1:{port}", "a"])
    result = client.desktop.run(["palcoctl", "preflight", "x", "--key-stdin"], input="k\n")
    assert result.returncode == 5 and "failed" in result.stdout and f"127.0.0.1:{port}" in result.stdout
    assert f"127.0.0.1:{port}" in result.stderr
    assert client.desktop.run(["palcoctl", "preflight", "nobody"]).returncode == 4

    connected = threading.Event()
    with listener(connected=connected) as silent:
        client.desktop.run(["palcoctl", "account", "add", "--no-key", "--no-test", "y",
                            f"https://127.0.0.1:{silent}", "a"])
        process = client.desktop.popen(["palcoctl", "preflight", "y", "--key-stdin"], stdin=subprocess.PIPE,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        process.stdin.write(b"k\n")
        process.stdin.close()
        assert connected.wait(20 * PATIENCE)
        process.send_signal(signal.SIGINT)
        assert wait_for_exit(process) == 130
        process.stderr.close()
