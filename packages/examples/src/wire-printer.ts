/**
 * Shows the bytes on the wire: bytes on the left, meaning on the right, within 80 columns.
 *
 * @module
 */

import { styleText } from 'node:util';
import { annotate, type Field, type FieldKind, type Part } from '@sansocket/annotate';
import type { Direction } from './wire-tap.ts';

type Style = Parameters<typeof styleText>[0];

const COLUMNS = 80;
const INDENT = '  ';
const SEPARATOR = '│';
/** The width of the left side: a line of a head, or the bytes of a field. */
const LEFT_COLUMNS = { head: 50, frame: 24, unread: 24 } as const;
const BYTES_PER_LINE = 8;
/** Of one field; the rest of it is counted. */
const MAX_LINES = 2;

const arrows: Readonly<Record<Direction, string>> = {
  'to-server': 'client ──▶ server',
  'to-client': 'client ◀── server',
};
const arrowStyles: Readonly<Record<Direction, Style>> = {
  'to-server': 'cyan',
  'to-client': 'green',
};
const fieldStyles: Readonly<Record<FieldKind, Style>> = {
  line: 'reset',
  flags: 'yellow',
  length: 'yellow',
  key: 'magenta',
  payload: 'reset',
  code: 'reset',
  unread: 'dim',
};

/** One direction: what is to be shown once it is whole, which begins with a head or does not. */
interface Stream {
  readonly bytes: Uint8Array;
  readonly head: 'request' | 'response' | undefined;
}

const streamsAtFirst: readonly (readonly [Direction, Stream])[] = [
  ['to-server', { bytes: new Uint8Array(0), head: 'request' }],
  ['to-client', { bytes: new Uint8Array(0), head: 'response' }],
];

/** Prints both directions of a connection. */
export class WirePrinter {
  readonly #print: (line: string) => void;
  readonly #coloured: boolean;
  readonly #streams = new Map(streamsAtFirst);
  #someEnded = false;

  /** @param print - Takes one line. */
  constructor(print: (line: string) => void, coloured: boolean) {
    this.#print = print;
    this.#coloured = coloured;
  }

  /** Announces the next step. */
  title(text: string, section: string): void {
    const rule = '─'.repeat(COLUMNS - text.length - section.length - 6);
    this.#print('');
    this.#print(`── ${this.#paint('bold', text)} ${this.#paint('dim', `${rule} ${section}`)}`);
  }

  /** Shows the bytes of one direction: heads and frames, each once it is whole. */
  show(direction: Direction, passed: Uint8Array | 'end'): void {
    if (passed === 'end') {
      this.#showEnd(direction);
      return;
    }
    const { bytes: rest, head } = this.#streams.get(direction)!;
    const bytes = Uint8Array.of(...rest, ...passed);
    const whole = annotate(bytes, { head }).filter(({ isWhole }) => isWhole);
    for (const part of whole) this.#showPart(direction, part, bytes);
    const shown = whole.at(-1)?.end ?? 0;
    const next = { bytes: bytes.subarray(shown), head: shown === 0 ? head : undefined };
    this.#streams.set(direction, next);
  }

  #showPart(
    direction: Direction,
    { kind, title, start, end, fields }: Part,
    bytes: Uint8Array,
  ): void {
    this.#heading(direction, `${title}, ${end - start} bytes`);
    for (const field of fields) {
      const left =
        kind === 'head' ? [field.name] : hexLines(bytes.subarray(field.start, field.end));
      this.#rows(
        kind,
        left,
        fieldStyles[field.kind],
        kind === 'head' ? field.meaning : said(field),
      );
    }
  }

  #showEnd(direction: Direction): void {
    const who = direction === 'to-server' ? 'client' : 'server';
    const order = this.#someEnded ? 'then the' : 'first the';
    this.#heading(direction, `FIN: ${order} ${who} closes its half of TCP (§7.1.1)`);
    this.#someEnded = true;
  }

  #heading(direction: Direction, text: string): void {
    this.#print('');
    this.#print(`${this.#paint(arrowStyles[direction], arrows[direction])}   ${text}`);
  }

  #rows(what: Part['kind'], left: readonly string[], style: Style, meaning: string): void {
    const columns = LEFT_COLUMNS[what];
    const right = wrap(meaning, COLUMNS - INDENT.length - columns - SEPARATOR.length - 2);
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const start = this.#paint(style, (left[i] ?? '').padEnd(columns));
      const line = `${INDENT}${start} ${this.#paint('dim', SEPARATOR)} ${right[i] ?? ''}`;
      this.#print(line.trimEnd());
    }
  }

  #paint(style: Style, text: string): string {
    return this.#coloured ? styleText(style, text) : text;
  }
}

/** The bits of a field by their names, or its name; and its meaning. */
function said({ name, bits, meaning }: Field): string {
  const what = bits?.map(([group, digits]) => `${group} ${digits}`).join(', ') ?? name;
  return `${what}: ${meaning}`;
}

function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    if (lines.length === MAX_LINES) return [...lines, `… and ${bytes.length - at} bytes more`];
    lines.push(hex(bytes.subarray(at, at + BYTES_PER_LINE)));
  }
  return lines;
}

/** Breaks a text between words where it can. */
function wrap(text: string, columns: number): string[] {
  const lines = text.match(new RegExp(`.{1,${columns}}(?=\\s|$)|.{${columns}}`, 'g')) ?? [];
  return lines.map((line) => line.trimStart());
}

/** @returns `0a ff …`. */
function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
