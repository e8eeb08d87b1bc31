"""One V8 isolate that holds the drawing code, and the thread that its answers come back on."""

import asyncio
import threading
import time
from contextlib import AbstractContextManager

from py_mini_racer import JSEvalException, JSTimeoutException, MiniRacer, PythonJSConvertedTypes, mini_racer

from ..errors import DrawingError, FigureTooHeavy

START_SECONDS = 30.0  # evaluating the drawing code itself, on a busy machine
BUFFERS_FULL = "Typed arrays pass the limit of a figure"
BUFFER_TIMES = 4  # how many times the memory limit a figure may allocate in typed arrays, live or dropped

# V8's limit leaves out what typed arrays hold, so their constructors count it.
GUARD = """
(() => {
  let used = 0;
  globalThis.countAnew = () => { used = 0; };
  for (const name of ["ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array",
    "Int32Array", "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"]) {
    const original = globalThis[name];
    const size = original.BYTES_PER_ELEMENT ?? 1;
    const counting = new Proxy(original, {
      construct(target, args, made) {
        const [first] = args;
        const count = typeof first === "number" ? first : first?.length;
        if (count > 0) used += count * size;
        if (used > LIMIT) throw new RangeError("SAID");
        return Reflect.construct(target, args, made === counting ? target : made);
      },
    });
    globalThis[name] = counting;
  }
})();
"""


class Answers:
    """An event loop in a thread of its own: where V8's threads hand over what scripts return."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="drawing-answers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


class Isolate:
    """A V8 isolate in which a script was evaluated once. Used by one figure at a time.

    ``broken`` is set while a call is under way: what stays broken was stopped half-way and must not be used again.
    """

    def __init__(self, answers: Answers, script: str, *, memory_bytes: int) -> None:
        """Make an isolate and evaluate the script, which blocks for some tenths of a second.

        Raises:
            DrawingError: the script does not run.

        """
        self.broken = False
        self.memory_bytes = memory_bytes
        self._answers = answers
        self._manager: AbstractContextManager[MiniRacer] = mini_racer(answers.loop)
        self._racer = self._manager.__enter__()
        self._racer.set_hard_memory_limit(memory_bytes)
        try:
            guard = GUARD.replace("LIMIT", str(BUFFER_TIMES * memory_bytes)).replace("SAID", BUFFERS_FULL)
            self._racer.eval(guard, timeout_sec=START_SECONDS)
            self._racer.eval(f"{script};0", timeout_sec=START_SECONDS)
        except JSEvalException as error:
            self.close()
            raise DrawingError(f"The drawing code does not start: {first_line(str(error))}") from error

    async def run(self, code: str, clock: "Clock") -> PythonJSConvertedTypes:
        """What a script returns: a string, a number, or a memoryview of an ArrayBuffer.

        Raises:
            FigureTooHeavy: a limit of time or memory was reached.
            DrawingError: the script threw an error.

        """

        async def there() -> PythonJSConvertedTypes:
            return await asyncio.wait_for(self._racer.eval_cancelable(code), clock.left)

        self.broken = True
        with clock:
            try:
                value = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(there(), self._answers.loop))
            except (TimeoutError, JSTimeoutException) as error:
                raise FigureTooHeavy(f"The figure takes more than {clock.seconds:g} s to draw.") from error
            except JSEvalException as error:
                raise self.failure(str(error), full=self._racer.was_hard_memory_limit_reached()) from error
        self.broken = False
        return value

    def failure(self, said: str, *, full: bool = False) -> DrawingError:
        """The error for what V8, or the drawing code, says of a failure; ``full``: V8 reached its limit of memory."""
        if full or BUFFERS_FULL in said:
            return FigureTooHeavy(f"The figure takes more than {self.memory_bytes / 1e6:,.0f} MB of memory to draw.")
        return DrawingError(f"The drawing code failed: {first_line(said)}")

    def close(self) -> None:
        """End what still runs and give the memory back."""
        self._manager.__exit__(None, None, None)


class Clock:
    """Adds up the time that the scripts of one figure run. Use ``with`` around each."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds
        self._since = 0.0

    def __enter__(self) -> None:
        self._since = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.left = max(0.001, self.left - (time.monotonic() - self._since))


def first_line(said: str) -> str:
    """What an error says, without the source and the stack that follow."""
    return next(iter(said.strip().splitlines()), "no reason given")[:300]
