"""An echo server of Python's gevent-websocket: gevent_websocket_server.py PORT."""

import sys

from gevent.pywsgi import WSGIServer
from geventwebsocket.handler import WebSocketHandler


def app(environ, start_response):
    socket = environ.get("wsgi.websocket")
    if socket is None:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    while True:
        message = socket.receive()
        if message is None:
            return []
        socket.send(message, binary=not isinstance(message, str))


WSGIServer(
    ("127.0.0.1", int(sys.argv[1])), app, handler_class=WebSocketHandler, log=None
).serve_forever()
