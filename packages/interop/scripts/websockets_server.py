"""An echo server of Python's websockets. Prints its port."""

import asyncio

import websockets


async def serve(socket):
    async for data in socket:
        if data == "close me":
            await socket.close(4001, "genug, schön")
        else:
            await socket.send(data)


async def main():
    async with websockets.serve(
        serve, "127.0.0.1", 0, subprotocols=["echo"], max_size=1 << 22
    ) as server:
        print("port", server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
