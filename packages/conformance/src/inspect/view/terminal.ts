/**
 * The view in a terminal: a line for each frame.
 *
 *       #      t ms  dir op     flags  len      msg  preview
 *       1      3.9   ▲   text   F1--M  7        1    "Hello" (5 B)
 *
 * @module
 */

import { styleText } from 'node:util';
import { opcodeName } from '@sansocket/annotate';
import type { Ending, Way } from '../capture.ts';
import { closeOf, closeText, startOf, textOf } from '../fields.ts';
import type { Frame, Head, Item } from '../items.ts';
import type { Redaction } from '../redaction.ts';
import type { Session } from '../session.ts';

/** Up to the server, down to the client. */
export const arrows: Readonly<Record<Way, string>> = { client: '▲', server: '▼' };

/** Shows sessions and items as lines. */
export class Terminal {
  readonly #redaction: Redaction;
  readonly #isColoured: boolean;

  constructor(redaction: Redaction, isColoured: boolean) {
    this.#redaction = redaction;
    this.#isColoured = isColoured;
  }

  /** The lines before the items of a session. */
  title({ capture, extensions, notes }: Session, frames: number): readonly string[] {
    const { stream, client, server } = capture;
    const ends = [client, server].filter((end) => end !== undefined).join(' → ');
    const facts = [
      ...(ends === '' ? [] : [ends]),
      `${frames} ${frames === 1 ? 'frame' : 'frames'}`,
      ...(extensions === undefined ? [] : [extensions]),
    ];
    return [
      this.#paint('bold', `tcp.stream ${stream}  ${facts.join('  ')}`),
      ...notes.map((note) => this.#paint('yellow', `  ! ${note}`)),
      this.#paint('dim', '     #      t ms      op     flags  len         msg    preview'),
    ];
  }

  /** What an end did last. */
  endings(session: Session): readonly string[] {
    return session.capture.endings.map((ending) => this.ending(ending, session));
  }

  ending({ way, at, how }: Ending, session: Session): string {
    return `${' '.repeat(6)}${time(at, session)}  ${arrows[way]}   ${how} by the ${way}`;
  }

  item(item: Item, session: Session): string {
    if (item.kind === 'frame') return this.#frame(item, session);
    const begin = `${' '.repeat(6)}${time(item.at, session)}  ${arrows[item.way]}   `;
    if (item.kind === 'rest') return `${begin}${item.bytes.length} bytes that are no frame`;
    return begin + this.#head(item) + this.#breach(item);
  }

  #head({ lines }: Head): string {
    const more = lines.length - 1;
    return `${printable(this.#redaction.line(lines[0] ?? ''))}  +${more} ${more === 1 ? 'field' : 'fields'}`;
  }

  #frame(frame: Frame, session: Session): string {
    const { number, way, at, header, notes } = frame;
    const columns = [
      String(number).padStart(6),
      time(at, session),
      ` ${arrows[way]}  `,
      nameOf(header.opcode).padEnd(6),
      flagsText(header).padEnd(6),
      lengthText(frame).padEnd(11),
      placeText(frame).padEnd(6),
      printable(preview(frame, this.#redaction)),
    ];
    const remarks = notes.map((note) => this.#paint('yellow', `  ! ${note}`)).join('');
    return `${columns.join(' ').trimEnd()}${remarks}${this.#breach(frame)}`;
  }

  #breach({ breach }: Frame | Head): string {
    return breach === undefined
      ? ''
      : this.#paint('red', `  ✘ ${breach.rule} at byte ${breach.offset}`);
  }

  #paint(style: Parameters<typeof styleText>[0], text: string): string {
    return this.#isColoured ? styleText(style, text) : text;
  }
}

function time(at: number, session: Session): string {
  return (at - startOf(session)).toFixed(1).padStart(9);
}

/** Short enough for its column. */
function nameOf(opcode: number): string {
  const name = opcodeName(opcode);
  if (name === 'continuation') return 'cont';
  return name === 'reserved' ? `0x${opcode.toString(16)}` : name;
}

/** `F` FIN, `1` to `3` reserved bits, `M` masked, each in its place. */
export function flagsText({ fin, rsv, isMasked }: Frame['header']): string {
  const marks: readonly (readonly [string, boolean])[] = [
    ['F', fin],
    ['1', (rsv & 4) !== 0],
    ['2', (rsv & 2) !== 0],
    ['3', (rsv & 1) !== 0],
    ['M', isMasked],
  ];
  return marks.map(([mark, isSet]) => (isSet ? mark : '-')).join('');
}

/** The declared length, with the form that it is written in unless that is 7 bits, and a sign for one too long. */
export function lengthText({ header: { length, form }, breach, isWhole }: Frame): string {
  const long = breach?.rule === 'length-not-minimal' ? '!' : '';
  return `${length}${form === 7 ? '' : `/${form}${long}`}${isWhole ? '' : ' cut'}`;
}

/** The number of the message; and of the fragment, if there are several. */
export function placeText({ place, header }: Frame): string {
  if (place === undefined) return '';
  return place.fragment === 1 && header.fin
    ? String(place.number)
    : `${place.number}/${place.fragment}`;
}

const MOST_LETTERS = 60;
const MOST_BYTES = 16;

/** What a frame says, in a line. */
export function preview(frame: Frame, redaction: Redaction): string {
  const { header, message, place, isWhole } = frame;
  if (header.opcode === 8) return closePreview(frame, redaction);
  if (!isWhole) return `${header.payload.length} of ${header.length} bytes`;
  const hidden = redaction.hash(message?.data ?? header.payload);
  if (hidden !== undefined && header.length > 0) return hidden + sizeText(frame);
  if (place === undefined) return header.length === 0 ? '' : quoted(header.payload);
  if (message === undefined) {
    return place.isCompressed ? 'compressed' : contents(place.kind, header.payload);
  }
  return contents(place.kind, message.data) + sizeText(frame);
}

function closePreview(frame: Frame, redaction: Redaction): string {
  const close = closeOf(frame);
  if (close === undefined) return frame.header.length === 0 ? 'no code' : '';
  const { code, reason } = close;
  if (reason === '') return closeText(code);
  const hidden = redaction.hash(frame.header.payload.subarray(2));
  return `${closeText(code)} ${hidden ?? JSON.stringify(reason)}`;
}

/** The size of a message that is not that of the frame. */
function sizeText({ place, message }: Frame): string {
  if (place === undefined || message === undefined) return '';
  const { data, payload } = message;
  if (place.isCompressed) {
    const ratio = payload.length === 0 ? '' : `, ×${(data.length / payload.length).toFixed(2)}`;
    return ` (${data.length} B${ratio})`;
  }
  return place.fragment > 1 ? ` (${data.length} B)` : '';
}

function contents(kind: 'text' | 'binary', data: Uint8Array): string {
  if (kind === 'text') return quoted(data);
  const digits = Buffer.from(data.subarray(0, MOST_BYTES)).toString('hex');
  return digits.replace(/..(?=.)/g, '$& ') + (data.length > MOST_BYTES ? ' …' : '');
}

function quoted(bytes: Uint8Array): string {
  const letters = Array.from(textOf(bytes.subarray(0, 4 * MOST_LETTERS)));
  const isMore = letters.length > MOST_LETTERS || bytes.length > 4 * MOST_LETTERS;
  // Quotation marks stay as they are, since JSON is what is sent most.
  const text = JSON.stringify(letters.slice(0, MOST_LETTERS).join('')).replaceAll('\\"', '"');
  return text + (isMore ? ' …' : '');
}

/** Without the characters that a terminal acts on. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Bidi_Control}/gu, '\ufffd');
}
