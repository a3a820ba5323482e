"""A harness for `sansocket conformance codec`: a parser of WebSocket frames (RFC 6455 section 5) in plain Python."""
import json, sys

class Failed(Exception): pass

def check(holds, code=1002):
    if not holds:
        raise Failed(code)

def parse(masked, chunks):
    """Yields the events. A server gets masked frames, a client others."""
    buffer, kind, message = b"", 0, b""
    for chunk in chunks:
        buffer += bytes.fromhex(chunk)
        while len(buffer) >= 2:
            fin, opcode, length = buffer[0] >> 7, buffer[0] & 15, buffer[1] & 127
            check(not buffer[0] & 0x70 and opcode in (0, 1, 2, 8, 9, 10) and buffer[1] >> 7 == masked)
            check(opcode < 8 or fin and length < 126 and (opcode, length) != (8, 1))
            check(opcode > 7 or (opcode == 0) == (kind > 0))
            size, least = {126: (2, 126), 127: (8, 65536)}.get(length, (0, 0))
            if size and len(buffer) >= 2 + size:
                length = int.from_bytes(buffer[2:2 + size], "big")
                check(least <= length < 1 << 63)
                check(length + len(message) <= 1 << 26, 1009)  # Its limit for messages.
            start = 2 + size + 4 * masked
            if len(buffer) < start + length:
                break
            key, payload, buffer = buffer[start - 4:start], buffer[start:start + length], buffer[start + length:]
            if masked:
                mask = int.from_bytes((key * (length // 4 + 1))[:length], "big")
                payload = (int.from_bytes(payload, "big") ^ mask).to_bytes(length, "big")
            if opcode == 8:
                code = int.from_bytes(payload[:2], "big") if payload else 1005
                check(not payload or 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999)
                yield {"type": "close", "code": code, "reason": payload[2:].decode()}
                return
            if opcode > 8:
                yield {"type": "ping" if opcode == 9 else "pong", "hex": payload.hex()}
                continue
            kind, message = kind or opcode, message + payload
            if fin:
                yield {"type": "text", "text": message.decode()} if kind == 1 else {"type": "binary", "hex": message.hex()}
                kind, message = 0, b""

def run(command):
    if "extensions" in command:
        return {"skipped": True, "message": "it has no extensions"}
    events = []
    try:
        for event in parse(command["role"] == "server", command["chunks"]):
            events.append(event)
    except (Failed, UnicodeDecodeError) as failure:
        events.append({"type": "error", "code": failure.args[0] if isinstance(failure, Failed) else 1007})
    return {"events": events}

for line in sys.stdin:
    command = json.loads(line)
    if command["cmd"] == "stop":
        break
    print(json.dumps(run(command) if command["cmd"] == "run" else {"version": 1}), flush=True)
