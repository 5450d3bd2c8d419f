# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""A desktop session of its own: home, session bus, keyring and X server, and nothing left of
it afterwards. `headless-session` is the same for the shell. Needs no more than the standard
library."""

import ctypes
import os
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import time

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
# As patient as the bus of a desktop: else a program has 25 seconds to start and 30 to sign in.
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={runtime}</listen><auth>EXTERNAL</auth>
{services}
<limit name="service_start_timeout">120000</limit><limit name="auth_timeout">240000</limit>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
GTK_SETTINGS = """[Settings]
gtk-font-name=Cantarell 11
gtk-icon-theme-name=Adwaita
gtk-cursor-theme-name=Adwaita
gtk-enable-animations=0
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
"""
# By these a process finds the session that it is in.
PLACE = ("DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
FORGET = ("WAYLAND_DISPLAY", "DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP",
          "XDG_SESSION_TYPE", "AT_SPI_BUS_ADDRESS", "GNOME_KEYRING_CONTROL", "MAKEFLAGS",
          "http_proxy", "https_proxy", "all_proxy")
FAMILY_WILD = 65535


def become_subreaper():
    """Orphans of our descendants become our children, so that none can be overlooked."""
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent():
    """For children, between fork and exec: also a test that is killed leaves nothing."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def read_stat(folder):
    """State, parent and so on of a process or thread; None if there is none."""
    try:
        with open(f"{folder}/stat") as stat:
            return stat.read().rpartition(")")[2].split()
    except OSError:
        return None


def is_running(pid):
    """Whether it may still hold anything: a first thread that is dead already waits as a zombie
    for the others, and until they are gone files, ports and bus names are the process's."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return False
    stats = [read_stat(f"/proc/{pid}/task/{thread}") for thread in threads]
    return any(stat and stat[0] not in "ZX" for stat in stats)


def children(pid):
    """Processes below this one that run, nearest first."""
    parents = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        stat = read_stat(f"/proc/{entry}")
        if stat and (stat[0] not in "ZX" or is_running(entry)):
            parents.setdefault(int(stat[1]), []).append(int(entry))
    found = list(parents.get(pid, []))
    for child in found:
        found += parents.get(child, [])
    return found


def program_of(pid):
    """Its name as the kernel has it: also of one that is about to end and has no memory left."""
    try:
        with open(f"/proc/{pid}/comm") as comm:
            return comm.read().rstrip("\n")
    except OSError:
        return None


# By how much programs that are built with sanitizers may miss what the others promise.
SLOWNESS = int(os.environ.get("PALCO_TEST_SLOWNESS", "1"))
# By how much a wait may go beyond its limit: others want the processor, too.
PATIENCE = 2 * SLOWNESS
ANSWER_SECONDS = 20 * PATIENCE     # within which a program that is well says something


class Limit:
    """While the whole machine stands still, nobody can keep a time limit: it stands still, too."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds * PATIENCE

    def is_over(self):
        return time.monotonic() > self.end

    def pause(self, nap, *words):
        """A nap of less than a second, if all is well."""
        begin = time.monotonic()
        nap(*words)
        self.end += max(0.0, time.monotonic() - begin - 1)


def wait_until(condition, what, seconds=10, interval=0.02):
    """What condition() returns once it is true; for what gives no event of its own."""
    limit = Limit(seconds)
    while True:
        result = condition()
        if result:
            return result
        if limit.is_over():
            raise TimeoutError(f"waited {seconds} s for {what}")
        limit.pause(time.sleep, interval)


def read_line(stream, what, seconds=10):
    if not select.select([stream], [], [], seconds * PATIENCE)[0]:
        raise TimeoutError(f"waited {seconds} s for {what}")
    return stream.readline()


def wait_for_exit(process, seconds=10):
    return process.wait(seconds * PATIENCE)


def end_process(process, seconds=5):
    """SIGTERM, then SIGKILL; returns the exit status."""
    if process.poll() is None:
        process.terminate()
        try:
            wait_for_exit(process, seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def write_cookie(path):
    """What opens a display, of whatever address and number; without one all users of this
    computer could read what is typed there."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(struct.pack(">H", FAMILY_WILD))
        for word in (b"", b"", b"MIT-MAGIC-COOKIE-1", os.urandom(16)):
            file.write(struct.pack(">H", len(word)) + word)
    return path


class PrivateSession:
    def __init__(self, base=None, services=(), environ=None):
        """With `base` the home stays there afterwards, else it is temporary."""
        self.dir = tempfile.mkdtemp(prefix="palco-session-")
        self.base = base or self.dir
        self.helpers, self.keyring = [], None
        self.services = [f"{self.dir}/services", *services]
        self.env = {name: value for name, value in (environ or os.environ).items()
                    if name not in FORGET}
        for folder, variable in (("home", "HOME"), ("data", "XDG_DATA_HOME"),
                                 ("config", "XDG_CONFIG_HOME"), ("cache", "XDG_CACHE_HOME"),
                                 ("state", "XDG_STATE_HOME")):
            self.env[variable] = f"{self.base}/{folder}"
            os.makedirs(self.env[variable], 0o700, exist_ok=True)
        self.env["PATH"] = "/usr/bin:/bin:" + self.env.get("PATH", "/usr/sbin:/sbin")
        self.runtime = self.env["XDG_RUNTIME_DIR"] = f"{self.dir}/run"
        os.mkdir(self.runtime, 0o700)
        os.mkdir(f"{self.dir}/services")
        for name, value in (("GIO_USE_VFS", "local"), ("GSETTINGS_BACKEND", "memory"),
                            ("ADW_DISABLE_PORTAL", "1"), ("TZ", "UTC"), ("GVFS_DISABLE_FUSE", "1")):
            self.env.setdefault(name, value)
        if self.env.get("LC_ALL", "C") in ("C", "POSIX"):
            self.env["LC_ALL"] = "C.UTF-8"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def popen(self, argv, **options):
        options.setdefault("env", self.env)
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("preexec_fn", die_with_parent)
        return subprocess.Popen([str(word) for word in argv], **options)

    def run(self, argv, **options):
        """Captures both streams as text and never waits without end."""
        options.setdefault("env", self.env)
        options.setdefault("timeout", 60 * PATIENCE)
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run([str(word) for word in argv], capture_output=True, text=True, **options)

    def helper(self, argv, **options):
        log = open(f"{self.dir}/{os.path.basename(argv[0])}.log", "ab")
        # Away from the terminal's Ctrl-C: what it is for ends first.
        process = self.popen(argv, stdout=options.pop("stdout", log), stderr=log,
                             start_new_session=True, **options)
        log.close()
        self.helpers.append(process)
        return process

    def start_bus(self):
        folders = "".join(f"<servicedir>{folder}</servicedir>" for folder in self.services)
        with open(f"{self.dir}/bus.conf", "w") as config:
            config.write(BUS_CONFIG.format(runtime=self.runtime, services=folders))
        self.bus = self.helper(["dbus-daemon", f"--config-file={self.dir}/bus.conf", "--nofork",
                                "--nopidfile", "--print-address"], stdout=subprocess.PIPE)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = read_line(
            self.bus.stdout, "the session bus").decode().strip()
        return self

    def stop_bus(self):
        self.helpers.remove(self.bus)
        end_process(self.bus)
        self.bus.stdout.close()

    def start_keyring(self, password="palco"):
        """A real one, unlocked with this password (not empty: that makes no collection)."""
        control = f"{self.runtime}/keyring"
        os.makedirs(control, 0o700, exist_ok=True)
        self.keyring = self.helper(["gnome-keyring-daemon", "--foreground", "--unlock",
                                    "--components=secrets", f"--control-directory={control}"],
                                   stdin=subprocess.PIPE)
        self.keyring.stdin.write(password.encode())
        self.keyring.stdin.close()
        self.wait_for_name("org.freedesktop.secrets")
        return self

    def stop_keyring(self):
        self.helpers.remove(self.keyring)
        end_process(self.keyring)
        self.keyring = None

    def start_display(self, screen="1280x800x24", window_manager=None):
        shutil.copy("/usr/share/dbus-1/services/org.a11y.Bus.service", f"{self.dir}/services/")
        path = f"{self.dir}/services/org.a11y.Bus.service"
        with open(path) as service:
            lines = [line for line in service if not line.startswith("SystemdService")]
        with open(path, "w") as service:
            service.writelines(lines)
        os.makedirs(f"{self.base}/config/gtk-4.0", exist_ok=True)
        with open(f"{self.base}/config/gtk-4.0/settings.ini", "w") as settings:
            settings.write(GTK_SETTINGS)
        if "XAUTHORITY" not in self.env:
            self.env["XAUTHORITY"] = write_cookie(f"{self.dir}/Xauthority")
        reader, writer = os.pipe()
        # Without -noreset the server starts anew when its last client leaves.
        self.helper(["Xvfb", "-displayfd", str(writer), "-screen", "0", screen, "-nolisten", "tcp",
                     "-noreset", "-dpi", "96", "-auth", self.env["XAUTHORITY"]], pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as stream:
            number = read_line(stream, "the X server").strip()
        if not number:
            raise RuntimeError(f"Xvfb did not start, see {self.dir}/Xvfb.log")
        self.env["DISPLAY"] = f":{number}"
        self.env.update(GDK_BACKEND="x11", LIBGL_ALWAYS_SOFTWARE="1")
        self.env.setdefault("GSK_RENDERER", "cairo")
        self.env.setdefault("GDK_DEBUG", "gl-disable")
        if window_manager:
            self.window_manager = self.helper(window_manager)
            wait_until(self.is_managed, f"{window_manager[0]} to look after the screen")
        return self

    def is_managed(self):
        """What a program asks of a window manager before that would be lost."""
        found = subprocess.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], capture_output=True, text=True,
                               timeout=10 * PATIENCE, env=self.env)
        return "window id" in found.stdout

    def join(self):
        """With this process too, whose AT-SPI finds its bus once."""
        os.environ.update({name: self.env[name] for name in PLACE})
        return self

    def wait_for_name(self, name, seconds=10):
        result = self.run(["gdbus", "wait", "--session", "--timeout", str(seconds * PATIENCE), name])
        if result.returncode:
            raise TimeoutError(f"{name} did not come to the session bus: {result.stderr}")

    def close(self):
        for process in reversed(self.helpers):
            end_process(process)
            if process.stdout:
                process.stdout.close()
        self.helpers = []
        shutil.rmtree(self.dir, ignore_errors=True)


def kill_all(pids, number=signal.SIGKILL):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def end_programs(names):
    """Kills those below this process, and waits until they hold nothing any more."""
    pids = [pid for pid in children(os.getpid()) if program_of(pid) in names]
    kill_all(pids)
    wait_until(lambda: not any(map(is_running, pids)), f"{' and '.join(names)} to end")


def end_all(seconds=5):
    """Ends every process below this one (see become_subreaper)."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        kill_all(children(os.getpid()), number)
        try:
            wait_until(lambda: not children(os.getpid()), "all processes to end", seconds)
            break
        except TimeoutError:
            continue
    reap_orphans()


def reap_orphans():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
