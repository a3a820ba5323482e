/**
 * Encoding: texts that a server sends, 32 in a turn. A string that is handed to the socket as it is costs
 * what the socket would pay to encode it.
 *
 * @module
 */

import type { Task } from './compare.ts';
import { openServer } from './open-server.ts';
import { Sender } from './ws-parts.ts';

const MESSAGES = 32;

const rows: readonly (readonly [name: string, characters: number])[] = [
  ['16 B text', 16],
  ['125 B text', 125],
  ['1 KiB text', 1024],
];

/** Each call encodes the messages of one turn. */
export function encodeTasks(): Task[] {
  return rows.map(([name, characters]) => {
    const text = 'Sansocket '.repeat(characters / 10 + 1).slice(0, characters);
    return {
      name: `encode ${name}`,
      messages: MESSAGES,
      ours: ourEncoder(text),
      theirs: theirEncoder(text),
    };
  });
}

function ourEncoder(text: string): () => void {
  const connection = openServer({});
  return () => {
    for (let i = 0; i < MESSAGES; i++) connection.send(text);
    for (let output; (output = connection.nextOutput()) !== undefined; ) {
      if (output.type === 'write') connection.outputSent(output.bytes.length, 0);
    }
  };
}

function theirEncoder(text: string): () => void {
  const scratch = Buffer.alloc(4096);
  const sender = new Sender({
    cork: () => undefined,
    uncork: () => undefined,
    write: (data) => typeof data !== 'string' || scratch.write(data) > 0,
  });
  return () => {
    for (let i = 0; i < MESSAGES; i++) {
      sender.send(text, { fin: true, binary: false, mask: false, compress: false });
    }
  };
}
