/**
 * Payload pieces to messages (RFC 6455 §5.4, §8.1).
 *
 *     byte 0   settings: bit 0 text, bit 1 in parts, bit 2 text as bytes, bit 3 the end is not announced
 *     bytes 1, 2   sizes of the pieces
 *
 * @module
 */
import { impossibleByte } from '@sansocket/testkit/model';
import { MessageAssembler, type MessageAssemblerOptions } from 'sansocket/fragmentation';
import { utf8Words } from './dictionary.ts';
import { expectEqual, expectThat } from './expect.ts';
import { bit, cut, Input } from './input.ts';
import type { Target } from './target.ts';

/** The assembler, given one message in pieces. */
export const messageAssembler: Target = {
  name: 'message-assembler',
  promise: 'The message, or the valid part before the offending byte, comes out however it is cut',
  maxBytes: 1024,
  stepsPerByte: 250,
  dictionary: utf8Words,
  run(bytes) {
    const input = new Input(bytes);
    const settings = input.byte();
    const sizes = input.chunkSizes();
    const message = input.rest();
    const kind = bit(settings, 0) ? 'text' : 'binary';
    const options: MessageAssemblerOptions = {
      mode: bit(settings, 1) ? 'parts' : 'whole',
      text: bit(settings, 2) ? 'bytes' : 'string',
    };
    const announced = !bit(settings, 3);
    const room = announced ? message.length : Infinity;
    const offence = kind === 'text' ? (impossibleByte(message, room) ?? -1) : -1;
    for (const pieces of [[message.slice()], cut(message, sizes), cut(message, [1, 1])]) {
      const assembler = new MessageAssembler(options);
      assembler.begin(kind);
      expectAssembled(assembler, pieces, { message, offence, announced, options });
    }
  },
};

interface Expected {
  readonly message: Uint8Array;
  /** Index of the byte that is not UTF-8, or -1. */
  readonly offence: number;
  readonly announced: boolean;
  readonly options: MessageAssemblerOptions;
}

function expectAssembled(
  assembler: MessageAssembler,
  pieces: readonly Uint8Array[],
  { message, offence, announced, options }: Expected,
): void {
  const taken: Buffer[] = [];
  const take = (): void => {
    const data = assembler.take();
    expectThat(
      (typeof data === 'string') === (assembler.kind === 'text' && options.text === 'string'),
      'Text comes out as the options say',
    );
    taken.push(Buffer.from(data as string));
  };
  let at = 0;
  let found = -1;
  for (const piece of pieces) {
    const toCome = announced ? message.length - at - piece.length : Infinity;
    const index = assembler.push(piece, 0, piece.length, toCome);
    if (index !== -1) found = at + index;
    at += piece.length;
    if (options.mode === 'parts' || found !== -1) take();
    if (found !== -1) break;
  }
  if (options.mode === 'whole' && found === -1) take();
  expectEqual(found, offence, 'the offending byte and the model’s');
  const valid = message.subarray(0, offence === -1 ? message.length : offence);
  const begun = assembler.kind === 'text' ? beginOfCodePoint(valid) : 0;
  const complete = valid.subarray(0, valid.length - begun);
  expectEqual(Buffer.concat(taken), Buffer.from(complete), 'what came out and what was valid');
}

/** Bytes at the end of valid text that begin a code point without ending it. */
function beginOfCodePoint(text: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, text.length); back++) {
    const byte = text[text.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? back : 0;
  }
  return 0;
}
