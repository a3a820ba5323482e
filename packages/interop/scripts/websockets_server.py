"""An echo server of Python's websockets: websockets_server.py PORT."""

import asyncio
import sys

import websockets


async def serve(socket):
    async for data in socket:
        if data == "close me":
            await socket.close(4001, "genug, schön")
        else:
            await socket.send(data)


async def main():
    async with websockets.serve(
        serve, "127.0.0.1", int(sys.argv[1]), subprotocols=["echo"], max_size=1 << 22
    ):
        await asyncio.Future()


asyncio.run(main())
