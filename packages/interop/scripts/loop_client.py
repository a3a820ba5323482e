"""Plays the client of `sansocket conformance client`: `loop_client.py URL LIBRARY`."""

import asyncio
import sys

base, library = sys.argv[1:3]


async def with_websockets(url, echoes):
    import websockets

    last = None
    async with websockets.connect(url, max_size=1 << 25) as socket:
        async for last in socket:
            if echoes:
                await socket.send(last)
    return last


async def with_aiohttp(url, echoes):
    import aiohttp

    last = None
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url, compress=15, max_msg_size=1 << 25) as socket:
            async for message in socket:
                if message.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
                    break
                last = message.data
                if echoes and message.type == aiohttp.WSMsgType.TEXT:
                    await socket.send_str(last)
                elif echoes:
                    await socket.send_bytes(last)
    return last


async def with_tornado(url, echoes):
    from tornado.websocket import websocket_connect

    socket = await websocket_connect(url, compression_options={}, max_message_size=1 << 25)
    last = None
    while True:
        message = await socket.read_message()
        if message is None:
            return last
        last = message
        if echoes:
            await socket.write_message(last, binary=isinstance(last, bytes))


async def with_autobahn(url, echoes):
    from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol
    from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateResponse
    from autobahn.websocket.compress import PerMessageDeflateResponseAccept
    from urllib.parse import urlsplit

    done = asyncio.get_running_loop().create_future()

    class Protocol(WebSocketClientProtocol):
        last = None

        def onMessage(self, payload, isBinary):
            self.last = payload if isBinary else payload.decode()
            if echoes:
                self.sendMessage(payload, isBinary)

        def onClose(self, wasClean, code, reason):
            if not done.done():
                done.set_result(self.last)

    def accept(response):
        if isinstance(response, PerMessageDeflateResponse):
            return PerMessageDeflateResponseAccept(response)

    factory = WebSocketClientFactory(url)
    factory.protocol = Protocol
    factory.setProtocolOptions(
        perMessageCompressionOffers=[PerMessageDeflateOffer()],
        perMessageCompressionAccept=accept,
    )
    at = urlsplit(url)
    await asyncio.get_running_loop().create_connection(factory, at.hostname, at.port)
    return await done


async def visit(path, echoes):
    try:
        # Some connections never end for some clients: the next case comes all the same.
        return await asyncio.wait_for(globals()[f"with_{library}"](base + path, echoes), 20)
    except Exception:  # A connection that fails is a case as any other.
        return None


async def main():
    count = int(await visit("/getCaseCount", False))
    for i in range(1, count + 1):
        await visit(f"/runCase?case={i}&agent={library}", True)
    await visit(f"/updateReports?agent={library}", False)


asyncio.run(main())
