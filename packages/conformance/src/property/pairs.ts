/**
 * A covering array: few sessions in which each two values of two factors come together at least once. It is the same in
 * each run.
 *
 * @module
 */

import {
  concat,
  type DeflateBlock,
  landmarksOf,
  positionBytes,
  positionText,
  serializeDeflate,
  utf8,
  type WireFrame,
} from '@sansocket/testkit/wire';
import fc from 'fast-check';
import type { Case, Chunks } from '../catalogue/index.ts';
import type { Bench } from './bench.ts';
import type { Property } from './property.ts';
import { caseOf, fragmentsOf, stepOf } from './session.ts';

/** The factors of a session, and their values, the simplest first. */
export const factors = {
  /** Bytes of the message: the ends of the three forms of a length. */
  length: [0, 125, 126, 65_535, 65_536],
  mask: ['zeros', 'ones', 'zero first', 'payload', 'any'],
  chunking: ['whole', 'in header', 'in key', 'in payload', 'each byte'],
  fragmentation: ['whole', 'two', 'empty first', 'empty last', 'many'],
  /** A control frame comes between the fragments of a binary message, or after it. */
  opcode: ['text', 'binary', 'ping', 'pong', 'close'],
  compression: ['none', 'stored', 'fixed', 'takeover'],
  role: ['server', 'client'],
} as const;

type Factors = typeof factors;

/** One value of each factor. */
export type Row = { readonly [Name in keyof Factors]: Factors[Name][number] };

const names = Object.keys(factors) as readonly (keyof Factors)[];

/**
 * The rows for a role of the testee; those of both roles together cover each pair.
 *
 * @param without - Factors of which only the first value is possible. Default: none.
 */
export function pairRows(
  role: Row['role'],
  without: readonly (keyof Factors)[] = [],
): readonly Row[] {
  const values = names.map((name): readonly unknown[] =>
    name === 'role' ? [role] : without.includes(name) ? factors[name].slice(0, 1) : factors[name],
  );
  return coveringArray(values.map((those) => those.length)).map(
    (row) => Object.fromEntries(names.map((name, i) => [name, values[i]![row[i]!]])) as Row,
  );
}

/**
 * Rows of indexes in which each two values of two columns come together. Each row begins with the first pair that is
 * left, and takes for each other column the value with the most pairs that are left.
 */
function coveringArray(sizes: readonly number[]): readonly (readonly number[])[] {
  const left = new Set<string>();
  for (const [i, size] of sizes.entries()) {
    for (let j = i + 1; j < sizes.length; j++) {
      for (let a = 0; a < size; a++)
        for (let b = 0; b < sizes[j]!; b++) left.add(`${i} ${a} ${j} ${b}`);
    }
  }
  const isLeft = (i: number, a: number, j: number, b: number): boolean =>
    left.has(i < j ? `${i} ${a} ${j} ${b}` : `${j} ${b} ${i} ${a}`);
  const rows: (readonly number[])[] = [];
  for (const first of left) {
    const [i = 0, a = 0, j = 0, b = 0] = first.split(' ').map(Number);
    const row = new Map([
      [i, a],
      [j, b],
    ]);
    for (const [column, size] of sizes.entries()) {
      if (row.has(column)) continue;
      const scores = Array.from(
        { length: size },
        (_, value) => [...row].filter(([other, its]) => isLeft(column, value, other, its)).length,
      );
      row.set(column, scores.indexOf(Math.max(...scores)));
    }
    for (const [one, its] of row) {
      for (const [other, theirs] of row) left.delete(`${one} ${its} ${other} ${theirs}`);
    }
    rows.push(sizes.map((_, column) => row.get(column)!));
  }
  return rows;
}

/** Every two properties of a session together. */
export const pairs: Property = {
  name: 'pairs',
  says: 'length, mask, chunks, fragments, opcode and compression, every two of their values together',
  rows: rowsOf,
  draw: (bench) => fc.constant(rowsOf(bench)[0]!),
};

function rowsOf(bench: Bench): readonly Case[] {
  const rows = pairRows('server', bench.deflate === undefined ? ['compression'] : []);
  const sorted = [...rows].sort((a, b) => a.length - b.length);
  return sorted.map((row) => sessionOf(bench, row));
}

function sessionOf(bench: Bench, row: Row): Case {
  const frames = framesOf(row, bench.deflate?.noContextTakeover === true).map((frame, i) => ({
    ...frame,
    maskingKey: keyOf(row.mask, frame.payload, i),
  }));
  const { length, mask, chunking, fragmentation, opcode, compression } = row;
  return caseOf(bench, {
    id: idOf(row),
    title: `${opcode}, ${length} bytes, mask ${mask}, chunks ${chunking}, fragments ${fragmentation}, compression ${compression}`,
    steps: frames.map((frame) => stepOf(frame)),
    chunks: chunksOf(chunking, frames),
    hasDeflate: compression !== 'none',
  });
}

/** The case whose outcomes a row has. */
function idOf({ opcode, fragmentation, compression }: Row): string {
  const isWhole = fragmentation === 'whole';
  if (opcode === 'close') return isWhole ? 'CL-018' : 'FG-012';
  if (opcode === 'ping') return isWhole ? 'CT-001' : 'FG-011';
  if (compression !== 'none') return 'PM-009';
  return isWhole ? 'LN-001' : 'FG-008';
}

const RSV1 = 0x40;
const CUTS = {
  whole: [],
  two: [40_000],
  'empty first': [0],
  'empty last': [65_535],
  many: [0, 1, 20_000, 20_000, 50_000],
} as const;

function framesOf(row: Row, forgets: boolean): readonly WireFrame[] {
  const { length, opcode, compression, fragmentation } = row;
  const isText = opcode === 'text';
  const data = isText ? utf8(positionText(length)) : positionBytes(length);
  const plain = { opcode: isText ? 1 : 2, payload: data };
  const [first, ...more] =
    compression === 'none' ? [plain] : compressed(plain, compression, forgets);
  const [start, ...rest] = fragmentsOf(first, CUTS[fragmentation]);
  const controls = controlOf(opcode);
  // Between the fragments, or after the only one.
  return [start ?? plain, ...controls, ...rest, ...more];
}

function controlOf(opcode: Row['opcode']): readonly WireFrame[] {
  switch (opcode) {
    case 'ping':
      return [{ opcode: 9, payload: positionBytes(125) }];
    case 'pong':
      return [{ opcode: 10, payload: positionBytes(125) }];
    case 'close':
      return [{ opcode: 8, payload: Uint8Array.of(0x03, 0xe8) }];
    default:
      return [];
  }
}

/** One message, or with `takeover` a second one that refers back to it. */
function compressed(
  { opcode, payload }: WireFrame,
  compression: Exclude<Row['compression'], 'none'>,
  forgets: boolean,
): readonly WireFrame[] {
  const frameOf = (blocks: readonly DeflateBlock[]): WireFrame => ({
    opcode,
    reservedBits: RSV1,
    payload: serializeDeflate(blocks),
  });
  if (compression === 'fixed') return [frameOf([{ type: 'fixed', tokens: [...payload] }])];
  const halves = [payload.subarray(0, 32_768), payload.subarray(32_768)];
  const stored = frameOf(halves.map((bytes) => ({ type: 'stored', bytes })));
  if (compression === 'stored') return [stored];
  const isFar = payload.length >= 3 && !forgets;
  const tokens = isFar ? [{ length: 3, distance: Math.min(payload.length, 32_768) }] : [0x61];
  return [stored, frameOf([{ type: 'fixed', tokens }])];
}

function keyOf(mask: Row['mask'], payload: Uint8Array, number: number): Uint8Array {
  switch (mask) {
    case 'zeros':
      return new Uint8Array(4);
    case 'ones':
      return new Uint8Array(4).fill(0xff);
    case 'zero first':
      return concat(new Uint8Array(1), positionBytes(3, number));
    case 'payload':
      return concat(payload.slice(0, 4), new Uint8Array(4)).slice(0, 4);
    case 'any':
      return positionBytes(4, number);
  }
}

/** Single bytes as far as the first payload: each cut costs a beat. */
function chunksOf(chunking: Row['chunking'], frames: readonly WireFrame[]): Chunks | undefined {
  const [start = 0, ...places] = landmarksOf(frames.slice(0, 1));
  const payloadAt = start + landmarksOf([{ ...frames[0]!, payload: new Uint8Array(0) }]).length - 2;
  switch (chunking) {
    case 'whole':
      return undefined;
    case 'in header':
      return places.slice(0, 1);
    case 'in key':
      return [payloadAt - 2];
    case 'in payload':
      return [payloadAt + Math.ceil(frames[0]!.payload.length / 2)];
    case 'each byte':
      return Array.from({ length: payloadAt + 4 }, (_, i) => i + 1);
  }
}
