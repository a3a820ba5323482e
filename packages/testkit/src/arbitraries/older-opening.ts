/**
 * Opening handshakes before RFC 6455: heads of a version, legal or changed in a few places (hixie-75 §4, hybi-00 §4).
 *
 * @module
 */

import fc from 'fast-check';
import { concat, latin1, serializeHead, type WireField, type WireHead } from '../wire/index.ts';
import { headDefects, ofEachRule, spoiled } from './head-defect.ts';

/** Keys that the drafts and implementations of their time contain, with the 8 bytes after the head. */
export const CHALLENGES: readonly (readonly [key1: string, key2: string, key3: string])[] = [
  ['4 @1  46546xW%0l 1 5', '12998 5 Y3 1  .P00', '^n:ds[4U'],
  ['18x 6]8vM;54 *(5:  {   U1]8  z [  8', '1_ tx7X d  <  nw  334J702) 7]o}` 0', 'Tm[K T2u'],
  ['3e6b263  4 17 80', '17  9 G`ZD9   2 2b 7X 3 /r90', 'WjN}|M(6'],
  ['42949!67 295', '4294967 29#5', '\xff'.repeat(8)],
  ['a 0', '0 x', '\0'.repeat(8)],
  ['0000 00000123x', '0a00000000 000456', '\r\n\r\n\0\xff\x80\0'],
];

/** Keys that break a rule. */
const BAD_KEYS = [
  '2 L785 8o% s9Sy9@V. 4<1P5',
  '4294967296 1',
  '4294967 296',
  '99999999999 9',
  '12345',
  'a b',
  '4 @1 46546xW%0l 1 5',
  '',
];

/** Values of fields that matter to some version. */
const VALUES = [
  'WebSocket',
  'websocket',
  'WebSocket, x',
  'Upgrade',
  'upgrade',
  'keep-alive, Upgrade',
  'example.com:8081',
  'http://other.example',
  'null',
  '8',
  '0',
  '2',
  'sample',
  '',
];

/** A change of the fields of a head; numbers are places, modulo how many there are. */
type Edit =
  | { readonly kind: 'drop' | 'repeat' | 'swap' | 'shout' | 'whisper'; readonly at: number }
  | { readonly kind: 'value'; readonly at: number; readonly value: string }
  | { readonly kind: 'add'; readonly at: number; readonly name: string; readonly value: string };

/** Changes of a legal head. */
export interface HeadEdits {
  /** Changes a head, its syntax last. */
  readonly apply: (head: WireHead) => Uint8Array;
}

/** Yields: few changes. Shrinks to: none. */
export function headEdits(): fc.Arbitrary<HeadEdits> {
  const at = fc.nat({ max: 20 });
  const kind = fc.constantFrom('drop', 'repeat', 'swap', 'shout', 'whisper');
  const value = fc.constantFrom(...VALUES, ...BAD_KEYS);
  const name = fc.constantFrom(
    'Sec-WebSocket-Key1',
    'Sec-WebSocket-Protocol',
    'WebSocket-Protocol',
    'Sec-WebSocket-Draft',
    'Content-Length',
    'Cookie',
    'X-Other',
  );
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ kind, at }),
    fc.record({ kind: fc.constant('drop' as const), at }),
    fc.record({ kind: fc.constant('value' as const), at, value }),
    fc.record({ kind: fc.constant('add' as const), at, name, value }),
  );
  const none = fc.constant([]);
  const edits = fc.oneof(
    { weight: 4, arbitrary: none },
    { weight: 4, arbitrary: edit.map((one) => [one]) },
    { weight: 1, arbitrary: fc.tuple(edit, edit) },
  );
  const syntax = fc.tuple(ofEachRule(headDefects()), at);
  const changes = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(edits, fc.constant(undefined)) },
    { weight: 1, arbitrary: fc.tuple(none, syntax) },
  );
  return changes.map(([all, defect]) => ({
    apply(head) {
      const edited = { ...head, fields: all.reduce<readonly WireField[]>(withEdit, head.fields) };
      if (defect === undefined || edited.fields.length === 0) return serializeHead(edited);
      return spoiled(edited, defect[0], defect[1]).bytes;
    },
  }));
}

function withEdit(fields: readonly WireField[], edit: Edit): readonly WireField[] {
  const at = edit.at % Math.max(fields.length, 1);
  const field = fields[at];
  if (field === undefined) return fields;
  const others = fields.filter((_, i) => i !== at);
  const changed = (change: Partial<WireField>): readonly WireField[] =>
    fields.map((its, i) => (i === at ? { ...its, ...change } : its));
  switch (edit.kind) {
    case 'drop':
      return others;
    case 'repeat':
      return [...fields, field];
    case 'swap':
      return [...others, field];
    case 'shout':
      return changed({ name: field.name.toUpperCase() });
    case 'whisper':
      return changed({ value: field.value.toLowerCase() });
    case 'value':
      return changed({ value: edit.value });
    case 'add':
      return [...fields.slice(0, at), { name: edit.name, value: edit.value }, ...fields.slice(at)];
  }
}

/** Yields: a request of a Hixie version, legal or changed, whole or not. Shrinks to: the example of the draft. */
export function hixieRequest(version: 'hixie-75' | 'hixie-76'): fc.Arbitrary<Uint8Array> {
  return fc
    .record({
      challenge: challenge(),
      target: fc.constantFrom('/demo', '/', '/demo?e=mc2'),
      host: fc.constantFrom('example.com', 'example.com:8081', 'EXAMPLE.com'),
      order: fc.constantFrom(0, 1, 2, 3, 4, 5),
      edits: headEdits(),
      missing: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat({ max: 30 })),
      behind: fc.constantFrom('', '\x00early\xff'),
    })
    .map(({ challenge: [key1, key2, key3], target, host, order, edits, missing, behind }) => {
      const is76 = version === 'hixie-76';
      const fields = [
        ['Upgrade', 'WebSocket'],
        ['Connection', 'Upgrade'],
        ['Host', host],
        ['Origin', 'http://example.com'],
        ...(is76
          ? [['Sec-WebSocket-Key1', key1] as const, ['Sec-WebSocket-Key2', key2] as const]
          : []),
      ].map(([name, value]) => ({ name: name, value: value }));
      const turned = is76 ? [...fields.slice(order), ...fields.slice(0, order)] : fields;
      const head = edits.apply({ firstLine: `GET ${target} HTTP/1.1`, fields: turned });
      const bytes = concat(head, latin1(is76 ? key3 + behind : behind));
      return bytes.subarray(0, bytes.length - missing);
    });
}

/** At most one key breaks a rule. Legal ones as step 16 to 22 of hybi-00 §4.1 make them, and those of the drafts. */
function challenge(): fc.Arbitrary<readonly [string, string, string]> {
  const key3 = fc
    .uint8Array({ minLength: 8, maxLength: 8 })
    .map((bytes) => String.fromCharCode(...bytes));
  const bad = fc.constantFrom(...BAD_KEYS);
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...CHALLENGES) },
    { weight: 3, arbitrary: fc.tuple(challengeKey(), challengeKey(), key3) },
    { weight: 2, arbitrary: fc.tuple(bad, challengeKey(), key3) },
    { weight: 2, arbitrary: fc.tuple(challengeKey(), bad, key3) },
  );
}

function challengeKey(): fc.Arbitrary<string> {
  return fc
    .record({
      spaces: fc.integer({ min: 1, max: 12 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      others: fc.array(fc.constantFrom('!', '/', ':', '~', 'a', 'Z', '@'), {
        minLength: 1,
        maxLength: 12,
      }),
      places: fc.array(fc.nat({ max: 40 }), { minLength: 24, maxLength: 24 }),
    })
    .map(({ spaces, share, others, places }) => {
      const number = Math.floor((share * (2 ** 32 - 1)) / spaces) * spaces;
      let key = `${number}`;
      const put = (what: string, place: number, edge: number): void => {
        const room = Math.max(key.length + 1 - 2 * edge, 1);
        const at = Math.min(edge + (place % room), key.length);
        key = key.slice(0, at) + what + key.slice(at);
      };
      for (const [i, other] of others.entries()) put(other, places[i]!, 0);
      for (let i = 0; i < spaces; i++) put(' ', places[12 + i]!, 1);
      return key;
    });
}
