# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Answers of palcod held against Microsoft's swagger. It is not ours to copy: this runs where
a copy lies in ../shared/contract."""

import json
import pathlib

import jsonschema
import pytest

from palco_lab import new_id

NAME = "shared/contract/stable/2021-01-01/mr-arr.json"
SWAGGER = next((parent / NAME for parent in pathlib.Path(__file__).resolve().parents
                if (parent / NAME).exists()), None)
pytestmark = pytest.mark.skipif(SWAGGER is None, reason=f"no ../{NAME}")

SESSION = "/accounts/{account_id}/sessions/{session_id}"
SESSIONS = "/accounts/{account_id}/sessions"


@pytest.fixture(scope="module")
def swagger():
    return json.loads(SWAGGER.read_text())


@pytest.fixture
def conforms(swagger):
    def check(path, method, answer, status):
        assert answer.status == status, answer
        expected = swagger["paths"][path][method]["responses"][str(status)]
        for header in expected.get("headers", {}):
            assert header in answer.headers, (header, answer)
        if "schema" not in expected:
            return
        resolver = jsonschema.RefResolver("", swagger)
        validator = jsonschema.Draft4Validator(expected["schema"], resolver=resolver)
        body = answer.json
        for part in [body, *body.get("sessions", [])]:
            part.pop("palco", None)     # the extension, which a client of the swagger ignores
        validator.validate(body)
    return check


def test_life_of_a_session(running, conforms):
    client, name = running.client, new_id()
    conforms(SESSION, "put", client.put(name), 201)
    conforms(SESSION, "put", client.put(name), 200)
    conforms(SESSION, "get", client.get(name), 200)
    client.wait(name, "Ready")
    conforms(SESSION, "get", client.get(name), 200)
    conforms(SESSIONS, "get", client.list(), 200)
    conforms(SESSION, "patch", client.patch(name, 30), 200)
    conforms(f"{SESSION}/:stop", "post", client.stop(name), 204)
    conforms(SESSION, "get", client.get(name), 200)
    conforms(SESSIONS, "get", client.list(), 200)


def test_refusals(running, conforms):
    client, name = running.client, new_id()
    client.put(name)
    conforms(SESSION, "put", client.put(name, lease=11), 409)
    conforms(SESSION, "put", client.put(new_id(), lease=-1), 400)
    conforms(SESSION, "patch", client.patch(name, 1), 422)
    conforms(SESSION, "patch", client.patch(new_id(), 20), 404)
    conforms(SESSION, "get", client.get(new_id()), 404)
    conforms(SESSION, "get", client.get(name, token="wrong"), 401)
    conforms(SESSIONS, "get", client.list(token="wrong"), 401)
    conforms(f"{SESSION}/:stop", "post", client.stop(new_id()), 404)
    client.stop(name)


def test_a_session_in_error(running, conforms):
    client, names = running.client, [new_id(), new_id()]
    for name in names:
        client.put(name, size="Premium")
    client.wait(names[1], "Error")
    conforms(SESSION, "get", client.get(names[1]), 200)
    client.stop(names[0])
