"""Tries the parser of the Python package websockets: python3 consume_vectors.py [FOLDER].

It shows how to read the vectors, and judges nobody: some ask for more than RFC 6455 does. The
vectors of the opening handshake are passed over, and those with options that it does not have.
"""
import collections, json, logging, pathlib, sys

from websockets import client, server
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.uri import parse_uri

Client = getattr(client, "ClientProtocol", None) or client.ClientConnection  # before version 11
Server = getattr(server, "ServerProtocol", None) or server.ServerConnection
URI = parse_uri("ws://server.example.com/chat")

def bytes_of(pieces):
    pieces = [{"hex": piece, "times": 1} if isinstance(piece, str) else piece for piece in pieces]
    return b"".join(piece["ascii"].encode() if "ascii" in piece
                    else bytes.fromhex(piece["hex"]) * piece["times"] for piece in pieces)

def demanded(vector):
    events = [(e["code"], e["reason"]) if "code" in e else (e.get("kind", e["type"]), data_of(e))
              for e in vector["events"]]
    return events, vector.get("violation", {}).get("closeCode")

def data_of(event):
    return event["text"].encode() if "text" in event else bytes_of(event["bytes"])

def told(vector, limits={}, extensions=()):
    options = {"state": client.OPEN, "max_size": limits.get("maxMessageBytes", 2**24)}
    end = Server(**options) if vector["receiver"] == "server" else Client(URI, **options)
    end.extensions = [PerMessageDeflate(False, False, 15, 15) for _ in extensions]
    end.receive_data(bytes_of(vector["bytes"]))
    events, fragments = [], []
    for frame in end.events_received():
        name = frame.opcode.name.lower()
        if name == "close":
            events.append((end.close_rcvd.code, end.close_rcvd.reason))
        elif name in ("ping", "pong"):
            events.append((name, frame.data))
        else:  # who takes the frames joins the fragments, and decodes texts
            fragments = [*fragments, frame] if name == "cont" else [frame]
            data, kind = b"".join(f.data for f in fragments), fragments[0].opcode.name.lower()
            if frame.fin and kind == "text" and data.decode(errors="ignore").encode() != data:
                return events, 1007
            events += [(kind, data)] if frame.fin else []
    return events, end.close_sent.code if end.parser_exc else None

def verdict(vector):
    options = vector.get("options", {})
    if vector["state"] == "opening" or {*options.get("limits", {})} - {"maxMessageBytes"}:
        return "passed over"
    return "agreed" if told(vector, **options) == demanded(vector) else "differs"

logging.disable()
folder = pathlib.Path(*sys.argv[1:2] or [pathlib.Path(__file__).parents[1] / "vectors"])
print(f"{'area':18}{'agreed':>8}{'differs':>9}{'passed over':>13}")
for file in sorted({*folder.glob("*.json")} - {*folder.glob("*.schema.json")}):
    verdicts = collections.Counter(map(verdict, json.loads(file.read_text("utf-8"))["vectors"]))
    print(f"{file.stem:18}{verdicts['agreed']:8}{verdicts['differs']:9}{verdicts['passed over']:13}")
