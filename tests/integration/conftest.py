# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The real programs together. Results are printed as TAP, which meson counts case by case."""

import os
import sys

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "../tools"))
import palco_lab  # noqa: E402  (stands in tests/tools)
import private_session  # noqa: E402

private_session.become_subreaper()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    return palco_lab.Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def idle_seconds():
    """When the embedded service ends; a module may say otherwise."""
    return 60


@pytest.fixture
def desktop(idle_seconds):
    """A private session with a bus, and the proof that nothing stays behind."""
    before = set(private_session.children(os.getpid()))
    with palco_lab.new_session(idle_seconds) as session:
        session.start_bus()
        yield session

    def remaining():
        return set(private_session.children(os.getpid())) - before
    try:
        # Those that end because the bus is gone need a moment for it; looking for leaks, several.
        private_session.wait_until(lambda: not remaining(), "all processes to end", seconds=60)
    except TimeoutError:
        leftovers = palco_lab.describe(remaining())
        private_session.kill_all(remaining())
        pytest.fail(f"processes left behind: {leftovers}")


@pytest.fixture
def service(desktop, certificates):
    service = palco_lab.Service(desktop, certificates)
    yield service
    service.stop()


@pytest.fixture
def running(service):
    """palcod with one account; `running.client` is signed in."""
    service.account, keys = service.add_account()
    service.keys = keys
    service.start()
    service.client = service.rest(service.account, keys[0])
    return service


class Tap:
    """A report that meson reads; what a failure says follows it as comments."""

    def __init__(self, descriptor):
        self.stream = os.fdopen(descriptor, "w", encoding="utf-8")
        self.count = 0

    def line(self, text):
        print(text, file=self.stream, flush=True)

    def report(self, word, report, note=""):
        self.count += 1
        self.line(f"{word} {self.count} - {report.nodeid.rpartition('/')[2]}{note}")
        for line in report.longreprtext.splitlines() if word == "not ok" else ():
            self.line(f"# {line}")
        for title, text in report.sections if word == "not ok" else ():
            for line in text.splitlines()[-60:]:
                self.line(f"# {title}: {line}")

    def pytest_runtest_logreport(self, report):
        if report.skipped:
            self.report("ok", report, " # SKIP " + str(report.longrepr[-1] if report.longrepr else ""))
        elif report.failed:
            self.report("not ok", report)
        elif report.when == "call":
            self.report("ok", report)

    def pytest_collectreport(self, report):
        if report.failed:
            self.report("not ok", report)

    def pytest_sessionfinish(self):
        self.line(f"1..{self.count}")


def pytest_configure(config):
    if os.environ.get("PALCO_TEST_TAP"):
        config.pluginmanager.register(Tap(int(os.environ["PALCO_TEST_TAP"])))
