"""An echo server of Python's hypercorn, with wsproto: it answers the requests of src/servers/protocol.ts."""

import asyncio
import json
import socket
import sys

from hypercorn.asyncio import serve
from hypercorn.config import Config


async def app(scope, receive, send):
    if scope["type"] != "websocket":
        return
    while True:
        event = await receive()
        if event["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        elif event["type"] == "websocket.receive":
            data, text = event.get("bytes"), event.get("text")
            echo = {"text": text} if data is None else {"bytes": data}
            await send({"type": "websocket.send", **echo})
        else:
            return


async def main():
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.h2_max_concurrent_streams = 100_000
    config.loglevel = "ERROR"
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(app, config, shutdown_trigger=stop.wait))
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    while line := await lines.readline():
        if json.loads(line)["type"] == "start":
            answer = {"ok": True, "value": listener.getsockname()[1]}
        else:
            answer = {"ok": False, "error": "hypercorn only echoes"}
        print(json.dumps(answer), flush=True)
    # The clients may still be there.
    serving.cancel()


asyncio.run(main())
