/**
 * The picture of RFC 6455 §5.2, with the bits of a frame in it: 16 bits in a row, so that it fits a telephone.
 *
 * @module
 */

import { type Html, html } from '../../page/index.ts';
import type { Frame } from '../items.ts';

/** Bits that belong together. */
interface Cell {
  readonly name: string;
  readonly bits: number;
  readonly value: string;
  /** The colour, as in the bytes. */
  readonly kind: string;
}

/** The header of a frame, as far as it has come. */
export function bitDiagram({ bytes, header }: Frame): Html {
  const rows: (readonly Cell[])[] = [[...firstByte(bytes[0]!), ...secondByte(bytes[1])]];
  const lengthEnd = header.payloadStart - (header.isMasked ? 4 : 0);
  for (let at = 2; at < lengthEnd; at += 2) {
    rows.push([wordCell(bytes, at, at === 2 ? 'extended payload length' : 'continued', 'length')]);
  }
  for (let at = lengthEnd; at < header.payloadStart; at += 2) {
    rows.push([wordCell(bytes, at, at === lengthEnd ? 'masking key' : 'continued', 'key')]);
  }
  return html`<table class="bits"><caption>Header (RFC 6455 §5.2)</caption>
<thead><tr>${Array.from({ length: 16 }, (_, bit) => html`<th scope="col">${bit}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map(cellMarkup)}</tr>`)}</tbody></table>`;
}

function cellMarkup({ name, bits, value, kind }: Cell): Html {
  return html`<td colspan="${bits}" class="${kind}"><small>${name}</small> <span>${value}</span></td>`;
}

function firstByte(byte: number): readonly Cell[] {
  const bits = byte.toString(2).padStart(8, '0');
  const names = ['FIN', 'R1', 'R2', 'R3'];
  return [
    ...names.map((name, i) => ({ name, bits: 1, value: bits[i]!, kind: 'flags' })),
    { name: 'opcode', bits: 4, value: bits.slice(4), kind: 'flags' },
  ];
}

function secondByte(byte: number | undefined): readonly Cell[] {
  const bits = byte?.toString(2).padStart(8, '0') ?? '';
  return [
    { name: 'M', bits: 1, value: bits.slice(0, 1), kind: 'length' },
    { name: 'payload length', bits: 7, value: bits.slice(1), kind: 'length' },
  ];
}

function wordCell(bytes: Uint8Array, at: number, name: string, kind: string): Cell {
  const digits = Array.from(bytes.subarray(at, at + 2), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return { name, bits: 16, value: digits.join(' '), kind };
}
