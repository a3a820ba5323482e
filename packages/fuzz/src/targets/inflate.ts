/**
 * Compressed messages (RFC 7692 §7.2.2, RFC 1951).
 *
 *     byte 0   settings: bits 0 to 2 the window bits less 8, bit 3 no context takeover
 *     byte 1   the budget of a message, in units of 32 bytes
 *     bytes 2, 3   sizes of the pieces
 *     byte 4   length of the first message; the rest is the second
 *
 * @module
 */
import { Inflater, InflateWorkspace } from '@sansocket/permessage-deflate/inflate';
import { inflate as inflateByModel } from '@sansocket/testkit/model';
import { joinOutput } from 'sansocket/extensions';
import { deflateWords } from './dictionary.ts';
import { expectEqual } from './expect.ts';
import { bit, cut, Input } from './input.ts';
import type { Target } from './target.ts';

/** The inflater, given two messages. */
export const inflate: Target = {
  name: 'inflate',
  promise: 'The output, up to the budget, and the fault are the model’s, however the input is cut',
  maxBytes: 400,
  stepsPerByte: 40_000,
  dictionary: deflateWords,
  run(bytes) {
    const input = new Input(bytes);
    const settings = input.byte();
    const budget = 32 * input.byte();
    const sizes = input.chunkSizes();
    const length = input.byte();
    const rest = input.rest();
    const messages = [rest.slice(0, length), rest.slice(length)];
    const windowBits = 8 + (settings & 7);
    const noContextTakeover = bit(settings, 3);
    const setup = { windowBits, noContextTakeover, budget };
    const expected = byModel(messages, setup);
    for (const each of [sizes, [255, 255], [1, 1]] as const) {
      expectEqual(byPieces(messages, setup, each), expected, 'what came out');
    }
  },
};

interface Setup {
  readonly windowBits: number;
  readonly noContextTakeover: boolean;
  readonly budget: number;
}

/** The result of a message. */
interface Outcome {
  readonly state: string;
  readonly data: Buffer;
}

function byModel(messages: readonly Uint8Array[], setup: Setup): Outcome[] {
  const outcomes: Outcome[] = [];
  let history: Uint8Array = new Uint8Array(0);
  for (const message of messages) {
    const { data, state } = inflateByModel(message, { ...setup, isLast: true, history });
    outcomes.push({ state, data: Buffer.from(data) });
    if (state !== 'whole') break;
    if (!setup.noContextTakeover) history = Buffer.concat([history, data]);
  }
  return outcomes;
}

function byPieces(
  messages: readonly Uint8Array[],
  { budget, ...options }: Setup,
  sizes: readonly [number, number],
): Outcome[] {
  const inflater = new Inflater({ ...options, workspace: new InflateWorkspace() });
  const outcomes: Outcome[] = [];
  for (const message of messages) {
    inflater.begin();
    let data = Buffer.alloc(0);
    let kind: string = 'bytes';
    const pieces = [...cut(message, sizes), new Uint8Array(0)];
    for (const [i, piece] of pieces.entries()) {
      const result = inflater.push(piece, i === pieces.length - 1, budget - data.length);
      data = Buffer.concat([data, joinOutput(result.bytes)]);
      kind = result.kind === 'lent' ? 'bytes' : result.kind;
      if (kind !== 'bytes') break;
    }
    outcomes.push({ state: kind === 'bytes' ? 'whole' : kind, data });
    if (kind !== 'bytes') break;
  }
  return outcomes;
}
