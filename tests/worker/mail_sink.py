"""A mail server on loopback that takes what it is given (RFC 5321), or does not."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread


@dataclass
class MailSink:
    """`takes`: what is said to a recipient."""

    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    takes: bytes = b"250 fine"
    to: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.listener.getsockname()[1]}?from=afterword@house.example"

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as file:
                connection.settimeout(5)
                self._serve(file)

    def _serve(self, file) -> None:
        self._say(file, b"220 sink")
        for line in file:
            word = line[:4].upper()
            if word == b"DATA":
                self._say(file, b"354 go on")
                self.letters.append(b"".join(iter(file.readline, b".\r\n")).decode())
            elif word == b"RCPT":
                self.to.append(line.decode().strip())
                self._say(file, self.takes)
                continue
            self._say(file, b"221 bye" if word == b"QUIT" else b"250 fine")
            if word == b"QUIT":
                return

    def _say(self, file, line: bytes) -> None:
        file.write(line + b"\r\n")
        file.flush()


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    sink = MailSink()
    thread = Thread(target=sink.run, daemon=True)
    thread.start()
    yield sink
    sink.listener.shutdown(socket.SHUT_RDWR)
    sink.listener.close()
    thread.join(5)
