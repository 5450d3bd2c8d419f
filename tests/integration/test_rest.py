# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Rules 1 to 43 of the wire contract, over real HTTPS."""

import base64
import concurrent.futures
import http.client
import json
import re
import socket
import sqlite3
import ssl
import time

import pytest

import palco_lab
from palco_lab import API, new_id
from private_session import ANSWER_SECONDS, wait_until

STS_QUERY = "?api-version=2019-02-28-preview"


@pytest.fixture(scope="module")
def service(certificates):
    """One palcod for all rules: it is asked, never broken."""
    with palco_lab.new_session() as session:
        service = palco_lab.Service(session.start_bus(), certificates, standard=60)
        service.account, service.keys = service.add_account("first")
        service.other_account, service.other_keys = service.add_account("second")
        service.start()
        yield service
        assert service.stop() == 0, service.read_log()[-2000:]
        assert "CRITICAL" not in service.read_log() and "WARNING" not in service.read_log()


@pytest.fixture
def client(service):
    client = service.rest(service.account, service.keys[0])
    assert client.sign_in().status == 200
    yield client
    for session in client.list().json["sessions"]:
        assert client.stop(session["id"]).status == 204


def sign_in(client, account, key, path_account=None, query=STS_QUERY, prefix="/Accounts"):
    return client.raw("GET", f"{prefix}/{path_account or account}/token{query}",
                      headers={"Authorization": f"Bearer {account}:{key}"})


def every_kind_of_answer(client):
    known, unknown = new_id(), new_id()
    yield client.put(known)
    yield client.put(known)
    yield client.put(known, lease=11)
    yield client.put(known, lease=-4)
    yield client.get(known)
    yield client.get(unknown)
    yield client.get(known, version=None)
    yield client.get(known, token="nonsense")
    yield client.patch(known, 5)
    yield client.patch(known, 20)
    yield client.list()
    yield client.stop(known)
    yield client.stop(unknown)
    yield client.raw("GET", "/nothing-here")
    yield client.raw("GET", "/.well-known/palco")
    yield sign_in(client, client.account, client.key)
    yield sign_in(client, client.account, "wrong")


# Transport and headers

@pytest.mark.parametrize("name", ["localhost", "sts.mr.test", "api.mr.test"])
def test_rule_01_https_under_all_names(service, name):
    context = ssl.create_default_context(cafile=service.certificates.ca)
    with socket.create_connection(("127.0.0.1", service.port), ANSWER_SECONDS) as plain:
        with context.wrap_socket(plain, server_hostname=name) as secure:
            assert secure.version() in ("TLSv1.2", "TLSv1.3")


def test_rule_01_no_plain_http(service):
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=ANSWER_SECONDS)
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.request("GET", "/.well-known/palco")
        connection.getresponse()


def test_rule_02_reason_phrases(client):
    assert client.put("with spaces".replace(" ", "%20")).reason == "Bad Request"
    assert sign_in(client, client.account, "wrong").reason == "Unauthorized"
    assert client.get(new_id()).reason == "Not Found"
    assert client.put(new_id()).reason == "Created"


def test_rule_03_keep_alive(client):
    client.list()
    before = client.connection.sock
    client.get(new_id())
    client.stop(new_id())
    assert client.list().status == 200
    assert client.connection.sock is before and before is not None


def test_rule_04_correlation_vector_on_every_answer(client):
    vectors = [answer.headers["MS-CV"] for answer in every_kind_of_answer(client)]
    for vector in vectors:
        assert re.fullmatch(r"[A-Za-z0-9+/]{22}\.0", vector or ""), vectors
    assert len(set(vectors)) == len(vectors)


def test_changes_are_logged_under_their_correlation_vector(service, client):
    name = new_id()
    answers = [client.put(name), client.patch(name, 20), client.stop(name)]
    refused = client.put(name, lease=-1)
    wait_until(lambda: answers[-1].headers["MS-CV"] in service.read_log(), "the log")
    for answer in answers:
        assert f"[{answer.headers['MS-CV']}]" in service.read_log()
    assert refused.headers["MS-CV"] not in service.read_log()


def test_rule_05_content_type(client):
    for answer in every_kind_of_answer(client):
        if answer.body:
            assert answer.headers["Content-Type"] == "application/json; charset=utf-8", answer
            json.loads(answer.body)


def test_rule_06_no_retry_after_on_errors(client):
    for answer in every_kind_of_answer(client):
        assert answer.status != 429 and "Retry-After" not in answer.headers, answer


def test_rule_06_retry_after_on_429(desktop, certificates):
    service = palco_lab.Service(desktop, certificates, rate=1, burst=10)
    account, keys = service.add_account()
    service.start()
    client = service.rest(account, keys[0])
    assert client.sign_in().status == 200
    answers = [client.list()]
    while answers[-1].status == 200 and len(answers) < 1000:
        answers.append(client.list())
    # Signing in is one of the burst.
    assert len(answers) >= 10 and answers[-1].status == 429, answers[-1]
    assert re.fullmatch(r"[1-9]\d*", answers[-1].headers["Retry-After"]), dict(answers[-1].headers)
    service.stop()


def test_rule_07_headers(client):
    for answer in every_kind_of_answer(client):
        assert answer.headers["X-Content-Type-Options"] == "nosniff", answer
        assert "octet-stream" not in (answer.headers["Content-Type"] or "")
    for answer in (client.list(), sign_in(client, client.account, client.key)):
        assert answer.headers["Cache-Control"] == "no-store, no-cache"
        assert answer.headers["Pragma"] == "no-cache"
    versions = client.list().headers["api-supported-versions"]
    assert [version.strip() for version in versions.split(",")] == [f"{API}-preview", API]


def test_rule_08_api_version(client):
    for version, status in ((None, 400), ("", 400), ("2020-01-01", 400), (API, 200), (f"{API}-preview", 200)):
        assert client.list(version=version).status == status, version
    assert client.put(new_id(), version="1999").error["code"]


@pytest.mark.parametrize("method, path, statuses", [
    ("GET", "/", {404}), ("GET", "/accounts", {404}), ("GET", "/favicon.ico", {404}),
    ("GET", "/accounts/{a}/conversions", {404}), ("PUT", "/accounts/{a}/conversions/c", {404}),
    ("DELETE", "/accounts/{a}/sessions/x", {404, 405}), ("POST", "/accounts/{a}/sessions", {404, 405}),
    ("POST", "/accounts/{a}/sessions/x", {404, 405}), ("GET", "/accounts/{a}/sessions/x/:stop", {404, 405}),
    ("POST", "/accounts/{a}/token", {404, 405}), ("GET", "/accounts/{a}/sessions/x/y", {404}),
    ("GET", "/../../etc/passwd", {400, 404}), ("GET", "/%00", {400, 404}),
])
def test_rule_09_routes(client, method, path, statuses):
    answer = client.raw(method, path.replace("{a}", client.account) + f"?api-version={API}",
                        headers={"Authorization": f"Bearer {client.token}"})
    assert answer.status in statuses, answer


def test_rule_09_stop_in_both_spellings(client):
    for spelling in (":stop", "%3Astop", "%3astop"):
        name = new_id()
        client.put(name)
        assert client.call("POST", f"/{name}/{spelling}").status == 204
        assert client.state(name) == "Stopped"


# STS

@pytest.mark.parametrize("prefix", ["/Accounts", "/accounts", "/ACCOUNTS"])
@pytest.mark.parametrize("query", [STS_QUERY, ""])
def test_rule_10_path_of_the_sts(client, prefix, query):
    answer = sign_in(client, client.account, client.key, prefix=prefix, query=query)
    assert answer.status == 200 and set(answer.json) == {"AccessToken"}


def test_rule_11_both_keys(service, client):
    for key in service.keys:
        assert sign_in(client, client.account, key).status == 200


def test_rule_12_token(client):
    parts = client.token.split(".")
    assert len(parts) == 3 and all(re.fullmatch(r"[A-Za-z0-9_-]+", part) for part in parts)
    assert not set(parts[1]) & set("-_")
    payload = json.loads(base64.b64decode(parts[1] + "==="))
    assert isinstance(payload["exp"], int)
    assert abs(payload["exp"] - time.time() - 24 * 3600) < 60
    assert json.loads(base64.urlsafe_b64decode(parts[0] + "==="))["alg"] == "ES256"


def test_rule_13_wrong_key(service, client):
    other = service.other_account
    for account, key, path in ((client.account, "wrong", None), (client.account, "", None),
                               (client.account, client.key[:-1], None), (client.account, client.key + "A", None),
                               ("00000000-0000-0000-0000-000000000000", client.key, None),
                               (client.account, client.key, other), (other, client.key, None)):
        answer = sign_in(client, account, key, path)
        assert (answer.status, answer.body) == (401, b""), (account, path)
        assert "WWW-Authenticate" not in answer.headers
    assert client.raw("GET", f"/Accounts/{client.account}/token").status == 401


# Authorisation

def forged(token, **header):
    parts = token.split(".")
    old = json.loads(base64.urlsafe_b64decode(parts[0] + "==="))
    encoded = base64.urlsafe_b64encode(json.dumps({**old, **header}).encode()).decode().rstrip("=")
    return f"{encoded}.{parts[1]}."


def test_rule_14_bad_tokens(client):
    head, payload, signature = client.token.split(".")
    flipped = ("A" if signature[0] != "A" else "B") + signature[1:]
    for token in ("nonsense", "a.b.c", f"{client.account}:{client.key}", client.token[:-4],
                  f"{head}.{payload}.{flipped}", f"{head}.{payload}", f"{head}.{payload}.",
                  forged(client.token, alg="none"), forged(client.token, alg="HS256"), "x" * 9000):
        answer = client.list(token=token)
        assert answer.status == 401, (token, answer)
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    for scheme in ("Basic abc", "Bearer", "Bearer ", ""):
        answer = client.call("GET", "", headers={"Authorization": scheme})
        assert answer.status == 401, (scheme, answer)
    assert client.raw("GET", f"/accounts/{client.account}/sessions?api-version={API}").status == 401


def test_rule_14_expired_token(service, client):
    """The same service, 25 hours ago, made this token."""
    past = palco_lab.Service(service.session, service.certificates, name="past")
    with sqlite3.connect(f"{service.state}/{palco_lab.DATABASE}") as now:
        with sqlite3.connect(f"{past.state}/{palco_lab.DATABASE}") as copy:
            now.backup(copy)
    palco_lab.copy_signing_key(service.state, past.state)
    past.wrapper = palco_lab.Clock(service.session, f"{past.state}/clock", -25 * 3600).wrapper()
    past.start()
    old = past.rest(client.account, client.key)
    # To this clock its certificate is not valid yet; the point is the token.
    assert old.sign_in().status == 200
    past.stop()
    answer = client.list(token=old.token)
    assert answer.status == 401 and "invalid_token" in answer.headers["WWW-Authenticate"]
    assert client.list().status == 200


def test_rules_15_and_16_other_account(service, client):
    name = new_id()
    client.put(name)
    stranger = service.rest(service.other_account, service.other_keys[0])
    assert stranger.sign_in().status == 200
    for session in (name, new_id()):
        assert client.get(session, token=stranger.token).status == 403
        assert client.stop(session, token=stranger.token).status == 403
        assert client.get(session, token="nonsense").status == 401
    assert stranger.get(name).status == 404
    assert client.state(name) in palco_lab.LIVE


# Create

@pytest.mark.parametrize("name", ["a", "A-b_9", "-", "_", "x" * 256], ids=lambda name: name[:20])
def test_rule_17_good_ids(client, name):
    assert client.put(name, lease=1).status in (200, 201)
    assert client.get(name).json["id"] == name


@pytest.mark.parametrize("name", ["x" * 257, "a.b", "a%20b", "a%2Fb", "%C3%A4", "a%00b", "a:b", "%ff"],
                         ids=lambda name: name[:20])
def test_rule_17_bad_ids(client, name):
    assert client.put(name).status in (400, 404)
    assert client.put("a%20b").status == 400


def test_rule_17_ids_are_case_sensitive(client):
    name = new_id()
    assert client.put(name.lower(), lease=3).status == 201
    assert client.put(name.upper(), lease=4).status == 201


@pytest.mark.parametrize("body", [
    b"", b"{}", b"[]", b"null", b"42", b'"x"', b"{", b"\xff\xfe", b'{"size":"Standard"}', b'{"maxLeaseTimeMinutes":5}',
    b'{"maxLeaseTimeMinutes":"5","size":"Standard"}', b'{"maxLeaseTimeMinutes":5.5,"size":"Standard"}',
    b'{"maxLeaseTimeMinutes":true,"size":"Standard"}', b'{"maxLeaseTimeMinutes":null,"size":"Standard"}',
    b'{"maxLeaseTimeMinutes":[5],"size":"Standard"}', b'{"maxLeaseTimeMinutes":5,"size":5}',
    b'{"maxLeaseTimeMinutes":5,"size":null}', b'{"maxLeaseTimeMinutes":5,"size":{}}',
    b'{"maxLeaseTimeMinutes":NaN,"size":"Standard"}', b"[" * 5000, b'{"a":' * 3000,
], ids=lambda body: repr(body[:50]))
def test_rule_18_bad_bodies(client, body):
    name = new_id()
    answer = client.call("PUT", f"/{name}", body)
    assert answer.status == 400 and answer.error["code"] == "BadRequest" and answer.error["message"], answer
    assert client.get(name).status == 404


def test_rule_18_body_without_end(client):
    answer = client.call("PUT", f"/{new_id()}", b'{"size":"' + b"x" * 2_000_000)
    assert answer.status in (400, 413), answer


@pytest.mark.parametrize("lease", [1441, 10**9, 2**31, 2**63, 10**400, -1, -2**63], ids=lambda lease: f"{lease:.3e}"[:9] if lease < 10**300 else "huge")
def test_rule_19_bad_leases(client, lease):
    name = new_id()
    answer = client.put(name, lease)
    assert answer.status == 400 and answer.error["code"] == "BadRequest", answer
    if -2**63 <= lease < 0:
        assert answer.error["message"] == "The maxLeaseTimeMinutes value cannot be negative."
    assert client.get(name).status == 404


@pytest.mark.parametrize("lease", [0, 1, 1440])
def test_rule_19_good_leases(client, lease):
    answer = client.put(new_id(), lease)
    assert answer.status == 201 and answer.json["maxLeaseTimeMinutes"] == lease


def test_rule_20_sizes(client):
    for size in ("standard", "STANDARD", "Standard"):
        answer = client.put(new_id(), size=size)
        assert answer.status == 201 and answer.json["size"] == "Standard"
    assert client.put(new_id(), size="premium").json["size"] == "Premium"
    for size in ("", "Huge", "Standard ", "S" * 5000):
        assert client.put(new_id(), size=size).status == 400


def test_rule_21_created(client):
    answer = client.put(new_id(), lease=7)
    assert answer.status == 201
    assert answer.json["status"] in palco_lab.LIVE
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(\+00:00|Z)", answer.json["creationTime"])


def test_rule_22_repeated(client):
    name = new_id()
    first = client.put(name)
    assert client.wait(name, "Ready")
    second = client.put(name)
    assert (first.status, second.status) == (201, 200)
    assert second.json["creationTime"] == first.json["creationTime"]
    assert client.put(name, size="STANDARD").status == 200


def test_rule_23_conflict(client):
    name = new_id()
    client.put(name)
    for answer in (client.put(name, lease=11), client.put(name, size="Premium")):
        assert answer.status == 409
        assert answer.json == {"error": {"code": "Conflict",
                                         "message": "A resource already exists under the given ID."}}


def test_rule_24_simultaneous(service, client):
    name = new_id()
    clients = [client.clone() for _ in range(12)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda each: each.put(name), clients))
    assert sorted(answer.status for answer in answers) == [200] * 11 + [201]
    assert len({answer.json["creationTime"] for answer in answers}) == 1
    client.wait(name, "Ready")
    assert len([session for session in client.list().json["sessions"] if session["id"] == name]) == 1


def test_rule_25_ended_ids_are_not_free(client):
    name = new_id()
    created = client.put(name).json["creationTime"]
    client.stop(name)
    again = client.put(name)
    assert again.status in (200, 409)
    assert client.get(name).json["status"] == "Stopped"
    assert client.get(name).json["creationTime"] == created


def test_rule_26_unknown_members_and_white_space(client):
    body = b' \n{ "new" : [1, {"x": null}],\t"size" : "Standard" , "maxLeaseTimeMinutes" : 5 }\r\n'
    assert client.call("PUT", f"/{new_id()}", body).status == 201
    assert client.call("PUT", f"/{new_id()}", body, headers={"Content-Type": "text/plain"}).status == 201


# The session object

def test_rules_27_to_29_and_31_members(client):
    name = new_id()
    always = {"id", "size", "status", "creationTime", "elapsedTimeMinutes", "maxLeaseTimeMinutes"}
    place = {"hostname", "arrInspectorPort", "handshakePort"}
    starting = client.put(name).json
    assert always <= set(starting)
    if starting["status"] == "Starting":
        assert not place & set(starting)
    ready = client.wait(name, "Ready")
    assert always | place | {"teraflops"} <= set(ready)
    assert 49152 <= ready["arrInspectorPort"] <= 65534 and 49152 <= ready["handshakePort"] <= 65534
    assert ready["arrInspectorPort"] != ready["handshakePort"]
    assert ready["hostname"] == "localhost" and ready["teraflops"] == 8.1
    client.stop(name)
    stopped = client.get(name).json
    assert stopped["status"] == "Stopped" and not place & set(stopped) and stopped["teraflops"] == 8.1
    for body in (starting, ready, stopped):
        assert None not in body.values() and "error" not in body
        assert body["maxLeaseTimeMinutes"] == 10 and body["elapsedTimeMinutes"] == 0


def test_extension_members_stand_under_palco(client):
    begin = time.monotonic()
    ready = client.start()
    assert set(ready) - {"palco"} <= {"id", "size", "status", "creationTime", "elapsedTimeMinutes", "hostname",
                                      "maxLeaseTimeMinutes", "arrInspectorPort", "handshakePort", "teraflops"}
    assert ready["palco"]["region"] == "here"
    assert_left(600, begin, ready)


def assert_left(seconds, begin, session):
    """Since that moment; a part of a second is not told."""
    left = session["palco"]["secondsLeft"]
    assert seconds - (time.monotonic() - begin) - 1 <= left <= seconds


def free_servers(client, size):
    sizes = client.raw("GET", "/.well-known/palco").json["sizes"]
    return next(entry["capacity"]["free"] for entry in sizes if entry["id"] == size)


def test_rules_33_and_34_no_capacity(client):
    wait_until(lambda: free_servers(client, "Premium") > 0, "the server of other tests to be free")
    first = client.start(size="Premium")
    name = new_id()
    assert client.put(name, size="Premium").status == 201
    failed = client.wait(name, "Error")
    assert failed["error"]["code"] and failed["error"]["message"]
    assert None not in failed["error"].values()
    client.stop(first["id"])
    wait_until(lambda: free_servers(client, "Premium") > 0, "the server to be free again")
    client.start(size="Premium")


# Life cycle

def test_rule_35_expiry(client):
    name = new_id()
    client.put(name, lease=0)
    expired = client.wait(name, "Expired")
    assert "error" not in expired and expired["elapsedTimeMinutes"] == 0
    assert client.stop(name).status == 204
    assert client.state(name) == "Expired"


def test_rule_36_stop(client):
    name = new_id()
    client.put(name)
    answer = client.stop(name)
    assert (answer.status, answer.body) == (204, b"")
    assert client.state(name) == "Stopped"
    assert client.stop(name).status == 204
    assert client.stop(new_id()).status == 404


def test_rule_36_stop_closes_at_once(client):
    ready = client.start()
    client.stop(ready["id"])

    def refused():
        try:
            socket.create_connection(("127.0.0.1", ready["arrInspectorPort"]), 1).close()
            return False
        except OSError:
            return True
    wait_until(refused, "the host to be gone", 5)


def test_rule_37_ended_sessions_stay_readable(client):
    ready = client.start()
    client.stop(ready["id"])
    assert client.state(ready["id"]) == "Stopped"
    assert client.get(new_id()).status == 404


def test_rule_38_update(client):
    name, begin = new_id(), time.monotonic()
    client.put(name)
    answer = client.patch(name, 20)
    assert answer.status == 200 and answer.json["maxLeaseTimeMinutes"] == 20
    client.wait(name, "Ready")
    assert client.patch(name, 30).json["maxLeaseTimeMinutes"] == 30
    assert_left(1800, begin, client.get(name).json)
    for lease in (30, 29, 0, -1, 1441, 10**30, "40", None, 40.5):
        answer = client.patch(name, lease)
        assert answer.status == 422 and answer.error["code"] == "UnprocessableEntity", (lease, answer)
    for body in (b"", b"{}", b"[]", b"{"):
        assert client.call("PATCH", f"/{name}", body).status in (400, 422)
    assert client.get(name).json["maxLeaseTimeMinutes"] == 30
    assert client.patch(name, 1440).status == 200
    assert client.patch(new_id(), 20).status == 404
    client.stop(name)
    assert client.patch(name, 1440).status == 422


def test_rule_39_list(client):
    live, stopped, expired = new_id(), new_id(), new_id()
    client.put(live)
    client.put(stopped)
    client.put(expired, lease=0)
    client.wait(live, "Ready")
    client.wait(expired, "Expired")
    client.stop(stopped)
    listed = {session["id"]: session for session in client.list().json["sessions"]}
    assert live in listed and stopped not in listed and expired not in listed
    alone = client.get(live).json
    for body in (listed[live], alone):
        body["palco"].pop("secondsLeft")
        body["palco"].pop("idleSeconds", None)
    assert listed[live] == alone


def test_rule_40_paging(desktop, certificates):
    service = palco_lab.Service(desktop, certificates, page_size=2)
    account, keys = service.add_account()
    service.start()
    client = service.rest(account, keys[0])
    names = [new_id() for _ in range(5)]
    for name in names:
        client.put(name)
    found, answer = [], client.list()
    while True:
        page = answer.json
        found += [session["id"] for session in page["sessions"]]
        if "@nextLink" not in page:
            break
        link = page["@nextLink"]
        assert link.startswith(f"{service.endpoint}/accounts/{account}/sessions?")
        assert f"api-version={API}" in link and not set(link) & set("{}")
        path = link[len(service.endpoint):]
        assert client.raw("GET", path).status == 401
        answer = client.raw("GET", path, headers={"Authorization": f"Bearer {client.token}"})
        assert answer.status == 200, answer
    assert sorted(found) == sorted(names)
    for name in names:
        client.stop(name)
    service.stop()


def test_rule_41_one_client_at_a_time(client):
    ready = client.start()
    connection = http.client.HTTPSConnection("127.0.0.1", ready["handshakePort"], timeout=ANSWER_SECONDS,
                                             context=ssl._create_unverified_context())
    connection.request("GET", "/")
    assert connection.getresponse().status == 503


def test_rule_42_polling_and_bursts_pass(desktop, certificates):
    """With the limits that palcod has when the configuration names none."""
    service = palco_lab.Service(desktop, certificates)
    service.forget_settings("limits")
    account, keys = service.add_account()
    service.start()
    client = service.rest(account, keys[0])
    assert {client.list().status for _ in range(30)} == {200}
    service.stop()


def test_rule_43_sizes_in_the_discovery(client):
    answer = client.raw("GET", "/.well-known/palco")
    assert answer.status == 200
    sizes = {size["id"]: size for size in answer.json["sizes"]}
    assert sizes["Standard"]["polygonLimit"] == 20_000_000 and "polygonLimit" not in sizes["Premium"]
    assert sizes["Standard"]["price"] == {"perHour": 4.6, "currency": "USD"} and "price" not in sizes["Premium"]
    assert answer.json["accountDomain"] == "mr.test"
    assert [region["id"] for region in answer.json["regions"]] == ["here"]
