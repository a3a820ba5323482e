import { laws, movedSubject, sansocketSubject } from '@sansocket/testkit/laws';
import fc from 'fast-check';

const constantKeys = (b: Uint8Array) => {
  if (b.length === 16) for (let i = 0; i < 16; i++) b[i] = 'the sample nonce'.charCodeAt(i);
  else b.fill(0x5a);
};
const variants: [string, any, string[], number, boolean][] = [
  ['plain', {}, ['sharing', 'snapshot', 'masking', 'atomic'], 1, false],
  ['copies its chunks', { connection: { copy: true } }, ['sharing', 'atomic'], 0.2, false],
  [
    'copies, parts',
    { connection: { copy: true, messages: 'parts' } },
    ['sharing', 'atomic'],
    0.2,
    false,
  ],
  [
    'unmasks in place',
    { connection: { inPlace: true } },
    ['sharing', 'atomic', 'snapshot'],
    0.2,
    false,
  ],
  ['text as bytes', { connection: { text: 'bytes' } }, ['sharing', 'snapshot'], 0.2, false],
  ['parts', { connection: { messages: 'parts' } }, ['sharing', 'snapshot'], 0.2, false],
  ['frames', { connection: { frames: true } }, ['sharing', 'snapshot'], 0.2, false],
  [
    'fragments',
    { connection: { limits: { maxFragmentBytes: 100 }, messages: 'parts' } },
    ['sharing', 'masking', 'round-trip'],
    0.2,
    false,
  ],
  [
    'moved',
    { connection: { fillRandom: constantKeys } },
    ['time', 'backpressure', 'sharing', 'oracle', 'atomic', 'round-trip'],
    0.2,
    true,
  ],
  [
    'plain',
    {},
    [
      'round-trip',
      'backpressure',
      'time',
      'chunking',
      'bounded',
      'limits',
      'replay',
      'scheduling',
      'oracle',
    ],
    1,
    false,
  ],
];
let n = 0;
outer: for (const [name, options, which, factor, moved] of variants)
  for (const law of which)
    for (const role of ['server', 'client'] as const) {
      const base = sansocketSubject(role, options);
      const make = moved ? movedSubject(base) : base;
      try {
        for (const c of laws
          .find((l) => l.name === law)!
          .cases(make, { peer: sansocketSubject(role === 'server' ? 'client' : 'server') })) {
          if (c.missing.length) continue;
          const d = fc.check(c.property, {
            numRuns: Math.ceil(c.runs * factor),
            endOnFailure: true,
          });
          if (d.failed) {
            console.log(
              `   FOUND ${name} ${role} › ${law}, ${c.label} (run ${d.numRuns} of ${c.runs * factor}): ${String(d.errorInstance).slice(0, 160).replace(/\n/g, ' ')}`,
            );
            if (++n >= 2) break outer;
          }
        }
      } catch (e) {
        console.log(`   FOUND ${name} ${role} › ${law}: throws ${String(e).slice(0, 100)}`);
        if (++n >= 2) break outer;
      }
    }
if (n === 0) console.log('   NOT FOUND');
