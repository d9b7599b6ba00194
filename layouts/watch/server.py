"""The pages for a browser on this machine, and for no other: 127.0.0.1, and no foreign name for it."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import parse_qs, urlsplit

from layouts.palette import read_palette
from layouts.watch.hub import Hub
from layouts.watch.session import Session

HOST = "127.0.0.1"
_BEAT = 10.0  # s; a browser that has gone is noticed then
_HERE = Path(__file__).parent
_OURS = {
    "/": ("page.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingHTTPServer):
    """Serves one session. Raises OSError where the port is taken; port 0 is any free one."""

    daemon_threads = True

    def __init__(self, session: Session, hub: Hub, root: Path, port: int = 0) -> None:
        self.root = root
        super().__init__((HOST, port), partial(_Handler, session, hub))

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away in the middle of an answer."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def __init__(self, session: Session, hub: Hub, request: socket, client: Any, server: Server) -> None:
        self._session, self._hub = session, hub
        super().__init__(request, client, server)

    def do_GET(self) -> None:  # the name is that of http.server
        """Answer a browser of this machine; a request under another name is refused (DNS rebinding)."""
        port = self.server.server_port
        if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
            self._send(b"Ces pages ne sont que pour cette machine.\n", "text/plain", HTTPStatus.MISDIRECTED_REQUEST)
            return
        url = urlsplit(self.path)
        query = {key: values[-1] for key, values in parse_qs(url.query).items()}
        family, _, rest = url.path.removeprefix("/").partition("/")
        if url.path in _OURS:
            name, kind = _OURS[url.path]
            self._send((_HERE / name).read_bytes(), kind)
        elif url.path == "/palette.css":
            palette = read_palette(self.server.root / "layouts" / "base" / "palette.yaml")
            self._send(palette.css().encode(), "text/css")
        elif url.path == "/view":
            self._send(self._hub.view[2], "application/json")
        elif url.path == "/events":
            self._stream()
        elif url.path == "/looking":
            self._session.looked_at = tuple(filter(None, query.get("sections", "").split(",")))
            self._send(b"", "text/plain", HTTPStatus.NO_CONTENT)
        elif family == "pictures":
            self._picture(rest, query.get("width", ""))
        else:
            self._file(url.path)

    def _picture(self, name: str, width: str) -> None:
        digest, _, page = name.removesuffix(".png").partition("/")
        drawn = None
        if page.isdecimal() and width.isdecimal():
            drawn = self._session.pictures.draw(digest, int(page), int(width))
        if drawn is None:
            self._send(b"Cette page n\xe2\x80\x99est plus l\xc3\xa0.\n", "text/plain", HTTPStatus.NOT_FOUND)
        else:
            self._send(drawn, "image/png", lasting=True)

    def _file(self, path: str) -> None:
        """Send a font, or the style sheet that names them; nothing else of the project."""
        file = (self.server.root / path.lstrip("/")).resolve()
        fonts = (self.server.root / "assets" / "fonts").resolve()
        faces = (self.server.root / "layouts" / "base" / "faces.css").resolve()
        if file == faces:
            self._send(file.read_bytes(), "text/css")
        elif file.is_relative_to(fonts) and file.suffix == ".ttf" and file.is_file():
            self._send(file.read_bytes(), "font/ttf", lasting=True)
        else:
            self._send("Il n’y a rien ici.\n".encode(), "text/plain", HTTPStatus.NOT_FOUND)

    def _stream(self) -> None:
        """Send each new view as a server-sent event, until the browser goes or the command ends."""
        self.send_response(HTTPStatus.OK)
        self._send_headers("text/event-stream", lasting=False)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        told = -1
        while not self._hub.closed:
            messages = self._hub.wait(told, _BEAT)
            for told, kind, content in messages:
                self.wfile.write(f"id: {told}\nevent: {kind}\ndata: ".encode() + content + b"\n\n")
            if not messages:
                self.wfile.write(b": \n\n")
            self.wfile.flush()

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK, lasting: bool = False) -> None:
        self.send_response(status)
        self._send_headers(kind, lasting)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_headers(self, kind: str, lasting: bool) -> None:
        text = kind.startswith("text/") or kind.endswith("/json")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Cache-Control", "private, max-age=86400, immutable" if lasting else "no-store")
        for name, value in _HEADERS.items():
            self.send_header(name, value)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the command tells what matters."""
