"""The network guard of tests/conftest.py, which every other test leans on."""

import socket

import pytest


def test_an_address_elsewhere_is_refused() -> None:
    with socket.socket() as client, pytest.raises(RuntimeError, match=r"tried to reach 192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))


def test_a_name_elsewhere_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"tried to look up campus\.example"):
        socket.create_connection(("campus.example", 80))


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port)):
            connection, _address = server.accept()
            connection.close()
