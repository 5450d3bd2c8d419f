#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Sessions whose programs are killed at random moments. Afterwards nothing may run that should
not, and the client's journal must know every session that the service knows."""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "../tools"))
import palco_lab  # noqa: E402  (stands in tests/tools)
import private_session  # noqa: E402
from private_session import wait_until  # noqa: E402

STEPS = ("create", "create", "create-and-wait", "ready", "extend", "stop", "expiry")
VICTIMS = ("palcod", "palco-host", "palcoctl", "palcod+palcoctl", "palcod+palco-host", "all")
LONGEST_DELAY = 0.25    # a command takes about this long


class Worker:
    """Lives one after the other, against a service and a desktop of its own."""

    def __init__(self, seed, certificates):
        self.random = random.Random(seed)
        self.desktop = palco_lab.new_session()
        self.desktop.start_bus().start_keyring()
        palco_lab.trust(self.desktop, certificates)
        self.service = palco_lab.Service(self.desktop, certificates, standard=50, rate=0)
        account, keys = self.service.add_account()
        self.service.start()
        palco_lab.add_account(self.desktop, self.service, account, keys[0])
        self.rest = self.service.rest(account, keys[0])
        self.rest.sign_in()
        self.strangers = set()

    def close(self):
        self.service.stop()
        self.desktop.close()

    def palcoctl(self, *words):
        return self.desktop.run(["palcoctl", *words, "--json"])

    def hosts(self):
        return palco_lab.hosts_of(os.getpid())

    def kill(self, victims, process):
        if "palcod" in victims or victims == "all":
            self.service.kill()
        if "host" in victims or victims == "all":
            private_session.kill_all(self.hosts())
        if "palcoctl" in victims or victims == "all":
            process.kill()

    def interrupted(self, victims, *words):
        """Runs palcoctl, and kills somebody while it is at work."""
        process = self.desktop.popen(["palcoctl", *words, "--json"], stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, text=True)
        try:
            process.wait(self.random.uniform(0, LONGEST_DELAY))
        except subprocess.TimeoutExpired:
            pass
        self.kill(victims, process)
        self.restart()
        return process.communicate(timeout=60 * private_session.PATIENCE)[0]

    def restart(self):
        if self.service.process.poll() is not None:
            self.service.start()
            self.rest.connect()

    def live(self):
        step, victims = self.random.choice(STEPS), self.random.choice(VICTIMS)
        create = ["session", "create", "--size", "Standard", "--lease", "10m"]
        if step == "expiry":
            return step, victims, self.expire(victims)
        if step.startswith("create"):
            self.interrupted(victims, *create, *(["--wait"] if step == "create-and-wait" else []))
            return step, victims, self.judge()
        created = self.palcoctl(*create, "--wait")
        if created.returncode:
            return step, victims, [f"creating failed: {created.stderr}"]
        name = json.loads(created.stdout)[0]["id"]
        words = {"ready": ["show", name], "extend": ["extend", name, "20m"], "stop": ["stop", name]}[step]
        self.interrupted(victims, "session", *words)
        return step, victims, self.judge()

    def expire(self, victims):
        """A lease of no minutes, which palcoctl does not offer; it ends by itself."""
        name = palco_lab.new_id()
        self.strangers.add(name)
        self.rest.put(name, lease=0)
        self.interrupted(victims, "session", "list")
        return self.judge(ends_alone=True)

    def judge(self, ends_alone=False):
        """What is wrong after a life; an empty list is good."""
        faults = []
        listed = self.palcoctl("session", "list")
        if listed.returncode:
            return [f"session list: {listed.stderr}"]
        forgotten = self.stored_ids() - self.journal_ids() - self.strangers
        if forgotten:
            faults.append(f"forgotten by the journal: {forgotten}")
        if not ends_alone:
            for session in json.loads(listed.stdout):
                if session["state"] in palco_lab.LIVE:
                    stopped = self.palcoctl("session", "stop", session["id"])
                    if stopped.returncode:
                        faults.append(f"stop: {stopped.stderr}")
        try:
            wait_until(lambda: not self.rest.list().json["sessions"], "the service to have none", 20)
            wait_until(lambda: not self.hosts(), "the hosts to end", 20)
        except TimeoutError as error:
            faults.append(f"{error}: {palco_lab.describe(self.hosts())} {self.rest.list().body!r}")
            private_session.kill_all(self.hosts())
        return faults

    def stored_ids(self):
        return self.column(f"{self.service.state}/{palco_lab.DATABASE}", "SELECT id FROM session")

    def journal_ids(self):
        return self.column(f"{self.desktop.base}/data/palco/journal.sqlite", "SELECT id FROM session")

    @staticmethod
    def column(path, query):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            result = {row[0] for row in database.execute(query)}
        database.close()
        return result


def work(seed, lives, certificates):
    """In a process of its own; prints a line for each life and returns how many went wrong."""
    private_session.become_subreaper()
    wrong = 0
    worker = Worker(seed, certificates)
    try:
        for number in range(lives):
            begin = time.monotonic()
            step, victims, faults = worker.live()
            wrong += bool(faults)
            print(f"{'not ok' if faults else 'ok'} {seed}/{number}: {victims} killed at {step}"
                  f" ({time.monotonic() - begin:.1f} s) {'; '.join(faults)}", flush=True)
    finally:
        worker.close()
        private_session.end_all()
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lives", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "big"))
    options = parser.parse_args()
    print(f"# seed {options.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        certificates = palco_lab.Certificates(folder)
        children = []
        for index in range(options.workers):
            lives = options.lives // options.workers + (index < options.lives % options.workers)
            pid = os.fork()
            if pid == 0:
                status = 1
                try:
                    status = min(work(options.seed + index, lives, certificates), 100)
                finally:
                    os._exit(status)
            children.append(pid)
        wrong = sum(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children)
    print(f"{options.lives - wrong} passed, {wrong} failed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
