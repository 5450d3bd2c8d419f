# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Leases of a minute, all at once, each under another misfortune: the end comes on time."""

import os
import time

import pytest

import palco_lab
from palco_lab import hosts_of
from private_session import PATIENCE, is_running, wait_until

LEASE_SECONDS = 60
HOUR = 3600
STRAYS = 1.0                # a deadline is kept within a second
LOOK = 0.6 * PATIENCE       # how late this test itself may look, on a busy machine


def host_of(service, others):
    (host,) = set(hosts_of(os.getpid())) - others
    return host


@pytest.fixture(scope="module")
def leases(certificates, tmp_path_factory):
    """What became of each lease: how long before its host was gone it was not Ready, and was."""
    folder = tmp_path_factory.mktemp("clock")
    with palco_lab.new_session() as session:
        session.start_bus()
        clocks = {name: palco_lab.Clock(session, folder / name) for name in ("forward", "back")}
        services, starts, hosts, ends = {}, {}, {}, {}
        for name in ("quiet", "killed", "restarted", "forward", "back", "extended"):
            service = services[name] = palco_lab.Service(session, certificates, name=name)
            account, keys = service.add_account()
            if name in clocks:
                service.wrapper = clocks[name].wrapper()
            service.start()
            service.client = service.rest(account, keys[0])
        for name, service in services.items():
            service.begun = time.monotonic()
            service.name = service.client.start(lease=1)["id"]
            starts[name] = service.begun, time.monotonic()
            hosts[name] = host_of(service, set(hosts.values()))

        services["killed"].kill()
        services["restarted"].kill()
        services["restarted"].start()
        services["restarted"].client.connect()
        clocks["forward"].go(3 * HOUR)
        clocks["back"].go(-3 * HOUR)
        assert services["extended"].client.patch(services["extended"].name, 5).status == 200

        looks = [time.monotonic()]

        def all_gone():
            looks.append(time.monotonic())
            (folder / "look").write_text("")    # a disk that stands still holds the services up, too
            for name, host in hosts.items():
                if name not in ends and not is_running(host):
                    ends[name] = [time.monotonic() - moment for moment in starts[name]]
            return len(ends) == len(hosts) - 1
        wait_until(all_gone, f"the leases to end ({ends})", LEASE_SECONDS + 15)
        stall = max(after - before for before, after in zip(looks, looks[1:]))
        yield services, hosts, ends, stall
        for service in services.values():
            service.stop()


@pytest.mark.parametrize("name", ["quiet", "killed", "restarted", "forward", "back"])
def test_ends_on_time(leases, name):
    """As well as a machine can that may have stood still, which our own looks tell."""
    services, hosts, ends, stall = leases
    longest, shortest = ends[name]
    assert longest >= LEASE_SECONDS - STRAYS and shortest <= LEASE_SECONDS + STRAYS + LOOK + stall, (ends, stall)


@pytest.mark.parametrize("name", ["quiet", "restarted", "forward", "back"])
def test_is_expired(leases, name):
    services = leases[0]
    session = services[name].client.wait(services[name].name, "Expired", seconds=3)
    assert session["elapsedTimeMinutes"] == 1 and "error" not in session


def test_expired_without_a_service(leases):
    """It ended while palcod was dead; who reads the store afterwards sees why."""
    services = leases[0]
    service = services["killed"]
    service.start()
    service.client.connect()
    session = service.client.wait(service.name, "Expired", seconds=20)
    assert session["elapsedTimeMinutes"] == 1


def test_extended_lives_on(leases):
    services, hosts, _, _ = leases
    service = services["extended"]
    assert is_running(hosts["extended"])
    wait_until(lambda: service.client.get(service.name).json["elapsedTimeMinutes"] >= 1, "a whole minute", 30)
    assert service.client.state(service.name) == "Ready"
    assert service.client.stop(service.name).status == 204
    assert 1 <= service.client.get(service.name).json["elapsedTimeMinutes"] <= (time.monotonic() - service.begun) / 60
