import { describe, expect, it } from '@jest/globals';
import { type TransportRuntime, transportContract } from '@sansocket/testkit/transport-contract';
import { type Fault, memoryRuntime, type PipeKind } from './support/memory-runtime.ts';

/** A case that is not over by then waits for what does not come, in milliseconds. */
const PATIENCE = 400;

describe.each<PipeKind>(['own', 'StreamPipe', 'WriteQueue', 'late to stop'])(
  'transportContract() passes a sound adapter with a pipe of the kind %s:',
  (kind) => {
    // Adapters with the other pipes have tests of their own, with all cases.
    const cases = transportContract(memoryRuntime(undefined, kind)).filter(
      ({ name }) => kind === 'own' || !name.startsWith('ends once'),
    );
    it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
    if (kind !== 'own') return;
    it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
  },
);

describe('transportContract()', () => {
  it('has cases that are told apart by their names', () => {
    const names = transportContract(memoryRuntime()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Each fault with a case that notices it; a sound adapter passes all of them, however long that takes. */
const faults: readonly (readonly [Fault, string])[] = [
  [
    'credits bytes when they are written',
    'backpressure: keeps the output for a peer that does not read, and drains when it reads',
  ],
  [
    'reads on while nobody wants input',
    'backpressure: stops reading while the application pauses, so that the sender feels it',
  ],
  ['does not abort', 'ends: drops a client that does not close TCP'],
  ['does not abort', 'ends once: server: our Close frame is out: the peer falls silent'],
  ['does not report a reset', 'ends: reports a reset'],
  ['does not report a reset', 'ends once: client: open, output queued: the peer resets'],
  ['takes a lost stream for an end', 'ends: reports a reset'],
  [
    'does not notice that the stream is destroyed',
    'ends once: server: open, idle: the stream is destroyed',
  ],
  ['tells twice what has left', 'ends once: server: open, idle: the peer falls silent'],
  [
    'tells twice what has left',
    'backpressure: client: reports sent bytes in parts, and no byte twice, as the peer reads',
  ],
  [
    'tells that all has left once a part has',
    'backpressure: server: reports sent bytes in parts, and no byte twice, as the peer reads',
  ],
  [
    'does not tell what has left of a long write',
    'backpressure: server: reports sent bytes in parts, and no byte twice, as the peer reads',
  ],
  ['closes its half before what waits', 'ends: server: sends all that waits before its end'],
  [
    'drops what comes while nobody wants input',
    'ends: client: receives all that came before the peer closed its half, once the application reads on',
  ],
  [
    'does not resume',
    'backpressure: client: reads on after each of many pauses, and no more than is under way while it pauses',
  ],
  [
    'closes both halves when the peer closes one',
    'ends: client: answers what came before the peer closed its half',
  ],
  [
    'closes both halves when the peer closes one',
    'ends: sends what is due after the peer has closed its half',
  ],
  ['has no timer', 'opening handshake: answers a request that never ends with 408'],
  ['has no timer', 'ends once: client: open, idle: the peer falls silent'],
  ['writes pieces in another order', 'messages: carries 1 MiB of text and of bytes'],
  ['never closes its half', 'ends: answers a violation with a Close frame and ends'],
];

describe('transportContract() of an adapter that', () => {
  it.each(faults)('%s: fails', async (fault, name) => {
    expect(await passes(memoryRuntime(fault), name)).toBe(false);
  });
});

/** Whether a case comes to its end, in time. */
async function passes(runtime: TransportRuntime, name: string): Promise<boolean> {
  const { run } = transportContract(runtime).find((each) => each.name === name)!;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  const done = run().then(
    () => true,
    () => false,
  );
  const result = await Promise.race([done, late]);
  clearTimeout(timer);
  return result;
}
