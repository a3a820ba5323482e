//! A harness for `sansocket conformance codec`: a parser of WebSocket frames (RFC 6455 section 5) in plain Rust.
use std::io::stdin;
fn check(holds: bool, code: u16) -> Result<(), u16> { if holds { Ok(()) } else { Err(code) } }

/// Pushes the events, as JSON. A server gets masked frames, a client others.
fn parse(masked: bool, chunks: &[Vec<u8>], events: &mut Vec<String>) -> Result<(), u16> {
    let (mut buffer, mut kind, mut message) = (Vec::new(), 0, Vec::new());
    for chunk in chunks {
        buffer.extend_from_slice(chunk);
        while let [first, second, ..] = buffer[..] {
            let (fin, opcode, mut length) = (first > 127, first & 15, (second & 127) as usize);
            check(first & 0x70 == 0 && [0, 1, 2, 8, 9, 10].contains(&opcode) && (second > 127) == masked, 1002)?;
            check(opcode < 8 || fin && length < 126 && (opcode, length) != (8, 1), 1002)?;
            check(opcode > 7 || (opcode == 0) == (kind > 0), 1002)?;
            let (size, least) = match length { 126 => (2, 126), 127 => (8, 65536), _ => (0, 0) };
            if size > 0 && buffer.len() >= 2 + size {
                length = buffer[2..2 + size].iter().fold(0, |sum, &byte| sum << 8 | byte as usize);
                check(length >= least && length >> 63 == 0, 1002)?;
                check(length <= (1 << 26) - message.len(), 1009)?; // Its limit for messages.
            }
            let start = 2 + size + if masked { 4 } else { 0 };
            if buffer.len() < start + length { break; }
            let key: &[u8] = if masked { &buffer[start - 4..start] } else { &[0] };
            let payload: Vec<u8> = buffer[start..start + length].iter().zip(key.iter().cycle()).map(|(a, b)| a ^ b).collect();
            buffer.drain(..start + length);
            if opcode == 8 {
                let code = if payload.is_empty() { 1005 } else { (payload[0] as u16) << 8 | payload[1] as u16 };
                check(payload.is_empty() || matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999), 1002)?;
                events.push(format!(r#"{{"type":"close","code":{code},"reason":{}}}"#, text(payload.get(2..).unwrap_or(&[]))?));
                return Ok(());
            }
            let binary = |name, bytes: &[u8]| format!(r#"{{"type":"{name}","hex":"{}"}}"#, hex(bytes));
            if opcode > 7 { events.push(binary(if opcode == 9 { "ping" } else { "pong" }, &payload)); continue; }
            if opcode > 0 { kind = opcode; }
            message.extend(payload);
            if !fin { continue; }
            let (is_text, whole) = (std::mem::take(&mut kind) == 1, std::mem::take(&mut message));
            events.push(if is_text { format!(r#"{{"type":"text","text":{}}}"#, text(&whole)?) } else { binary("binary", &whole) });
        }
    }
    Ok(())
}
fn hex(bytes: &[u8]) -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() }
fn bytes(hex: &str) -> Vec<u8> { (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect() }
fn text(bytes: &[u8]) -> Result<String, u16> {
    let escaped = |c: char| if c < ' ' || c == '"' || c == '\\' { format!("\\u{:04x}", c as u32) } else { c.to_string() };
    std::str::from_utf8(bytes).map(|it| format!("\"{}\"", it.chars().map(escaped).collect::<String>())).map_err(|_| 1007)
}

fn main() {
    for line in stdin().lines().map(Result::unwrap).take_while(|line| !line.contains(r#""cmd":"stop""#)) {
        let list = line.split_once(r#""chunks":["#).map_or("", |(_, rest)| rest.split(']').next().unwrap());
        let chunks: Vec<Vec<u8>> = list.split(',').filter(|it| it.len() > 1).map(|it| bytes(it.trim_matches('"'))).collect();
        let mut events = Vec::new();
        let result = parse(line.contains(r#""role":"server""#), &chunks, &mut events);
        events.extend(result.err().map(|code| format!(r#"{{"type":"error","code":{code}}}"#)));
        let skipped = if line.contains(r#""extensions""#) { r#""skipped":true,"message":"it has no extensions","# } else { "" };
        println!(r#"{{{skipped}"version":1,"events":[{}]}}"#, events.join(","));
    }
}
