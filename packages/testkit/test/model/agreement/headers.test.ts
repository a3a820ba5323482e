/**
 * Every two-byte header in every state: core beside the model (RFC 6455 §5.2).
 *
 * Through the frame decoder all 65,536. Through the connection, which takes far longer, those whose
 * byte 0 can begin a frame; a byte 0 that cannot is the violation by itself, so four values of byte 1
 * stand for all. The environment's FUZZ_RUNS, when above 1, has the connection take all of them.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { judgeFrames, type ModelRole } from '@sansocket/testkit/model';
import { concat, hex, serializeFrame, toHex } from '@sansocket/testkit/wire';
import { FrameDecoder } from 'sansocket/framing';
import { coreOn, disagreement, modelOn, type SharedSetup } from '../support/agreement.ts';

const RSV1 = 0x40;
const isExhaustive = Number(process.env['FUZZ_RUNS'] ?? 1) > 1;

interface State {
  readonly name: string;
  /** Opcode and payload of the fragment before the header. */
  readonly begun?: readonly [opcode: number, payload: string];
  readonly closeSent: boolean;
}

/** The text has a code point begun that lacks three bytes: the shortest last fragments are too short. */
const states: readonly State[] = [
  { name: 'between messages', closeSent: false },
  { name: 'inside a text message', begun: [1, '61 f0'], closeSent: false },
  { name: 'inside a binary message', begun: [2, '61 f0'], closeSent: false },
  { name: 'after our Close frame', closeSent: true },
];

const roles: readonly ModelRole[] = ['server', 'client'];

const cases = roles.flatMap((role) =>
  states.flatMap((state) =>
    [false, true].map((deflates) => {
      const extension = deflates ? 'with' : 'without';
      return { role, deflates, ...state, title: `${role} ${state.name}, ${extension} extension` };
    }),
  ),
);

/** The bytes that lead to a state. */
function bytesBefore({ begun }: State, role: ModelRole): Uint8Array {
  if (begun === undefined) return new Uint8Array(0);
  const [opcode, payload] = begun;
  const maskingKey = role === 'server' ? hex('01 02 03 04') : undefined;
  return serializeFrame({ opcode, fin: false, payload: hex(payload), maskingKey });
}

/** What the decoder makes of a header: nothing yet, the header, or a violation. */
function decoderVerdict(decoder: FrameDecoder, bytes: Uint8Array): unknown {
  decoder.push(bytes);
  let header: unknown;
  for (;;) {
    const step = decoder.next();
    if (step === 'header') header = decoder.header;
    if (step === 'need-input') return { header };
    if (step !== 'violation') continue;
    const { rule, offset } = decoder.violation!;
    return { rule, offset };
  }
}

describe('the frame decoder and the model agree on every header', () => {
  const fragmentable = cases.filter(({ closeSent }) => !closeSent);

  it.each(fragmentable)('of 65,536: $title', ({ role, deflates, ...state }) => {
    const before = bytesBefore(state, role);
    const kind = state.begun?.[0] === 1 ? 'text' : 'other';
    const wrong: string[] = [];
    for (let header = 0; header < 0x1_0000; header++) {
      const two = Uint8Array.of(header >> 8, header & 0xff);
      const decoder = new FrameDecoder({ role, reservedBits: deflates ? RSV1 : 0 });
      decoderVerdict(decoder, before);
      decoder.neededBytes = kind === 'text' ? 3 : 0;
      const verdict = decoderVerdict(decoder, two);
      const judgement = judgeFrames(concat(before, two), {
        role,
        deflate: deflates ? {} : undefined,
      });
      const [frame] = judgement.events.filter(
        (event) => event.type === 'frame' && event.offset === before.length,
      );
      const expected =
        judgement.violation === undefined
          ? { header: frame?.type === 'frame' ? frame.header : undefined }
          : { rule: judgement.violation.rule, offset: judgement.violation.offset };
      if (!isDeepStrictEqual(verdict, expected)) wrong.push(toHex(two));
    }
    expect(wrong).toEqual([]);
  });
});

describe('a connection and the model agree on every header', () => {
  it.each(cases)('whose byte 0 can begin a frame: $title', ({ role, deflates, ...state }) => {
    const before = bytesBefore(state, role);
    const setup: SharedSetup = { role, deflates, closeSent: state.closeSent };
    const wrong: unknown[] = [];
    for (let byte0 = 0; byte0 < 256; byte0++) {
      const bytes = concat(before, Uint8Array.of(byte0));
      const begins = modelOn(bytes, setup).violation === undefined;
      for (let byte1 = 0; byte1 < 256; byte1++) {
        const stands = begins || isExhaustive || byte1 % 0x80 === 0 || byte1 % 0x80 === 0x7f;
        if (!stands) continue;
        const whole = concat(bytes, Uint8Array.of(byte1));
        const difference = disagreement(whole, [whole], setup);
        if (difference.core !== undefined) wrong.push({ bytes: toHex(whole), ...difference });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it.each(cases)('cut between any two bytes: $title', ({ role, deflates, ...state }) => {
    const before = bytesBefore(state, role);
    const setup: SharedSetup = { role, deflates, closeSent: state.closeSent };
    for (const byte0 of [0x00, 0x01, 0x81, 0x82, 0x88, 0x89, 0xc1, 0x83, 0x91]) {
      for (const byte1 of [0x00, 0x01, 0x7e, 0x7f, 0x80, 0x81, 0xfe, 0xff]) {
        const bytes = concat(before, Uint8Array.of(byte0, byte1));
        const cut = [before, Uint8Array.of(byte0), Uint8Array.of(byte1)];
        expect(coreOn(cut, setup)).toEqual(modelOn(bytes, setup));
      }
    }
  });
});
