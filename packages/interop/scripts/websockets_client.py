"""The conversation with Python's websockets. Prints what it saw as JSON."""

import asyncio
import json
import sys

import websockets


def closed(socket):
    clean = socket.close_rcvd is not None and socket.close_sent is not None
    return {"code": socket.close_code, "reason": socket.close_reason, "wasClean": clean}


async def converse(url):
    async def connect():
        return await websockets.connect(url, subprotocols=["other", "echo"], max_size=1 << 22)

    async def echo(socket, data):
        await socket.send(data)
        return await socket.recv()

    socket = await connect()
    subprotocol = socket.subprotocol
    text = await echo(socket, "Grüße 🌍")
    data = await echo(socket, bytes([0, 127, 255]))
    large = "x" * 1_048_576
    same = await echo(socket, large) == large
    await socket.close(3001, "done")
    by_client = closed(socket)
    del by_client["reason"]
    second = await connect()
    await second.send("close me")
    await second.wait_closed()
    return {
        "subprotocol": subprotocol,
        "text": text,
        "bytes": list(data),
        "largeIsSame": same,
        "closedByClient": by_client,
        "closedByServer": closed(second),
    }


print(json.dumps(asyncio.run(converse(sys.argv[1]))))
