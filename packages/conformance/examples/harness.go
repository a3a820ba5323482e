// A harness for `sansocket conformance codec`: a parser of WebSocket frames (RFC 6455 section 5) in plain Go.
package main
import ("encoding/hex"; "encoding/json"; "os"; "unicode/utf8")
type event map[string]any

// parse returns the events, and the close code of a failure. A server gets masked frames, a client others.
func parse(masked bool, chunks []string) (events []event, failure int) {
	var buffer, message []byte
	kind := byte(0)
	for _, chunk := range chunks {
		more, _ := hex.DecodeString(chunk)
		for buffer = append(buffer, more...); len(buffer) >= 2; {
			fin, opcode, length := buffer[0] > 127, buffer[0]&15, uint64(buffer[1]&127)
			size, least := map[uint64]int{126: 2, 127: 8}[length], map[uint64]uint64{126: 126, 127: 65536}[length]
			known := opcode < 3 || opcode > 7 && opcode < 11
			if buffer[0]&0x70 != 0 || !known || buffer[1] > 127 != masked || opcode < 8 && (opcode == 0) != (kind > 0) ||
				opcode > 7 && (!fin || length > 125 || opcode == 8 && length == 1) { return events, 1002 }
			if size > 0 && len(buffer) >= 2+size {
				length = 0
				for _, b := range buffer[2 : 2+size] { length = length<<8 | uint64(b) }
				if length < least || length>>63 > 0 { return events, 1002 }
				if length+uint64(len(message)) > 1<<26 { return events, 1009 } // Its limit for messages.
			}
			start, key := map[bool]int{false: 2, true: 6}[masked]+size, []byte{0}
			if uint64(len(buffer)) < uint64(start)+length { break }
			if masked { key = buffer[start-4 : start] }
			payload := make([]byte, length)
			for i := range payload { payload[i] = buffer[start+i] ^ key[i%len(key)] }
			buffer = buffer[start+int(length):]
			if opcode == 8 {
				if length == 0 { return append(events, event{"type": "close", "code": 1005, "reason": ""}), 0 }
				code := int(payload[0])<<8 | int(payload[1])
				if code < 1000 || code > 1003 && code < 1007 || code > 1014 && code < 3000 || code > 4999 { return events, 1002 }
				if !utf8.Valid(payload[2:]) { return events, 1007 }
				return append(events, event{"type": "close", "code": code, "reason": string(payload[2:])}), 0
			}
			if opcode > 7 {
				events = append(events, event{"type": map[byte]string{9: "ping", 10: "pong"}[opcode], "hex": hex.EncodeToString(payload)})
				continue
			}
			if opcode > 0 { kind = opcode }
			if message = append(message, payload...); !fin { continue }
			if kind == 1 && !utf8.Valid(message) { return events, 1007 }
			whole := map[byte]event{1: {"type": "text", "text": string(message)}, 2: {"type": "binary", "hex": hex.EncodeToString(message)}}
			events, kind, message = append(events, whole[kind]), 0, nil
		}
	}
	return events, 0
}
func main() {
	var command struct{ Cmd, Role, Extensions string; Chunks []string }
	for in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout); in.Decode(&command) == nil && command.Cmd != "stop"; {
		events, failure := parse(command.Role == "server", command.Chunks)
		if failure > 0 { events = append(events, event{"type": "error", "code": failure}) }
		reply := event{"version": 1, "events": append([]event{}, events...)}
		if command.Extensions != "" { reply = event{"skipped": true, "message": "it has no extensions"} }
		out.Encode(reply)
		command.Extensions = ""
	}
}
