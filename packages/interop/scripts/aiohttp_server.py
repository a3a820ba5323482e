"""An echo server of Python's aiohttp: aiohttp_server.py PORT."""

import sys

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


app = web.Application()
app.add_routes([web.get("/", serve)])
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
