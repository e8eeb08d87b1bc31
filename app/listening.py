"""Tries whether a server can listen on an address, before anything is loaded."""

import os
import socket
from contextlib import closing


def check_address(host: str, port: int) -> str | None:
    """Why no server can listen on a host and port, and what to write instead; None if one can."""
    try:
        places = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError, ValueError) as error:
        return f"--host: there is no address {host!r} ({error}); write one of this machine, such as 127.0.0.1"
    why: OSError | None = None
    for family, kind, protocol, _, address in places:
        try:
            with closing(socket.socket(family, kind, protocol)) as tried:
                if os.name == "posix":
                    tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
        except OSError as error:
            why = error
        else:
            return None
    reason = "no address" if why is None else why.strerror
    return f"nothing can listen on {host} port {port} ({reason}); write another --port or --host"
