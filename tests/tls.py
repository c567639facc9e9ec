"""TLS before a real engine, as `dockerd --tlsverify` has it: a CA, certificates, and a door.

The door ends TLS, asks for a certificate of the CA, and passes bytes on to the engine unread.
"""

from __future__ import annotations

import contextlib
import select
import socket
import socketserver
import ssl
import subprocess
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.programs import need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


def openssl(*words: str | Path) -> None:
    need("openssl")
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


class Authority:
    """A CA in a folder, which gives certificates for two days."""

    def __init__(self, folder: Path, name: str = "a CA of the tests") -> None:
        self._folder = folder
        self._key = folder / "ca-key.pem"
        self.ca = folder / "ca.pem"
        folder.mkdir(parents=True)
        openssl(
            *("req", "-x509", *KEY, "-keyout", self._key, "-out", self.ca),
            *("-days", "2", "-subj", f"/CN={name}"),
        )

    def give(self, folder: Path, name: str, address: str | None = None) -> Path:
        """Write ca.pem, cert.pem and key.pem into a folder, as `DOCKER_CERT_PATH` has it."""
        folder.mkdir(parents=True, exist_ok=True)
        asked, said = folder / "asked.csr", folder / "said.ext"
        use = f"subjectAltName=IP:{address}" if address else "extendedKeyUsage=clientAuth"
        said.write_text(use)
        openssl("req", *KEY, "-keyout", folder / "key.pem", "-out", asked, "-subj", f"/CN={name}")
        openssl(
            *("x509", "-req", "-in", asked, "-CA", self.ca, "-CAkey", self._key, "-CAcreateserial"),
            *("-days", "2", "-extfile", said, "-out", folder / "cert.pem"),
        )
        (folder / "ca.pem").write_bytes(self.ca.read_bytes())
        return folder


@contextlib.contextmanager
def door(upstream: str, own: Path) -> Iterator[str]:
    """Serve an engine over TLS with the certificate in a folder; gives the address."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=own / "ca.pem")
    context.load_cert_chain(own / "cert.pem", own / "key.pem")
    context.verify_mode = ssl.CERT_REQUIRED

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            client = context.wrap_socket(
                self.request, server_side=True, do_handshake_on_connect=False
            )
            with client, contextlib.suppress(OSError):
                client.settimeout(30)
                try:
                    client.do_handshake()
                except ssl.SSLError:
                    _farewell(client)
                else:
                    _pass(client, upstream)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _farewell(client: ssl.SSLSocket) -> None:
    """Leave the client time to read why it was refused, as a Go server does."""
    client.shutdown(socket.SHUT_WR)
    while client.recv(65536):
        pass


def _reach(upstream: str) -> socket.socket:
    url = urlsplit(upstream)
    if url.scheme != "unix":
        return socket.create_connection((url.hostname, url.port or 2375))
    engine = socket.socket(socket.AF_UNIX)
    engine.connect(url.path)
    return engine


def _pass(client: ssl.SSLSocket, upstream: str) -> None:
    """Pass on what either side says, until one of them ends."""
    with _reach(upstream) as engine:
        heard: list[socket.socket] = [client]
        while heard:
            for one in heard:
                if not (data := one.recv(65536)):
                    return
                (engine if one is client else client).sendall(data)
            both = [client, engine]
            heard = [client] if client.pending() else select.select(both, [], [], 30)[0]
