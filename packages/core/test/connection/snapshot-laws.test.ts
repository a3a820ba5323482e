/** Law: what is restored from a snapshot goes on the same. @module */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Connection } from 'sansocket';
import { step } from '../support/arbitraries/step.ts';
import { wire } from '../support/arbitraries/wire.ts';
import { assertLaw } from '../support/assert-law.ts';
import { concat, hex } from '../support/bytes.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import type { Step } from '../support/session.ts';
import { type Options, open, restore, take } from '../support/snapshots.ts';
import { type Subject, subjects } from '../support/subject.ts';

/** The same inputs for a machine as it goes on, and for one that is restored after every step. */
class Course {
  #connection: Connection;
  readonly #options: Options | undefined;
  #now = 0;
  #rest: Uint8Array;
  /** Snapshots taken. */
  count = 0;

  constructor(subject: Subject, options: Options, bytes: Uint8Array, restores: boolean) {
    this.#connection = open(subject, options);
    this.#options = restores ? options : undefined;
    this.#rest = bytes;
  }

  do(input: Step): unknown {
    let error: unknown;
    try {
      this.#input(input);
    } catch (caught) {
      error = caught;
    }
    const seen = take(this.#connection);
    if (this.#options !== undefined && this.#connection.readyState === 'open') {
      const snapshot = this.#connection.snapshot();
      this.count++;
      this.#connection = restore(this.#connection, snapshot, this.#options, this.#now);
    }
    return { seen, error };
  }

  #input(input: Step): void {
    const connection = this.#connection;
    const now = this.#now;
    switch (input.type) {
      case 'receive': {
        const chunk = this.#rest.slice(0, input.size);
        this.#rest = this.#rest.slice(input.size);
        connection.receive(chunk, now);
        break;
      }
      case 'send':
        connection.send(input.data, { fin: input.fin });
        break;
      case 'ping':
        connection.ping(input.payload, now);
        break;
      case 'wait':
        this.#now += input.ms;
        connection.handleTimeout(this.#now);
        break;
      case 'credit':
        connection.outputSent(connection.bufferedAmount, now);
        break;
      case 'pause':
        connection.pauseReceiving();
        break;
      case 'resume':
        connection.resumeReceiving();
        break;
      case 'pong':
        connection.pong();
        break;
      default:
        break;
    }
  }
}

const RUNS = 100;
const FUZZ_RUNS = Number(process.env['FUZZ_RUNS'] ?? 1);

const optionsOf: Readonly<Record<string, Options>> = {
  whole: {},
  'in parts': { messages: 'parts' },
  'with frames and text as bytes': { frames: true, text: 'bytes' },
  'with low limits': {
    limits: { maxFrameBytes: 125, maxMessageBytes: 150, maxEmptyFragments: 2 },
  },
};

describe.each(subjects)('a snapshot of a $role', (subject) => {
  it.each(Object.keys(optionsOf))(
    'goes on as if nothing had been, after every step: %s',
    (name) => {
      let snapshots = 0;
      const inputs = fc.array(step(), { maxLength: 60, size: 'max' });
      assertLaw(
        fc.property(wire(subject.key), inputs, (bytes, steps) => {
          const options = { ...optionsOf[name], fillRandom: sampleEntropy };
          const straight = new Course(subject, options, bytes, false);
          const restored = new Course(subject, options, bytes, true);
          for (const input of steps) expect(restored.do(input)).toEqual(straight.do(input));
          snapshots += restored.count;
        }),
        RUNS,
      );
      expect(snapshots).toBeGreaterThan(RUNS * FUZZ_RUNS);
    },
  );

  it('goes on after every byte of two fragmented messages with a ping inside', () => {
    const frames = hex('01 02 48 c3 00 00 89 02 61 62 80 01 bc 02 7e 00 7e'.replaceAll(' ', ''));
    const wireBytes = concat(frames, new Uint8Array(126), hex('80 03 01 02 03 82 00'));
    const bytes = subject.key === undefined ? wireBytes : maskFrames(wireBytes);
    const straight = new Course(subject, { fillRandom: sampleEntropy }, bytes, false);
    const restored = new Course(subject, { fillRandom: sampleEntropy }, bytes, true);
    for (let i = 0; i < bytes.length; i++) {
      const input = { type: 'receive', size: 1 } as const;
      expect(restored.do(input)).toEqual(straight.do(input));
    }
    expect(restored.count).toBe(bytes.length);
  });
});
