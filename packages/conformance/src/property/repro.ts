/**
 * A record as a program of one file, for those who look for the fault: it needs nothing but its language, sends the
 * bytes of the record, and compares the answer with the recorded one.
 *
 * @module
 */

import { Mistake } from '@sansocket/command-line';
import type { Rule } from '../catalogue/index.ts';
import type { SessionRecord } from './record.ts';

/** The languages. */
export const languages = ['node', 'python'] as const;

/** One of them. */
export type Language = (typeof languages)[number];

/**
 * The program. It ends with 1 if the answer is the recorded one, and with 0 if it is another.
 *
 * @param rule - The sentence that the testee broke.
 * @throws Mistake for a record over TLS or without an answer to the opening handshake.
 */
export function reproOf(
  { header, events }: SessionRecord,
  rule: Rule | undefined,
  language: Language,
): string {
  const url = new URL(header.url);
  if (url.protocol !== 'ws:') throw new Mistake(`A program speaks TCP alone, not ${header.url}`);
  const [request = '', ...writes] = events.filter(({ dir }) => dir === 'out').map((it) => it.hex);
  const [, answer = ''] = events.filter(({ dir }) => dir === 'in').map((it) => it.hex);
  const about = [
    `${header.law}: ${header.case.title}`,
    ...(rule === undefined ? [] : [`${rule.ref}: ${rule.text}`]),
    `Expected: ${header.expected}. Seen: ${header.actual}.`,
  ];
  return programOf(
    {
      about,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? 80 : Number(url.port),
      request,
      writes,
      answer,
    },
    language,
  );
}

/** What a program does. */
export interface ProgramParts {
  /** Lines of the comment at its beginning. */
  readonly about: readonly string[];
  readonly host: string;
  readonly port: number;
  /** All of them in hex. */
  readonly request: string;
  readonly writes: readonly string[];
  readonly answer: string;
}

/** The program for any conversation: it ends with 1 if the answer is `answer`, and with 0 if it is another. */
export function programOf(parts: ProgramParts, language: Language): string {
  return language === 'node' ? nodeProgram(parts) : pythonProgram(parts);
}

function nodeProgram({ about, host, port, request, writes, answer }: ProgramParts): string {
  return `${about.map((line) => `// ${line}`).join('\n')}
//
// node repro.mjs [HOST PORT]
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const [host = ${JSON.stringify(host)}, port = '${port}'] = process.argv.slice(2);
const request = '${request}';
/** One after the other, once the response has come. */
const writes = ${listOf(writes)};
/** All that came after the response. */
const recorded = '${answer}';

const socket = connect({ host, port: Number(port), noDelay: true, allowHalfOpen: true });
let received = Buffer.alloc(0);
let last = performance.now();
let isOver = false;
socket.on('data', (chunk) => {
  received = Buffer.concat([received, chunk]);
  last = performance.now();
});
socket.on('end', () => (isOver = true));
socket.on('close', () => (isOver = true));
await once(socket, 'connect');
socket.on('error', () => (isOver = true));

/** Waits until it holds, or the stream ends, or nothing has come for a second. */
async function until(holds) {
  last = performance.now();
  while (!isOver && !holds() && performance.now() - last < 1000) await setTimeout(5);
}

socket.write(Buffer.from(request, 'hex'));
await until(() => received.includes('\\r\\n\\r\\n'));
const head = received.indexOf('\\r\\n\\r\\n') + 4;
for (const bytes of writes) {
  if (!isOver) socket.write(Buffer.from(bytes, 'hex'));
  await setTimeout(5);
}
await until(() => false);
socket.destroy();

const answer = received.subarray(head).toString('hex');
console.log(\`recorded  \${recorded}\\nreceived  \${answer}\`);
console.log(answer === recorded ? 'FAILED: the answer is the recorded one' : 'The answer is another one');
process.exitCode = answer === recorded ? 1 : 0;
`;
}

function pythonProgram({ about, host, port, request, writes, answer }: ProgramParts): string {
  return `${about.map((line) => `# ${line}`).join('\n')}
#
# python3 repro.py [HOST PORT]
import socket
import sys
import time

host, port = sys.argv[1:3] if len(sys.argv) > 2 else (${JSON.stringify(host)}, "${port}")
request = "${request}"
# One after the other, once the response has come.
writes = ${listOf(writes)}
# All that came after the response.
recorded = "${answer}"

connection = socket.create_connection((host, int(port)))
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
connection.settimeout(1)
received = b""


def receive():
    """False once the stream has ended, or nothing has come for a second."""
    global received
    try:
        chunk = connection.recv(65536)
    except OSError:
        return False
    received += chunk
    return chunk != b""


connection.sendall(bytes.fromhex(request))
while b"\\r\\n\\r\\n" not in received and receive():
    pass
head = received.index(b"\\r\\n\\r\\n") + 4
try:
    for write in writes:
        connection.sendall(bytes.fromhex(write))
        time.sleep(0.005)
except OSError:
    pass
while receive():
    pass
connection.close()

answer = received[head:].hex()
print(f"recorded  {recorded}\\nreceived  {answer}")
print("FAILED: the answer is the recorded one" if answer == recorded else "The answer is another one")
sys.exit(1 if answer == recorded else 0)
`;
}

/** In both languages alike. */
function listOf(writes: readonly string[]): string {
  return `[${writes.map((bytes) => `\n  "${bytes}",`).join('')}\n]`;
}
