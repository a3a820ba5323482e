/**
 * Bytes in colours, part by part, with a table of their fields.
 *
 * @module
 */

import type { Field, Part } from '../model/index.ts';
import { abridge, h } from './dom.ts';

/** How a stream is shown. */
export interface PartsView {
  readonly bytes: Uint8Array;
  readonly parts: readonly Part[];
  /** Positions at which a chunk begins. */
  readonly cuts?: ReadonlySet<number> | undefined;
  /** Bytes from this position on have not come yet. Default: all have come. */
  readonly givenTo?: number | undefined;
  /** Position of the byte that breaks a rule. */
  readonly offending?: number | undefined;
  /** Called with the position of a byte that was clicked. */
  readonly onByte?: ((position: number) => void) | undefined;
}

/** Bytes of one field that are shown; of the others there is the number. */
const MAX_SHOWN = 64;
/** Letters of one line that are shown; of the others there is the number. */
const MAX_LETTERS = 400;

/** One card for each part; of many, for those at both ends. */
export function showParts(view: PartsView): HTMLElement[] {
  return abridge(
    view.parts,
    (part) => cardOf(part, view),
    (count) => h('p', { class: 'gap' }, `${count} parts more, not shown`),
  );
}

function cardOf(part: Part, view: PartsView): HTMLElement {
  const isToCome = part.start >= (view.givenTo ?? view.bytes.length) && part.end > part.start;
  const card = h(
    'article',
    { class: `part ${part.kind}${isToCome ? ' to-come' : ''}` },
    h(
      'header',
      {},
      h('h3', {}, part.title, part.isWhole ? '' : ', not all of it'),
      h('span', { class: 'where' }, rangeOf(part.start, part.end), isToCome ? ', to come' : ''),
    ),
    ...(part.kind === 'head'
      ? []
      : [h('p', { class: 'hex' }, ...part.fields.flatMap((f) => bytesOf(f, view)))]),
    part.kind === 'unread'
      ? h('p', { class: 'empty' }, part.fields[0]!.meaning)
      : tableOf(part, view),
  );
  linkHovers(card);
  return card;
}

function rangeOf(start: number, end: number): string {
  const count = end - start;
  return `${count} byte${count === 1 ? '' : 's'} from ${start}`;
}

function bytesOf(field: Field, view: PartsView): HTMLElement[] {
  const shownTo = Math.min(field.end, field.start + MAX_SHOWN);
  const shown: HTMLElement[] = [];
  for (let at = field.start; at < shownTo; at++) shown.push(byteOf(at, field, view));
  if (shownTo < field.end) {
    shown.push(h('span', { class: 'more' }, `… ${field.end - shownTo} bytes more`));
  }
  return shown;
}

function byteOf(at: number, field: Field, view: PartsView): HTMLElement {
  const classes = ['byte', field.kind];
  if (view.cuts?.has(at) === true) classes.push('cut');
  if (at >= (view.givenTo ?? view.bytes.length)) classes.push('to-come');
  if (at === view.offending) classes.push('offending');
  const title = `byte ${at}: ${field.name}${at === view.offending ? ', breaks a rule' : ''}`;
  const digits = view.bytes[at]!.toString(16).padStart(2, '0');
  const byte = h('span', { class: classes.join(' '), title, 'data-field': field.start }, digits);
  const { onByte } = view;
  if (onByte !== undefined && at > 0) {
    byte.addEventListener('click', () => {
      onByte(at);
    });
  }
  return byte;
}

function tableOf(part: Part, view: PartsView): HTMLElement {
  return h(
    'table',
    { class: 'fields' },
    h('caption', { class: 'hidden' }, `Fields of the ${part.title}`),
    h(
      'thead',
      { class: 'hidden' },
      h('tr', {}, ...['bytes', 'field', 'meaning'].map((name) => h('th', { scope: 'col' }, name))),
    ),
    h(
      'tbody',
      {},
      ...abridge(
        part.fields,
        (field) => rowOf(field, part, view),
        (count) => h('tr', {}, h('td', { class: 'gap', colspan: 3 }, `${count} more, not shown`)),
      ),
    ),
  );
}

function rowOf(field: Field, part: Part, view: PartsView): HTMLElement {
  const isOffending =
    view.offending !== undefined && field.start <= view.offending && view.offending < field.end;
  const classes = [
    'field',
    field.kind,
    isOffending ? 'offending' : '',
    field.start >= (view.givenTo ?? view.bytes.length) ? 'to-come' : '',
  ];
  const cells =
    part.kind === 'head'
      ? [h('td', { class: 'line-text', colspan: 2 }, shortened(field.name) || '(empty line)')]
      : [
          h(
            'td',
            { class: 'digits' },
            field.bits === undefined ? digitsOf(field, view.bytes) : bitsOf(field.bits),
          ),
          h('th', { scope: 'row' }, field.name),
        ];
  const meaning = isOffending ? `${field.meaning} (breaks a rule)` : field.meaning;
  return h(
    'tr',
    { class: classes.join(' '), 'data-field': field.start },
    ...cells,
    h('td', { class: 'meaning' }, meaning),
  );
}

function shortened(line: string): string {
  if (line.length <= MAX_LETTERS) return line;
  return `${line.slice(0, MAX_LETTERS)} … ${line.length - MAX_LETTERS} letters more`;
}

function digitsOf({ start, end }: Field, bytes: Uint8Array): string {
  const digits = Array.from(bytes.subarray(start, Math.min(end, start + 8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return digits.join(' ') + (end - start > 8 ? ' …' : '');
}

function bitsOf(groups: NonNullable<Field['bits']>): HTMLElement {
  return h(
    'span',
    { class: 'bits' },
    ...groups.map(([name, bits]) =>
      h(
        'span',
        { class: 'group', title: name, role: 'img', 'aria-label': `${name} ${bits}` },
        ...Array.from(bits, (bit) => h('i', { class: bit === '1' ? 'set' : '' }, bit)),
      ),
    ),
  );
}

/** A field that is pointed at lights its bytes, and the other way round. */
function linkHovers(card: HTMLElement): void {
  const light = (event: Event, on: boolean) => {
    const field = (event.target as Element).closest('[data-field]')?.getAttribute('data-field');
    if (field === undefined || field === null) return;
    for (const other of card.querySelectorAll(`[data-field="${field}"]`)) {
      other.classList.toggle('lit', on);
    }
  };
  card.addEventListener('mouseover', (event) => {
    light(event, true);
  });
  card.addEventListener('mouseout', (event) => {
    light(event, false);
  });
}
