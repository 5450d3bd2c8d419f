# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""The library from Python, with nothing but its introspection data."""

import pathlib

import palco_lab

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/session.py"


def test_the_example_starts_and_stops_a_session(desktop):
    result = desktop.run(["/usr/bin/python3", EXAMPLE])
    assert result.returncode == 0, result
    assert "Ready" in result.stdout and "Stopped" in result.stdout
    with palco_lab.LocalClient(desktop) as client:
        assert client.list().json["sessions"] == []
