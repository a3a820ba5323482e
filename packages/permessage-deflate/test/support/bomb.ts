/**
 * A program that receives one GiB of zeros in one MiB, in one chunk or in many, and prints how that ended and how many
 * bytes of memory it took at the most.
 *
 * @module
 */
import { resourceUsage } from 'node:process';
import { constants, deflateRawSync } from 'node:zlib';
import { concat, serializeHeader } from '@sansocket/testkit/wire';
import type { ConnectionEvent, Role } from 'sansocket';
import { DeflateEnd } from './deflate-end.ts';

const [role, limit, kind, cut] = process.argv.slice(2) as [
  Role,
  string,
  'text' | 'binary',
  'one chunk' | 'many chunks',
];
const opcode = kind === 'text' ? 1 : 2;
const maskingKey = role === 'server' ? new Uint8Array(4) : undefined;

/** A MiB, flushed: the next one begins with a byte. */
const mebibyte = Uint8Array.from(
  deflateRawSync(new Uint8Array(1 << 20), { finishFlush: constants.Z_SYNC_FLUSH }),
);

// What is compiled and allocated once is not what the bomb costs.
const limits = { maxMessageBytes: Number(limit) };
for (let i = 0; i < 20; i++)
  feed(new DeflateEnd(role, { limits: { maxMessageBytes: 1 << 18 } }), 1);
const end = new DeflateEnd(role, { limits });
const before = resourceUsage().maxRSS;
const events = feed(end, 1024);
const peak = (resourceUsage().maxRSS - before) * 1024;
console.log(JSON.stringify({ peak, events }));

/** A message of so many MiB, each in a chunk of its own or all in one; what came of it. */
function feed({ connection }: DeflateEnd, count: number): ConnectionEvent[] {
  const declaredLength = BigInt(count * mebibyte.length);
  const payload = new Uint8Array(0);
  const header = serializeHeader({
    opcode,
    reservedBits: 0x40,
    payload,
    maskingKey,
    declaredLength,
  });
  const mebibytes = new Array<Uint8Array>(count).fill(mebibyte);
  const chunks = cut === 'one chunk' ? [concat(header, ...mebibytes)] : mebibytes;
  if (cut === 'many chunks') connection.receive(header, 0);
  const events: ConnectionEvent[] = [];
  for (const chunk of chunks) {
    connection.receive(chunk, 0);
    for (let event; (event = connection.nextEvent()) !== undefined; ) events.push(event);
    // A text is no array: the engine looks late for the arrays that it was made of.
    if (kind === 'text' && events.length === 0) gc!();
  }
  return events;
}
