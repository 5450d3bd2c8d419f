# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Presets, usage and completion of the command line, against the real service and journal."""

import csv
import io
import os
import shutil
import subprocess

import pytest

from private_session import wait_until
from test_palcoctl import NOT_FOUND, OK, palcoctl, studio  # noqa: F401  (fixtures)


@pytest.fixture
def film(palcoctl, studio):  # noqa: F811
    palcoctl.one("preset", "add", "film", "--size", "Standard", "--lease", "20m", "--extend-up-to", "1h")
    return palcoctl


def test_from_preset_to_bill(film):
    session = film.one("session", "create", "--preset", "film", "--wait")
    assert (session["size"], session["leaseMinutes"]) == ("Standard", 20)
    assert session["id"] in film("__complete", "session", "stop", "").stdout

    wait_until(lambda: film.json("usage"), "what runs to be billed")
    film.one("session", "stop", session["id"])
    rows = film.json("usage")
    assert sum(row["sessions"] for row in rows) >= 1
    assert {row["size"] for row in rows} == {"Standard"}
    assert {cost["currency"] for row in rows for cost in row["costs"]} == {"USD"}
    assert not any(cost["isEstimate"] for row in rows for cost in row["costs"])

    lines = list(csv.DictReader(io.StringIO(film("usage", "--csv").stdout, newline="")))
    assert {(line["title"], line["started here"], line["session"]) for line in lines} == {
        ("film", "yes", session["id"])}
    assert session["id"] not in film("__complete", "session", "stop", "").stdout


def test_the_command_line_goes_before_the_preset(film):
    session = film.one("session", "create", "--preset", "film", "--lease", "30m")
    assert session["leaseMinutes"] == 30
    film.one("session", "stop", session["id"])


def test_sessions_that_ended(film, studio):  # noqa: F811
    session = film.one("session", "create", "--preset", "film", "--wait")
    assert film.json("session", "list", "--ended") == []
    film.one("session", "stop", session["id"])
    (ended,) = film.json("session", "list", "--ended")
    assert (ended["id"], ended["state"], ended["ended"]) == (session["id"], "Stopped", True)
    assert ended["currency"] == "USD" and ended["seconds"] >= 0 and ended["cost"] >= 0
    shown = film("session", "list", "--ended", "--region", "here").stdout
    assert session["id"] in shown and "Stopped" in shown and "USD" in shown
    assert session["id"] not in film("session", "list", "--ended", "--region", "there").stdout


def test_presets(film):
    assert [preset["name"] for preset in film.json("preset", "list")] == ["film"]
    assert film.one("preset", "show", "film")["extendUpToMinutes"] == 60
    film.one("preset", "remove", "film")
    assert film.json("preset", "list") == []
    assert "no preset" in film.fails(NOT_FOUND, "session", "create", "--preset", "film")


def test_sessions_of_others_are_in_the_usage(film, studio):  # noqa: F811
    """Somebody else's session, seen in a list, is billed to the same account."""
    name = studio.client.start()["id"]
    assert [each["id"] for each in film.json("session", "list")] == [name]
    wait_until(lambda: film.json("usage"), "what runs to be billed")
    studio.client.stop(name)
    film.json("session", "list")
    lines = list(csv.DictReader(io.StringIO(film("usage", "--csv").stdout, newline="")))
    assert {(line["session"], line["started here"], line["state"]) for line in lines} == {
        (name, "no", "Stopped")}


SHELLS = {
    "bash": """source "$COMPLETIONS/palcoctl.bash"; COMP_WORDS=(palcoctl session create --preset ''); COMP_CWORD=4
               _palcoctl; printf '%s\\n' "${COMPREPLY[@]}" """,
    "fish": """source "$COMPLETIONS/palcoctl.fish"; complete -C 'palcoctl session create --preset ' """,
}


@pytest.mark.parametrize("shell", SHELLS)
def test_shells(film, shell):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    folder = os.path.join(os.path.dirname(__file__), "../../data/completions")
    result = film.desktop.run([shell, "-c", SHELLS[shell]], env={**film.desktop.env, "COMPLETIONS": folder})
    assert result.returncode == OK and "film" in result.stdout.split(), result


def test_zsh_understands_its_completion():
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed")
    path = os.path.join(os.path.dirname(__file__), "../../data/completions/_palcoctl")
    subprocess.run(["zsh", "-n", path], check=True)
