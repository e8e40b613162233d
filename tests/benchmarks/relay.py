"""A far hub on this machine: a relay on loopback that hands everything on later, in order."""

import asyncio
import contextlib
import threading
from urllib.parse import urlsplit


class Relay:
    """Stands before a server; ``trip`` are the seconds of a round trip, from now on.

    It has a thread and a loop of its own, so whoever drives the page is not kept waiting.
    """

    def __init__(self, trip=0.0):
        self.trip = trip
        self._ways = set()  # the tasks; each connection has two

    @contextlib.contextmanager
    def before(self, url):
        """The address under which the server at ``url`` is far away."""
        loop, there = asyncio.new_event_loop(), urlsplit(url)
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            serving = asyncio.start_server(
                lambda *ends: self._connect(there.hostname, there.port, *ends), "localhost", 0
            )
            server = asyncio.run_coroutine_threadsafe(serving, loop).result(10)
            port = server.sockets[0].getsockname()[1]
            yield f"{there.scheme}://localhost:{port}"
        finally:
            asyncio.run_coroutine_threadsafe(self._hang_up(server), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)
            loop.close()

    async def _hang_up(self, server):
        """Nobody new, and no way goes on; a connection then ends by itself.

        Were its own task cancelled, asyncio would say so as an error.
        """
        server.close()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for way in self._ways:
                way.cancel()
            await asyncio.wait(others, timeout=0.1)  # one may just have come, and has no ways yet

    async def _connect(self, host, port, reader, writer):
        ends = [writer]
        with contextlib.suppress(OSError):  # there is no server
            far_reader, far_writer = await asyncio.open_connection(host, port)
            ends.append(far_writer)
            carried = self._carry(reader, far_writer), self._carry(far_reader, writer)
            ways = {asyncio.ensure_future(way) for way in carried}
            self._ways |= ways
            await asyncio.wait(ways)
            self._ways -= ways
        for end in ends:
            end.close()
            with contextlib.suppress(OSError):
                await end.wait_closed()

    async def _carry(self, reader, writer):
        """Each piece arrives half a round trip after it was sent, and none overtakes another."""
        way, clock = asyncio.Queue(), asyncio.get_running_loop().time

        async def arrive():
            with contextlib.suppress(OSError):
                while True:
                    due, piece = await way.get()
                    await asyncio.sleep(due - clock())
                    if not piece:
                        break
                    writer.write(piece)
                    await writer.drain()

        arriving = asyncio.ensure_future(arrive())
        try:
            with contextlib.suppress(OSError):
                while piece := await reader.read(1 << 16):
                    way.put_nowait((clock() + self.trip / 2, piece))
            way.put_nowait((clock() + self.trip / 2, b""))
            await arriving
        finally:
            arriving.cancel()
            writer.close()
