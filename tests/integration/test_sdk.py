# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the Palco contributors

"""Microsoft's own Python SDK, unchanged, against the real service."""

import pytest
from azure.core.credentials import AccessToken, AzureKeyCredential
from azure.core.exceptions import (ClientAuthenticationError, HttpResponseError, ResourceExistsError,
                                   ResourceNotFoundError)
from azure.mixedreality.remoterendering import RemoteRenderingClient, RenderingSessionSize

from palco_lab import DOMAIN, new_id
from private_session import ANSWER_SECONDS


@pytest.fixture
def sdk(running, monkeypatch):
    """Makes clients; the inner STS client of the SDK takes its CA from the environment only."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(running.certificates.ca))
    clients = []

    def connect(credential=None, account=None):
        client = RemoteRenderingClient(
            running.endpoint, account or running.account, DOMAIN,
            credential or AzureKeyCredential(running.keys[0]), polling_interval=0.05, retry_total=0,
            authentication_endpoint_url=f"https://127.0.0.1:{running.port}")
        clients.append(client)
        return client
    yield connect
    for client in clients:
        client.close()


def test_a_whole_session(sdk):
    client, name = sdk(), new_id()
    poller = client.begin_rendering_session(name, RenderingSessionSize.STANDARD, lease_time_minutes=15)
    session = poller.result(ANSWER_SECONDS)
    assert (session.id, session.status, session.lease_time_minutes) == (name, "Ready", 15)
    assert session.hostname == "localhost" and session.handshake_port != session.arr_inspector_port
    assert session.created_on.tzinfo and session.teraflops == 8.1 and session.error is None
    assert client.get_rendering_session(name).status == "Ready"
    assert client.update_rendering_session(name, lease_time_minutes=20).lease_time_minutes == 20
    assert [each.id for each in client.list_rendering_sessions()] == [name]
    assert client.stop_rendering_session(name) is None
    assert client.get_rendering_session(name).status == "Stopped"
    assert list(client.list_rendering_sessions()) == []


def test_a_poller_resumes_from_its_token(sdk):
    client, name = sdk(), new_id()
    token = client.begin_rendering_session(name, "Standard", lease_time_minutes=5).continuation_token()
    assert sdk().get_rendering_session_poller(continuation_token=token).result(ANSWER_SECONDS).status == "Ready"
    client.stop_rendering_session(name)


def test_paging(sdk, running):
    running.stop()
    running.write_config(page_size=2)
    running.start()
    client, names = sdk(), [new_id() for _ in range(5)]
    for name in names:
        client.begin_rendering_session(name, "Standard", lease_time_minutes=5)
    assert sorted(each.id for each in client.list_rendering_sessions()) == sorted(names)
    for name in names:
        client.stop_rendering_session(name)


def test_a_wrong_key(sdk):
    with pytest.raises(ClientAuthenticationError) as failure:
        list(sdk(AzureKeyCredential("wrong")).list_rendering_sessions())
    assert "Unauthorized" in failure.value.message


def test_a_wrong_token(sdk):
    with pytest.raises(HttpResponseError) as failure:
        list(sdk(AccessToken("wrong", 2**40)).list_rendering_sessions())
    assert failure.value.status_code == 401 and "Unauthorized" in failure.value.message


def test_an_unknown_session(sdk):
    client = sdk()
    for call in (client.get_rendering_session, client.stop_rendering_session):
        with pytest.raises(ResourceNotFoundError):
            call(new_id())


def test_the_same_id_with_other_settings(sdk):
    client, name = sdk(), new_id()
    client.begin_rendering_session(name, "Standard", lease_time_minutes=5).result(ANSWER_SECONDS)
    with pytest.raises(ResourceExistsError) as failure:
        client.begin_rendering_session(name, "Standard", lease_time_minutes=6)
    assert "A resource already exists under the given ID." in failure.value.message
    client.stop_rendering_session(name)


@pytest.mark.parametrize("lease", [-4, 1441, 10**400])
def test_an_impossible_lease(sdk, lease):
    with pytest.raises(HttpResponseError) as failure:
        sdk().begin_rendering_session(new_id(), "Standard", lease_time_minutes=lease)
    assert failure.value.status_code == 400
    assert lease > 0 or "The maxLeaseTimeMinutes value cannot be negative." in failure.value.message


def test_a_lease_that_is_not_longer(sdk):
    client, name = sdk(), new_id()
    client.begin_rendering_session(name, "Standard", lease_time_minutes=5)
    with pytest.raises(HttpResponseError) as failure:
        client.update_rendering_session(name, lease_time_minutes=5)
    assert failure.value.status_code == 422
    client.stop_rendering_session(name)


def test_no_capacity_raises_with_the_reason(sdk):
    client, name = sdk(), new_id()
    client.begin_rendering_session(name, "Premium", lease_time_minutes=5).result(ANSWER_SECONDS)
    refused = new_id()
    with pytest.raises(HttpResponseError):
        client.begin_rendering_session(refused, "Premium", lease_time_minutes=5).result(ANSWER_SECONDS)
    error = client.get_rendering_session(refused).error
    assert error.code == "NoCapacity" and "Premium" in error.message
    client.stop_rendering_session(name)
