/**
 * Shows the bytes on the wire: bytes on the left, meaning on the right, within 80 columns.
 *
 * @module
 */

import { styleText } from 'node:util';
import { type AnnotatedFrame, FrameAnnotator, hex } from './annotate-frame.ts';
import { annotateHead } from './annotate-head.ts';
import type { Direction } from './wire-tap.ts';

type Style = Parameters<typeof styleText>[0];

const COLUMNS = 80;
const INDENT = '  ';
const SEPARATOR = '│';
/** The width of the left side: a line of a head, or the bytes of a field. */
const LEFT_COLUMNS = { head: 50, frame: 24 } as const;
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
const fieldStyles = { header: 'yellow', 'masking-key': 'magenta', payload: 'reset' } as const;

export class WirePrinter {
  readonly #print: (line: string) => void;
  readonly #coloured: boolean;
  /** Per direction: there once the head of the handshake has passed. */
  readonly #annotators = new Map<Direction, FrameAnnotator>();
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

  /** Shows the bytes of one direction. */
  show(direction: Direction, passed: Uint8Array | 'end'): void {
    const annotator = this.#annotators.get(direction);
    if (passed === 'end') this.#showEnd(direction);
    else if (annotator === undefined) this.#showHead(direction, passed);
    else for (const frame of annotator.push(passed)) this.#showFrame(direction, frame);
  }

  /** A head that this wire carries comes in one piece. */
  #showHead(direction: Direction, bytes: Uint8Array): void {
    this.#annotators.set(direction, new FrameAnnotator());
    const what = direction === 'to-server' ? 'request' : 'response';
    this.#heading(direction, `${what}, ${bytes.length} bytes`);
    for (const { line, meaning } of annotateHead(new TextDecoder().decode(bytes))) {
      this.#rows('head', [line], 'reset', meaning);
    }
  }

  #showFrame(direction: Direction, { name, fields }: AnnotatedFrame): void {
    const length = fields.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.#heading(direction, `${name}, ${length} bytes`);
    for (const { kind, bytes, meaning } of fields) {
      this.#rows('frame', hexLines(bytes), fieldStyles[kind], meaning);
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

  #rows(what: 'head' | 'frame', left: readonly string[], style: Style, meaning: string): void {
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
