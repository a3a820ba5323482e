"""An echo application in a server of ASGI: asgi_server.py PORT hypercorn|uvicorn."""

import asyncio
import sys


async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})
    if scope["type"] != "websocket":
        return
    while True:
        event = await receive()
        if event["type"] == "websocket.connect":
            wants_echo = "echo" in scope["subprotocols"]
            subprotocol = "echo" if wants_echo else None
            await send({"type": "websocket.accept", "subprotocol": subprotocol})
        elif event.get("text") == "close me":
            await send({"type": "websocket.close", "code": 4001, "reason": "genug, schön"})
        elif event["type"] == "websocket.receive":
            data, text = event.get("bytes"), event.get("text")
            echo = {"text": text} if data is None else {"bytes": data}
            await send({"type": "websocket.send", **echo})
        else:
            return


port, name = int(sys.argv[1]), sys.argv[2]
if name == "hypercorn":
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    asyncio.run(serve(app, config))
else:
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", lifespan="off")
