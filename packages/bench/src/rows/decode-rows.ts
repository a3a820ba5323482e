/**
 * Rows on decoding.
 *
 * @module
 */

import type { DecodeWork } from '../work/index.ts';
import { type Goal, librariesFor, type Row } from './row.ts';
import { shortSizeOf, sizeOf } from './sizes.ts';

const READ = 65_536;
const KIB = 1024;
const MIB = 1_048_576;

/** The payload length from which on a runtime's capabilities make a difference. */
const WITH_PORTABLE = 125;

type Figures = readonly [must: number, aim: number];

/** Text in small messages: as strings. */
const texts: readonly (readonly [
  bytes: number,
  role: DecodeWork['role'],
  reads: DecodeWork['reads'],
  goal: Figures,
])[] = [
  [16, 'server', READ, [10, 15]],
  [16, 'server', 'message', [6, 9]],
  [125, 'server', READ, [5, 9]],
  [125, 'client', READ, [3, 5]],
  [125, 'server', 'message', [3, 4.5]],
  [125, 'client', 'message', [1.7, 2.5]],
  [KIB, 'server', READ, [4.5, 6]],
  [KIB, 'client', READ, [2.3, 3]],
];

/** Every row on decoding. */
export function decodeRows(): Row[] {
  return [
    ...texts.map(([bytes, role, reads, goal]) => textRow(bytes, role, reads, goal)),
    ...[16 * KIB, 64 * KIB, MIB].flatMap(binaryRows),
    textRow(64 * KIB, 'server', READ, [5, 7.5]),
    textRow(64 * KIB, 'client', 'message', [1.05, 1.4]),
    streamedRow('server', [10, 12]),
    streamedRow('client', [50, 100]),
    fragmentsRow('whole', [3, 4]),
    fragmentsRow('parts', [8, 10]),
    mixRow(),
  ];
}

function textRow(
  bytes: number,
  role: DecodeWork['role'],
  reads: DecodeWork['reads'],
  figures: Figures,
): Row {
  const goals = [speed(figures)];
  if (bytes === KIB && role === 'server') goals.push({ against: 'ws+bufferutil', must: 2, aim: 2 });
  const cut = reads === 'message' ? 'one message a chunk' : `${sizeOf(reads)} reads`;
  const suffix = reads === 'message' ? '-message' : '';
  return row({
    name: `decode-text-${shortSizeOf(bytes)}-${role}${suffix}`,
    title: `decode text ${sizeOf(bytes)}, ${role}, ${cut}`,
    delivers: 'strings',
    work: { kind: 'decode', role, messages: 'text', bytes, reads, delivery: 'whole' },
    goals,
  });
}

/**
 * Masked by WebAssembly, as the adapter for Node does; by ECMAScript; by an add-on, compared with libraries that use it
 * too.
 */
function binaryRows(bytes: number): Row[] {
  const withMasker = row({
    name: `decode-binary-${shortSizeOf(bytes)}`,
    title: `decode binary ${sizeOf(bytes)}, masked, one message a chunk`,
    delivers: 'views of the chunk, unmasked in it',
    work: {
      kind: 'decode',
      role: 'server',
      messages: 'binary',
      bytes,
      reads: 'message',
      delivery: 'whole',
    },
    goals: [speed([20, 25])],
  });
  const against = withMasker.against.filter((one) => one !== 'portable');
  const portable: Row = {
    ...withMasker,
    name: `${withMasker.name}-portable`,
    title: `${withMasker.title}, portable`,
    subject: 'portable',
    against,
    goals: [speed([9, 10])],
  };
  const native: Row = {
    ...withMasker,
    name: `${withMasker.name}-native`,
    title: `${withMasker.title}, with bufferutil`,
    subject: 'sansocket+bufferutil',
    against,
    goals: [{ against: 'ws+bufferutil', must: 1, aim: 1.2 }],
  };
  return [withMasker, portable, native];
}

function streamedRow(role: DecodeWork['role'], figures: Figures): Row {
  return row({
    name: `decode-1m-streamed-${role}`,
    title: `decode binary 1 MiB, ${role === 'server' ? 'masked' : 'unmasked'}, streamed, 64 KiB reads`,
    delivers: 'parts as views of the chunks; others whole messages',
    work: { kind: 'decode', role, messages: 'binary', bytes: MIB, reads: READ, delivery: 'parts' },
    goals: [speed(figures)],
  });
}

function fragmentsRow(delivery: DecodeWork['delivery'], figures: Figures): Row {
  const streamed = delivery === 'parts';
  return row({
    name: `decode-1m-fragments${streamed ? '-streamed' : ''}`,
    title: `decode binary 1 MiB in 1 KiB fragments, ${streamed ? 'streamed' : 'assembled'}`,
    delivers: streamed
      ? 'parts as views of the chunks; others whole messages'
      : 'whole messages, copied',
    work: {
      kind: 'decode',
      role: 'server',
      messages: 'binary',
      bytes: MIB,
      reads: READ,
      fragmentBytes: KIB,
      delivery,
    },
    goals: [speed(figures)],
  });
}

function mixRow(): Row {
  return row({
    name: 'decode-mix',
    title: 'decode text, ping, text, pong (16 B), server, 64 KiB reads',
    delivers: 'strings; pings answered',
    work: {
      kind: 'decode',
      role: 'server',
      messages: 'mix',
      bytes: 16,
      reads: READ,
      delivery: 'whole',
    },
    goals: [speed([8, 10])],
  });
}

function row(
  given: Pick<Row, 'name' | 'title' | 'delivers' | 'goals'> & { readonly work: DecodeWork },
): Row {
  const portable = given.work.bytes >= WITH_PORTABLE ? (['portable'] as const) : [];
  const against = [...portable, ...librariesFor(given.work.role)];
  return { ...given, measure: 'time', subject: 'sansocket', against };
}

function speed([must, aim]: Figures): Goal {
  return { against: 'ws', must, aim };
}
