# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The accounts and services before which screenshots are made: regions near and far, sessions that
run and have ended, a service that never has a server ready, and one that is not there."""

import configparser
import os
import pathlib
import sqlite3
import time

import palco_lab

# Name, latitude, longitude, and milliseconds one way.
REGIONS = {"milan": ("Milan", 45.46, 9.19, 6), "dublin": ("Dublin", 53.35, -6.26, 19),
           "virginia": ("Virginia", 37.37, -79.82, 47), "texas": ("Texas", 29.42, -98.5, 63),
           "brazil": ("São Paulo", -23.55, -46.63, 92), "singapore": ("Singapore", 1.28, 103.83, 130)}
PORT = 8443                 # of the nearest, which stands behind its link as the others do
WORLD, STUDIO, FULL, SLOW, GONE = "Studio Brera", "Studio Milan", "Studio Roma", "Studio Como", "Archive"
COLUMNS = ("account", "region", "id", "endpoint", "size", "lease", "phase", "state", "changed", "started_here",
           "title", "price", "currency", "created", "ready", "ended", "error_code", "error_message")
IMPORT = pathlib.Path(__file__).resolve().parent.parent / "fixtures/import/arrconfig.json"
HOUR, DAY = 3600, 86400
# Days ago, hour of the day, hours, size, title.
PAST = ((1, 9, 2.1, "Standard", "Lobby lighting"), (1, 14, 3.5, "Premium", "Turbine review"),
        (2, 10, 4, "Standard", "Bridge"), (3, 15, 1.2, "Standard", ""), (4, 9, 5.4, "Standard", "Bridge"),
        (6, 11, 2.6, "Premium", "Turbine review"), (8, 10, 3, "Standard", "Façade"), (9, 9, 1.7, "Premium", ""),
        (11, 13, 4.4, "Standard", "Façade"), (13, 8, 2, "Standard", "Lobby lighting"),
        (16, 9, 6.2, "Premium", "Turbine review"), (17, 10, 2.2, "Standard", ""), (20, 15, 3.3, "Standard", "Bridge"))
PRICES = {"Standard": 4.6, "Premium": 24}


def write_config(service, *replacements):
    with open(service.config) as config:
        text = config.read()
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    with open(service.config, "w") as config:
        config.write(text)


class Stage:
    def __init__(self, session, certificates, addresses):
        """addresses: where each region is, or None: all here"""
        self.session, self.certificates = session, certificates
        self.add_world(addresses)
        self.add_studio()
        self.add_full()
        self.add_slow()
        self.add_others()
        self.add_presets()

    def palcoctl(self, *words, **options):
        result = self.session.run(["palcoctl", *words], **options)
        assert result.returncode == 0, result
        return result.stdout

    def add_service(self, name, region, place="", **settings):
        service = palco_lab.Service(self.session, self.certificates, name=name.replace(" ", "-"), **settings)
        write_config(service, ("name=Test", f"name={name}"),
                     ("name=Here\nlatitude=45.4\nlongitude=9.2\n", f"name={region}\n{place}"),
                     ("[size Premium]\n", "[size Premium]\ndescription=No polygon limit\nteraflops=31.2\n"
                                          f"price-per-hour={PRICES['Premium']}\ncurrency=USD\n"))
        return service

    def start_service(self, service, name):
        account, keys = service.add_account()
        service.start()
        palco_lab.add_account(self.session, service, account, keys[0], name)
        return service.rest(account, keys[0])

    def add_world(self, addresses):
        name, latitude, longitude, _ = REGIONS["milan"]
        service = self.add_service(WORLD, name, f"latitude={latitude}\nlongitude={longitude}\n", port=PORT)
        if addresses:
            write_config(service, ("address=127.0.0.1", "address=0.0.0.0"),
                         (f"endpoint={service.endpoint}", f"endpoint=https://{addresses['milan']}"))
        for region, (name, latitude, longitude, _) in REGIONS.items():
            if region != "milan":
                endpoint = f"https://{addresses[region]}" if addresses else None
                service.add_region(region, name, latitude, longitude, endpoint)
        self.start_service(service, WORLD)

    def add_studio(self):
        """Where much has been rented already."""
        service = self.add_service(STUDIO, "Milan", premium=2)
        client = self.start_service(service, STUDIO)
        self.palcoctl("session", "create", "--account", STUDIO, "--id", "turbine", "--size", "Premium",
                      "--lease", "90", "--wait")
        for name, size in (("lobby", "Standard"), ("facade", "Standard"), ("bridge", "Premium")):
            client.start(name, lease=30, size=size)
        client.stop("bridge")
        self.write_history(self.uid(STUDIO))

    def write_history(self, uid):
        """What was rented in the weeks before, one of it without success."""
        midnight = int(time.time()) // DAY * DAY
        with sqlite3.connect(f"{self.session.env['XDG_DATA_HOME']}/palco/journal.sqlite", timeout=20) as journal:
            for number, (days, hour, hours, size, title) in enumerate(PAST):
                start = midnight - days * DAY + hour * HOUR
                failed, end = number == 3, start + int(hours * HOUR)
                state = "Error" if failed else "Expired" if number % 3 == 1 else "Stopped"
                row = (uid, "here", f"session-{number:04x}-{start:x}", "", size, 240, 2, state, end, 1, title,
                       PRICES[size], "USD", start, start + 40, end, "HostLost" if failed else "",
                       "The server of this session was lost." if failed else "")
                journal.execute(f"INSERT INTO session ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(row))})", row)
        journal.close()

    def add_full(self):
        """All its servers of one size are in use, the others cost more."""
        self.start_service(self.add_service(FULL, "Rome", standard=1), FULL).start("statue", lease=60)

    def add_slow(self):
        """Its servers are never ready."""
        host = f"{self.session.base}/host-that-waits"
        with open(host, "w") as script:
            script.write("#!/bin/sh\nexec sleep 600\n")
        os.chmod(host, 0o755)
        self.slow = self.add_service(SLOW, "Como", host=host)
        self.start_service(self.slow, SLOW)

    def add_others(self):
        """One that does not answer, and the other ways to sign in."""
        address = f"https://127.0.0.1:{palco_lab.free_port()}"
        self.palcoctl("account", "add", "--no-test", GONE, address, "archive", input="key\n")
        self.palcoctl("account", "add", "--no-test", "Night Shift", address, "night", "--token-command",
                      "pass show studio/token")
        self.palcoctl("account", "add", "--no-test", "Guest", address, "guest", "--token",
                      input=palco_lab.unsigned_token() + "\n")

    def add_presets(self):
        self.palcoctl("preset", "add", "Turbine review", "--account", STUDIO, "--size", "Premium", "--lease", "2h")
        self.palcoctl("preset", "add", "Lobby lighting", "--account", WORLD, "--size", "Standard", "--lease", "4h",
                      "--extend-up-to", "8h")

    def uid(self, name):
        accounts = configparser.ConfigParser(interpolation=None)
        accounts.read(f"{self.session.env['XDG_CONFIG_HOME']}/palco/accounts.ini")
        (uid,) = (group.removeprefix("Account ") for group in accounts.sections() if accounts[group]["Name"] == name)
        return uid
