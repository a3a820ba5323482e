"""The conversation with Python's aiohttp. Prints what it saw as JSON."""

import asyncio
import json
import sys

import aiohttp


async def converse(url):
    async with aiohttp.ClientSession() as session:

        async def connect():
            return await session.ws_connect(
                url, protocols=["other", "echo"], compress=15, max_msg_size=1 << 22
            )

        socket = await connect()
        subprotocol = socket.protocol
        await socket.send_str("Grüße 🌍")
        text = await socket.receive_str()
        await socket.send_bytes(bytes([0, 127, 255]))
        data = await socket.receive_bytes()
        large = "x" * 1_048_576
        await socket.send_str(large)
        same = await socket.receive_str() == large
        clean = await socket.close(code=3001, message=b"done")
        by_client = {"code": socket.close_code, "wasClean": clean}
        second = await connect()
        await second.send_str("close me")
        message = await second.receive()
        by_server = {
            "code": message.data,
            "reason": message.extra,
            "wasClean": message.type == aiohttp.WSMsgType.CLOSE,
        }
        return {
            "subprotocol": subprotocol,
            "text": text,
            "bytes": list(data),
            "largeIsSame": same,
            "closedByClient": by_client,
            "closedByServer": by_server,
        }


print(json.dumps(asyncio.run(converse(sys.argv[1]))))
