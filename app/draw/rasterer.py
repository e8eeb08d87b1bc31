"""The process that makes PNGs, a module that ``python -m`` runs: reads SVG, answers with PNG, until its input ends.

A message is the length of its head and of its body, 4 and 8 bytes, then both: the head is JSON, the body bytes. Nobody
waits for this process's interpreter, which resvg holds while it draws; a limit of memory or time ends it, and only it.
"""

import json
import os
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import HeadsGatesError, PictureTooHeavy, problem
from .png import png

LENGTHS = struct.Struct(">IQ")
NICENESS = 5  # answering requests goes before drawing
FIRST = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>.f-paper{fill:#ffffff}</style>'
    "<text>a 中</text></svg>"
)


def send(pipe: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one message."""
    written = json.dumps(head).encode()
    pipe.write(LENGTHS.pack(len(written), len(body)) + written)
    pipe.write(body)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None where the other side has ended."""
    lengths = pipe.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head_bytes, body_bytes = LENGTHS.unpack(lengths)
    head, body = pipe.read(head_bytes), pipe.read(body_bytes)
    if len(head) < head_bytes or len(body) < body_bytes:
        return None
    return json.loads(head), body


def limit_memory(more_bytes: int) -> None:
    """Let this process take so much memory beyond what it has, where the system can say so."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits, macOS does not say what is taken
        import resource  # noqa: PLC0415

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + more_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def alarm(seconds: float) -> None:
    """End this process after so long, should the one that asked be gone; 0: never. Python need not run for it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def answered(asked: dict[str, Any], svg: str) -> tuple[dict[str, Any], bytes]:
    """The answer to one question: a PNG, or a problem."""
    card = None if asked["card"] is None else (asked["card"][0], asked["card"][1])
    try:
        return {}, png(svg, asked["ratio"], card=card, max_pixels=asked["max_pixels"])
    except HeadsGatesError as error:
        return {"problem": problem(error, "")}, b""
    except MemoryError:
        return {"problem": problem(PictureTooHeavy.of_memory(asked["memory_bytes"]), "")}, b""


def main() -> None:
    """Answer until the input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    png(FIRST)  # finds the fonts
    memory_bytes = int(sys.argv[1])
    limit_memory(memory_bytes)
    send(sink, {"ready": True})
    while (message := receive(source)) is not None:
        asked, body = message
        alarm(asked["seconds"])
        head, made = answered({**asked, "memory_bytes": memory_bytes}, body.decode())
        alarm(0)
        send(sink, head, made)


if __name__ == "__main__":
    main()
