"""One V8 isolate that holds the drawing code, and the thread that its answers come back on."""

import asyncio
import threading
import time
from contextlib import AbstractContextManager

from py_mini_racer import JSEvalException, JSTimeoutException, MiniRacer, PythonJSConvertedTypes, mini_racer

from app.errors import DrawingError, FigureTooHeavy

START_SECONDS = 30.0  # evaluating the drawing code itself, on a busy machine
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
        if (used > LIMIT) throw new RangeError("Typed arrays pass the limit of a figure");
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
            self._racer.eval(GUARD.replace("LIMIT", str(BUFFER_TIMES * memory_bytes)), timeout_sec=START_SECONDS)
            self._racer.eval(f"{script};0", timeout_sec=START_SECONDS)
        except JSEvalException as error:
            self.close()
            raise DrawingError(f"The drawing code does not start: {first_line(error)}") from error

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
                if self._racer.was_hard_memory_limit_reached() or "Typed arrays pass the limit" in str(error):
                    limit = f"{self.memory_bytes / 1e6:,.0f} MB"
                    raise FigureTooHeavy(f"The figure takes more than {limit} of memory to draw.") from error
                raise DrawingError(f"The drawing code failed: {first_line(error)}") from error
        self.broken = False
        return value

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


def first_line(error: Exception) -> str:
    """What an error of V8 says, without the source and the stack that follow."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:300]
