"""An echo server of Python's aiohttp. Prints its port."""

import asyncio

from aiohttp import WSMsgType, web


async def serve(request):
    socket = web.WebSocketResponse(protocols=["echo"], max_msg_size=1 << 22)
    await socket.prepare(request)
    async for message in socket:
        if message.data == "close me":
            await socket.close(code=4001, message="genug, schön".encode())
        elif message.type == WSMsgType.TEXT:
            await socket.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await socket.send_bytes(message.data)
    return socket


async def main():
    app = web.Application()
    app.add_routes([web.get("/", serve)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print("port", runner.addresses[0][1], flush=True)
    await asyncio.Future()


asyncio.run(main())
