# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The real programs, set up for a test: palcod over HTTPS with a certificate made on the spot,
the embedded service on a private bus, and a client of the REST API that hides nothing."""

import base64
import glob
import http.client
import http.server
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

from private_session import (ANSWER_SECONDS, PATIENCE, PrivateSession, children, end_process, program_of,
                             wait_until)

API = "2021-01-01"
DOMAIN = "mr.test"
DATABASE = "palcod.sqlite"
BUS_NAME = "io.github.palco.Palco.Service"
CONFIG = """[service]
name=Test
account-domain={domain}
region=here
state={state}

[listen]
address=127.0.0.1
port={port}
{transport}

[hosts]
name=localhost
bind=127.0.0.1
program={host}
{control}

[limits]
requests-per-second={rate}
burst={burst}
page-size={page_size}

[region here]
name=Here
latitude=45.4
longitude=9.2
endpoint={endpoint}

[size Standard]
description=Up to 20 million polygons
polygon-limit=20000000
teraflops=8.1
price-per-hour=4.6
currency=USD
capacity={standard}

[size Premium]
capacity={premium}
"""
PRELOAD_ASAN_OPTIONS = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
PORTS = range(10000, 30000)     # below those that the kernel gives to whoever asks for any
CHOSEN = []                     # sockets of those that were chosen
IDLE_SECONDS = 60               # a request that comes later may cross palcod's closing of the connection
LIVE = ("Starting", "Ready")
ENDED = ("Stopped", "Expired", "Error")


def install_root():
    """Where ./dev installed the build under test."""
    build = os.environ.get("PALCO_TEST_BUILD_ROOT") or os.path.abspath(
        os.path.join(os.path.dirname(__file__), "../../_build"))
    root = f"{build}/root"
    if not os.path.exists(f"{root}/bin/palcod"):
        raise RuntimeError(f"nothing is installed in {root}: run the tests with ./dev test")
    return root


def installed_environ(root):
    env = dict(os.environ)
    env["PATH"] = f"{root}/bin:{env.get('PATH', '/usr/bin:/bin')}"
    env["LD_LIBRARY_PATH"] = f"{root}/lib"
    env["GI_TYPELIB_PATH"] = f"{root}/lib/girepository-1.0"
    env["XDG_DATA_DIRS"] = f"{root}/share:{env.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share')}"
    return env


def new_session(idle_seconds=60):
    """A private session in which the installed programs are found and palcod can be activated."""
    root = install_root()
    session = PrivateSession(environ=installed_environ(root))
    session.root = root
    for path in glob.glob(f"{root}/share/dbus-1/services/*.service"):
        with open(path) as service:
            text = service.read()
        with open(f"{session.dir}/services/{os.path.basename(path)}", "w") as service:
            service.write(text.replace("--local", f"--local --idle-seconds={idle_seconds}"))
    return session


def trust(session, certificates):
    """Programs of this session accept our CA besides none else."""
    build = os.path.dirname(session.root)
    session.env["SSL_CERT_FILE"] = certificates.ca
    session.env["LD_PRELOAD"] = f"{build}/tests/tools/libtrust.so"
    session.env["ASAN_OPTIONS"] = PRELOAD_ASAN_OPTIONS


def add_account(session, service, account, key, name="studio", *words):
    """As a user adds one; the key goes through standard input."""
    result = session.run(["palcoctl", "account", "add", name, service.endpoint, account,
                          *words], input=key + "\n")
    assert result.returncode == 0, result


def free_port():
    """For somebody who binds it later, or never. It stays bound here, which only those who reuse
    addresses, as servers do, overlook: no other test can choose it."""
    while True:
        probe = socket.socket()
        try:
            probe.bind(("127.0.0.1", secrets.choice(PORTS)))
        except OSError:
            probe.close()
            continue
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        CHOSEN.append(probe)
        return probe.getsockname()[1]


class Clock:
    """A clock of the wall that can be set wrong; leases have their own."""

    def __init__(self, session, path, seconds=0):
        self.session, self.path = session, path
        self.go(seconds)

    def go(self, seconds):
        with open(f"{self.path}.new", "w") as offset:
            offset.write(f"{seconds}\n")
        os.rename(f"{self.path}.new", self.path)

    def wrapper(self):
        """The words before a command that goes by this clock."""
        build = os.path.dirname(self.session.root)
        return ["env", f"PALCO_TEST_CLOCK={self.path}", f"ASAN_OPTIONS={PRELOAD_ASAN_OPTIONS}",
                f"LD_PRELOAD={build}/tests/tools/libclock.so"]


class Certificates:
    """A CA and one certificate for all names that a client of the SDKs asks for."""

    def __init__(self, folder, addresses=()):
        self.ca, self.certificate, self.key = (f"{folder}/{name}.pem" for name in ("ca", "cert", "key"))
        names = ",".join(["DNS:localhost", f"DNS:sts.{DOMAIN}", f"DNS:api.{DOMAIN}",
                          *(f"IP:{address}" for address in ("127.0.0.1", *addresses))])
        with open(f"{folder}/san.cnf", "w") as extensions:
            extensions.write(f"subjectAltName={names}\nbasicConstraints=CA:FALSE\n")

        def openssl(*words):
            subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=30 * PATIENCE)
        new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        openssl("req", "-x509", *new_key, "-days", "2", "-subj", "/CN=Palco test CA", "-addext", "keyUsage=keyCertSign",
                "-keyout", f"{folder}/ca.key", "-out", self.ca)
        openssl("req", *new_key, "-subj", "/CN=localhost", "-keyout", self.key, "-out", f"{folder}/req.pem")
        openssl("x509", "-req", "-in", f"{folder}/req.pem", "-CA", self.ca, "-CAkey", f"{folder}/ca.key",
                "-CAcreateserial", "-days", "2", "-extfile", f"{folder}/san.cnf", "-out", self.certificate)


class Answer:
    def __init__(self, response):
        self.status, self.reason, self.headers = response.status, response.reason, response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error(self):
        return self.json["error"]

    def __repr__(self):
        return f"{self.status} {self.reason} {self.body[:300]!r}"


class Rest:
    """One account on one connection, with the standard library's HTTP and nothing between."""

    def __init__(self, port, account=None, key=None, ca=None, host="127.0.0.1"):
        self.port, self.account, self.key, self.ca, self.host = port, account, key, ca, host
        self.token = None
        self.connect()

    def connect(self):
        self.used = time.monotonic()
        if self.ca:
            self.connection = http.client.HTTPSConnection(
                self.host, self.port, timeout=ANSWER_SECONDS, context=ssl.create_default_context(cafile=self.ca))
        else:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)

    def clone(self):
        other = Rest(self.port, self.account, self.key, self.ca, self.host)
        other.token = self.token
        return other

    def raw(self, method, path, body=None, headers=()):
        if time.monotonic() - self.used > IDLE_SECONDS:
            self.connection.close()     # and opens again by itself
        self.used = time.monotonic()
        try:
            self.connection.request(method, path, body, dict(headers))
            return Answer(self.connection.getresponse())
        except Exception:
            self.connection.close()
            raise

    def sign_in(self):
        answer = self.raw("GET", f"/Accounts/{self.account}/token?api-version=2019-02-28-preview",
                          headers={"Authorization": f"Bearer {self.account}:{self.key}"})
        if answer.status == 200:
            self.token = answer.json["AccessToken"]
        return answer

    def call(self, method, path, body=None, version=API, token=None, headers=()):
        """path below the account; body is JSON unless it is bytes already."""
        if token is None and self.token is None:
            assert self.sign_in().status == 200
        fields = {"Authorization": f"Bearer {token or self.token}", **dict(headers)}
        if body is not None:
            fields.setdefault("Content-Type", "application/json")
            if not isinstance(body, bytes):
                body = json.dumps(body).encode()
        query = f"?api-version={version}" if version else ""
        return self.raw(method, f"/accounts/{self.account}/sessions{path}{query}", body, fields)

    def put(self, name, lease=10, size="Standard", **options):
        return self.call("PUT", f"/{name}", {"maxLeaseTimeMinutes": lease, "size": size}, **options)

    def get(self, name, **options):
        return self.call("GET", f"/{name}", **options)

    def patch(self, name, lease, **options):
        return self.call("PATCH", f"/{name}", {"maxLeaseTimeMinutes": lease}, **options)

    def stop(self, name, **options):
        return self.call("POST", f"/{name}/:stop", **options)

    def list(self, **options):
        return self.call("GET", "", **options)

    def state(self, name):
        answer = self.get(name)
        assert answer.status == 200, answer
        return answer.json["status"]

    def wait(self, name, *states, seconds=20):
        """The session once it is in one of these states (the API tells only who asks)."""
        def reached():
            answer = self.get(name)
            assert answer.status == 200, answer
            return answer.json if answer.json["status"] in states else None
        return wait_until(reached, f"{name} to be {' or '.join(states)}", seconds)

    def start(self, name=None, lease=10, size="Standard"):
        name = name or new_id()
        answer = self.put(name, lease, size)
        assert answer.status == 201, answer
        session = self.wait(name, "Ready", *ENDED)
        assert session["status"] == "Ready", session
        return session


def unsigned_token():
    """A token that a client takes, because it does not look at signatures."""
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    return f"{part({'alg': 'none'})}.{part({'exp': 2**33})}.x"


def new_id():
    return f"t-{secrets.token_hex(6)}"


def hosts_of(pid):
    """The palco-host processes below this process."""
    return [child for child in children(pid) if program_of(child) == "palco-host"]


class Service:
    """palcod as a studio runs it: HTTPS, a configuration file, accounts made by its command."""

    def __init__(self, session, certificates, name="service", **settings):
        self.session, self.certificates = session, certificates
        self.dir = f"{session.base}/{name}"
        self.state = f"{self.dir}/state"
        self.config = f"{self.dir}/palcod.conf"
        self.process, self.wrapper = None, []
        os.makedirs(self.state, 0o700, exist_ok=True)
        self.settings = {"standard": 8, "premium": 1, "page_size": 100, "rate": 10000, "burst": 10000, "tls": True,
                         "host": f"{session.root}/libexec/palco-host",
                         "port": free_port(), **settings}
        self.port = self.settings["port"]
        self.tls = self.settings["tls"]
        self.endpoint = f"https://127.0.0.1:{self.port}" if self.tls else f"http://127.0.0.1:{self.port}"
        self.write_config()

    def write_config(self, **settings):
        self.settings.update(settings)
        transport, control = "allow-plain-http-on-loopback=true", ""
        if self.tls:
            control = f"control-ca={self.certificates.ca}"
            transport = (f"certificate={self.certificates.certificate}\n"
                         f"private-key={self.certificates.key}")
        with open(self.config, "w") as config:
            config.write(CONFIG.format(
                **self.settings, domain=DOMAIN, state=self.state, endpoint=self.endpoint,
                transport=transport, control=control))

    def name_sts(self, url):
        """Tokens come from there now, it says."""
        with open(self.config) as config:
            text = config.read()
        with open(self.config, "w") as config:
            config.write(text.replace("[service]", f"[service]\nsts={url}", 1))

    def take_tokens_of(self, other):
        """This is another region of the same studio, and that one knows the accounts."""
        self.name_sts(f"{other.endpoint}\nsts-public-key={other.state}/token-key.pub")

    def add_region(self, region, name, latitude, longitude, endpoint=None):
        """Another one to choose, here or, with its own endpoint, elsewhere."""
        with open(self.config, "a") as config:
            config.write(f"\n\n[region {region}]\nname={name}\nlatitude={latitude}\n"
                         f"longitude={longitude}\nendpoint={endpoint or self.endpoint}\n")

    def forget_settings(self, group):
        """Leaves a group of the configuration to its defaults."""
        with open(self.config) as config:
            groups = config.read().split("\n\n")
        with open(self.config, "w") as config:
            config.write("\n\n".join(text for text in groups if not text.startswith(f"[{group}]")))

    def command(self, *words, **options):
        return self.session.run(["palcod", "--config", self.config, *words], **options)

    def add_account(self, name="test"):
        result = self.command("account", "add", name)
        assert result.returncode == 0, result
        printed = dict(line.split(": ") for line in result.stdout.splitlines())
        return printed["account"], [printed["primary key"], printed["secondary key"]]

    def start(self, wait=True):
        self.log = open(f"{self.dir}/log", "ab")
        self.process = self.session.popen([*self.wrapper, "palcod", "--config", self.config],
                                          stdout=self.log, stderr=self.log)
        self.log.close()
        if wait:
            self.wait_until_answers()
        return self

    def wait_until_answers(self, seconds=15):
        def answers():
            assert self.process.poll() is None, f"palcod ended: {self.read_log()[-3000:]}"
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    return True
            except OSError:
                return False
        wait_until(answers, "palcod to listen", seconds)

    def read_log(self):
        with open(f"{self.dir}/log", errors="replace") as log:
            return log.read()

    def rest(self, account, key):
        return Rest(self.port, account, key, self.certificates.ca if self.tls else None)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        return end_process(self.process, 15) if self.process else 0


class Listener:
    """An HTTPS server that refuses everything and remembers what it was asked."""

    def __init__(self, certificates):
        self.requests = requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                requests.append(f"{self.requestline}\n{self.headers}")
                self.send_error(401)

            def log_message(self, *_):
                pass
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.certificate, certificates.key)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def connect_bus(desktop):
    """To the session bus, as another program of the desktop."""
    import gi
    gi.require_version("Gio", "2.0")
    from gi.repository import Gio
    flags = Gio.DBusConnectionFlags
    return Gio.DBusConnection.new_for_address_sync(
        desktop.env["DBUS_SESSION_BUS_ADDRESS"],
        flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)


class Application:
    """The application on the bus, as the shell of a desktop talks to it."""

    NAME, PATH = "io.github.palco.Palco", "/io/github/palco/Palco"

    def __init__(self, desktop):
        self.bus = connect_bus(desktop)

    def call(self, name, path, interface, method, signature="()", *words):
        from gi.repository import Gio, GLib
        return self.bus.call_sync(name, path, interface, method, GLib.Variant(signature, words),
                                  None, Gio.DBusCallFlags.NONE, ANSWER_SECONDS * 1000, None).unpack()

    def is_running(self):
        return self.call("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
                         "(s)", self.NAME)[0]

    def ask(self, method, signature="()", *words, path="", interface="org.freedesktop.Application"):
        return self.call(self.NAME, self.PATH + path, interface, method, signature, *words)

    def act(self, action, *parameters):
        self.ask("ActivateAction", "(sava{sv})", action, parameters, {})

    def search(self, method, signature, *words):
        return self.ask(method, signature, *words, path="/SearchProvider",
                        interface="org.gnome.Shell.SearchProvider2")

    def close(self):
        self.bus.close_sync(None)


class LocalClient(Rest):
    """A client of the embedded service, as libpalco is one: present while its bus name is."""

    def __init__(self, desktop):
        from gi.repository import Gio, GLib
        self.bus = connect_bus(desktop)
        try:
            answer, descriptors = self.ask_to_open()
        except GLib.Error as error:     # it was ending
            if not error.matches(Gio.dbus_error_quark(), Gio.DBusError.NO_REPLY):
                raise
            answer, descriptors = self.ask_to_open()
        endpoint, account, handle = answer.unpack()
        with os.fdopen(descriptors.get(handle)) as stream:
            key = stream.read()
        self.pid = self.ask_bus("GetConnectionUnixProcessID", BUS_NAME)
        super().__init__(int(endpoint.rpartition(":")[2].strip("/")), account, key)

    def ask_to_open(self):
        from gi.repository import Gio, GLib
        return self.bus.call_with_unix_fd_list_sync(
            BUS_NAME, "/io/github/palco/Palco/Service", BUS_NAME, "Open", None,
            GLib.VariantType("(ssh)"), Gio.DBusCallFlags.NONE, ANSWER_SECONDS * 1000, None, None)

    def ask_bus(self, method, *words):
        from gi.repository import Gio, GLib
        return self.bus.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
            GLib.Variant("(" + "s" * len(words) + ")", words), None,
            Gio.DBusCallFlags.NONE, ANSWER_SECONDS * 1000, None).unpack()[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.connection.close()
        if not self.bus.is_closed():
            self.bus.close_sync(None)


def copy_signing_key(source, target):
    for name in os.listdir(source):
        if not name.startswith(DATABASE):
            shutil.copy2(f"{source}/{name}", f"{target}/{name}")


def describe(pids):
    """Names of processes, for a message."""
    words = []
    for pid in pids:
        try:
            with open(f"/proc/{pid}/cmdline") as cmdline:
                words.append(f"{pid} {cmdline.read().replace(chr(0), ' ').strip()}")
        except OSError:
            pass
    return words
