#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Hosts behind slow, lossy links on one machine, for kernels without netem. Needs root, iproute2
and /dev/net/tun.

usage: netlab.py NAME=DELAY[,JITTER[,LOSS[,RATE]]]... -- COMMAND [ARGUMENT]...

DELAY and JITTER are milliseconds one way (jitter uniform, on top, order kept), LOSS is percent each
way, RATE kbit/s each way (with a queue of 100 ms). COMMAND runs on the client's host, where NETLAB_NAME
has the address of each other host; `ip netns exec $NETLAB_PREFIX-NAME` runs something over there."""

import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import sys
import threading
import time

TUN = "/dev/net/tun"
TUNSETIFF = 0x400454CA
TAP_NO_PI = 0x0002 | 0x1000
MTU = 2048
ARP = b"\x08\x06"
QUEUE_SECONDS = 0.1


def missing():
    """What this machine lacks, in words; None if nothing."""
    if os.geteuid() != 0:
        return "needs root"
    if not shutil.which("ip"):
        return "needs iproute2"
    if not os.access(TUN, os.R_OK | os.W_OK):
        return f"needs {TUN}"
    return None


def ip(*words, netns=None):
    subprocess.run(["ip", *(["-n", netns] if netns else []), *words], check=True)


def open_tap(netns, name, address):
    """A network device inside netns, whose frames come and go through the file descriptor."""
    fd = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH22x", name.encode(), TAP_NO_PI))
    ip("link", "set", name, "netns", netns)
    ip("addr", "add", f"{address}/24", "dev", name, netns=netns)
    ip("link", "set", name, "up", netns=netns)
    return fd


class Link(threading.Thread):
    """Carries frames between two devices, late and sometimes not at all."""

    def __init__(self, near, far, delay=0.0, jitter=0.0, loss=0.0, rate=0.0):
        super().__init__(daemon=True)
        self.peer = {near: far, far: near}
        self.delay, self.jitter, self.loss, self.rate = delay / 1e3, jitter / 1e3, loss, rate
        self.free = {near: 0.0, far: 0.0}    # when the sender's line is idle again
        self.last = {near: 0.0, far: 0.0}    # keeps the order in spite of jitter
        self.queue, self.count = [], 0
        self.stop_read, self.stop_write = os.pipe()

    def take(self, source, frame):
        now = time.monotonic()
        if frame[12:14] != ARP and random.random() * 100 < self.loss:
            return
        start = max(now, self.free[source])
        if self.rate:
            if start - now > QUEUE_SECONDS:
                return
            start += len(frame) * 8 / (self.rate * 1e3)
            self.free[source] = start
        due = max(start + self.delay + random.uniform(0, self.jitter), self.last[source])
        self.last[source] = due
        self.count += 1
        heapq.heappush(self.queue, (due, self.count, self.peer[source], frame))

    def deliver(self):
        while self.queue and self.queue[0][0] <= time.monotonic():
            _, _, target, frame = heapq.heappop(self.queue)
            try:
                os.write(target, frame)
            except OSError:     # the device is full: a lost frame
                pass

    def drain(self, fd):
        try:
            while True:
                self.take(fd, os.read(fd, MTU))
        except BlockingIOError:
            pass

    def run(self):
        while True:
            wait = max(0.0, self.queue[0][0] - time.monotonic()) if self.queue else None
            ready = select.select([*self.peer, self.stop_read], [], [], wait)[0]
            if self.stop_read in ready:
                return
            for fd in ready:
                self.drain(fd)
            self.deliver()

    def stop(self):
        os.write(self.stop_write, b"x")
        self.join()
        for fd in (*self.peer, self.stop_read, self.stop_write):
            os.close(fd)


class NetLab:
    """with NetLab({"milan": (6, 1)}) as lab: lab.command("client", [...]) and lab.address("milan")"""

    def __init__(self, hosts):
        self.hosts = hosts
        self.prefix = f"nl{os.getpid()}"
        self.namespaces, self.links = [], []

    def __enter__(self):
        try:
            client = self.add_namespace("client")
            for number, (name, figures) in enumerate(self.hosts.items(), 1):
                server = self.add_namespace(name)
                near = open_tap(client, f"{self.prefix}c{number}", f"10.77.{number}.1")
                far = open_tap(server, f"{self.prefix}s{number}", f"10.77.{number}.2")
                self.links.append(Link(near, far, *figures))
                self.links[-1].start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for link in self.links:
            link.stop()
        for name in self.namespaces:
            ip("netns", "del", name)

    def add_namespace(self, name):
        self.namespaces.append(f"{self.prefix}-{name}")
        ip("netns", "add", self.namespaces[-1])
        ip("link", "set", "lo", "up", netns=self.namespaces[-1])
        return self.namespaces[-1]

    def address(self, name):
        return f"10.77.{list(self.hosts).index(name) + 1}.2"

    def command(self, name, argv):
        return ["ip", "netns", "exec", f"{self.prefix}-{name}", *argv]


def parse(spec):
    name, _, figures = spec.partition("=")
    return name, [float(figure) for figure in figures.split(",")]


def main():
    if "--" not in sys.argv[2:-1]:
        return __doc__
    split = sys.argv.index("--")
    reason = missing()
    if reason:
        return f"netlab: {reason}"
    with NetLab(dict(map(parse, sys.argv[1:split]))) as lab:
        env = {f"NETLAB_{name}": lab.address(name) for name in lab.hosts}
        env = {**os.environ, **env, "NETLAB_PREFIX": lab.prefix}
        return subprocess.run(lab.command("client", sys.argv[split + 1:]), env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
