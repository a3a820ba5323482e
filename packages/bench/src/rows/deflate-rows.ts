/**
 * Rows on permessage-deflate.
 *
 * @module
 */

import type { DeflateWork, HostileInput } from '../work/index.ts';
import type { Row } from './row.ts';
import { shortSizeOf, sizeOf } from './sizes.ts';

type Kind = DeflateWork['kind'];

const rows: readonly (readonly [
  kind: Kind,
  bytes: number,
  takeover: boolean,
  must: number,
  aim: number,
])[] = [
  ['inflate', 64, true, 10, 20],
  ['inflate', 192, true, 10, 20],
  ['inflate', 1024, true, 4, 8],
  ['inflate', 65_536, true, 1, 1.4],
  ['inflate', 64, false, 3.5, 8],
  ['inflate', 192, false, 3.5, 8],
  ['inflate', 1024, false, 1.5, 3],
  ['inflate', 65_536, false, 1, 1.4],
  ['deflate', 64, true, 5, 10],
  ['deflate', 192, true, 5, 8],
  ['deflate', 1024, true, 1.5, 3],
  ['deflate', 65_536, true, 0.8, 1.2],
  ['deflate', 64, false, 2, 5],
  ['deflate', 192, false, 1.5, 3],
  ['deflate', 1024, false, 1, 2],
  ['deflate', 65_536, false, 0.8, 1.2],
];

const hostile: readonly (readonly [input: HostileInput, title: string])[] = [
  ['bomb', 'a text of 16 MiB in 16 KB'],
  ['small-bombs', 'texts of 69 KB in 75 B each'],
  ['period-3', 'a text of 16 MiB that repeats 3 B'],
  ['period-300', 'a text of 16 MiB that repeats 300 B'],
  ['mixed-distances', 'copies of 258 B, each from another distance of 1 to 8'],
  ['short-copies', 'copies of 3 B, each from another distance of 1 to 8'],
  ['literals-and-copies', 'a literal and a copy of 3 B in turn'],
  ['empty-fixed', 'empty blocks in the fixed codes'],
  ['empty-stored', 'empty stored blocks'],
  ['empty-dynamic', 'empty blocks in codes of their own'],
  ['tiny-blocks', 'blocks of one literal'],
  ['long-headers', 'blocks of one literal with the longest heads'],
];

/** Every row on compression. */
export function deflateRows(): Row[] {
  return [...jsonRows(), ...hostileRows()];
}

/** Ours may take one and a half times what zlib does, and less than `ws`. */
function hostileRows(): Row[] {
  return hostile.map(([input, title]) => ({
    name: `inflate-hostile-${input}`,
    title: `decode what costs much: ${title}`,
    delivers: 'strings; CPU time for each compressed byte. zlib: in one thread, without frames',
    measure: 'time',
    work: { kind: 'inflate-hostile', input },
    subject: 'sansocket',
    against: ['ws', 'zlib'],
    goals: [
      { against: 'ws', must: 1, aim: 2 },
      { against: 'zlib', must: 0.67, aim: 1 },
    ],
  }));
}

function jsonRows(): Row[] {
  return rows.map(([kind, bytes, takeover, must, aim]) => {
    const verb = kind === 'inflate' ? 'decode' : 'encode';
    const suffix = takeover ? 'takeover' : 'none';
    return {
      name: `${kind}-json-${shortSizeOf(bytes)}-${suffix}`,
      title: `${verb} compressed JSON ${sizeOf(bytes)}, ${takeover ? 'context takeover' : 'no context takeover'}`,
      delivers:
        kind === 'inflate' ? 'strings, of frames that zlib compressed' : 'bytes for a socket',
      measure: 'time',
      work: { kind, bytes, takeover },
      subject: 'sansocket',
      against: ['ws'],
      goals: [{ against: 'ws', must, aim }],
    };
  });
}

/** The memory of a connection that has compressed. */
export function deflateIdleRow(): Row {
  return {
    name: 'idle-compressed',
    title:
      'memory of the process for each connection, after a compressed message of 192 B each way',
    delivers: 'open connections without a transport; ws: a receiver and a sender',
    measure: 'hold',
    work: { kind: 'idle', connections: 400, compressedBytes: 192 },
    subject: 'sansocket',
    against: ['ws'],
    goals: [{ against: undefined, must: 262_144, aim: 131_072 }],
  };
}
