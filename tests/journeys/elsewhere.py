"""Somebody at a network address of their own: what one visitor did does not shut out the next."""

from __future__ import annotations

import secrets
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


@contextmanager
def an_own_address(product: str) -> Iterator[str]:
    """The product's address for a visitor whose connections come from an address of their own.

    A relay calls the product from a random address of this machine (all of 127.0.0.0/8 is), so
    the product sees what it would see of a machine that never came before.
    """
    here = f"127.{secrets.randbelow(254) + 1}.{secrets.randbelow(256)}.{secrets.randbelow(254) + 1}"
    there = urlsplit(product)

    class Relay(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(
                (there.hostname or "", there.port or 80), source_address=(here, 0)
            ) as onward:
                back = threading.Thread(target=_pour, args=(onward, self.request), daemon=True)
                back.start()
                _pour(self.request, onward)
                back.join()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Relay) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _pour(source: socket.socket, target: socket.socket) -> None:
    """Everything from one end to the other, until the first end closes."""
    try:
        while content := source.recv(65_536):
            target.sendall(content)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # the other end went away
