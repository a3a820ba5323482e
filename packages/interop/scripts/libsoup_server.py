"""An echo server of libsoup: libsoup_server.py PORT."""

import sys

import gi

gi.require_version("Soup", "3.0")
from gi.repository import GLib, Soup  # noqa: E402

connections = set()


def serve(server, message, path, connection, data):
    connections.add(connection)
    connection.set_max_incoming_payload_size(1 << 22)
    connection.connect("message", lambda it, kind, data: it.send_message(kind, data))
    connection.connect("closed", connections.discard)


server = Soup.Server()
server.add_websocket_handler(None, None, None, serve, None)
server.listen_local(int(sys.argv[1]), Soup.ServerListenOptions.IPV4_ONLY)
GLib.MainLoop().run()
