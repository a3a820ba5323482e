/**
 * The ladder of a connection: frames of both directions in the order in which they came, with their bytes in colours.
 *
 * @module
 */

import { type Html, html } from '../../page/index.ts';
import type { SavedBytes, SavedVariant, Turn } from '../saved.ts';
import { type Field, hasFrames, type Part, partsOf } from './stream.ts';

/** A part, and its direction. */
interface Rung {
  readonly way: 'sent' | 'received';
  readonly bytes: Uint8Array;
  readonly part: Part;
}

/** More are counted only. */
const MOST_RUNGS = 30;

/** The ladder of a variant whose bytes were kept. */
export function ladder({ sent, received, turns = [] }: SavedVariant): Html | undefined {
  if (sent === undefined || received === undefined) return undefined;
  const rungs = rungsOf(sent, received, turns);
  const more = rungs.length - MOST_RUNGS;
  return html`<ol class="ladder"><li class="ends"><span>sansocket</span><span>testee</span></li>
${rungs.slice(0, MOST_RUNGS).map(rungMarkup)}</ol>
${more > 0 ? html`<p class="muted">${more} more, not shown</p>` : undefined}
${cutText('sent', sent)}${cutText('received', received)}`;
}

function cutText(way: Rung['way'], { hex, length }: SavedBytes): Html | undefined {
  const kept = hex.length / 2;
  if (kept === length) return undefined;
  return html`<p class="muted">${length} bytes were ${way}; the report has the first ${kept}</p>`;
}

function rungsOf(sent: SavedBytes, received: SavedBytes, turns: readonly Turn[]): readonly Rung[] {
  const [ours, theirs] = [sent, received].map(({ hex }) => Buffer.from(hex, 'hex'));
  const isOpen = hasFrames(ours!, theirs!);
  const replies = partsOf(theirs!, isOpen).map(
    (part): Rung => ({ way: 'received', bytes: theirs!, part }),
  );
  const rungs: Rung[] = [];
  for (const part of partsOf(ours!, isOpen)) {
    const [, come] = turns.filter(([at]) => at <= part.start).at(-1) ?? [0, 0];
    while (replies[0] !== undefined && replies[0].part.start < come) rungs.push(replies.shift()!);
    rungs.push({ way: 'sent', bytes: ours!, part });
  }
  return [...rungs, ...replies];
}

function rungMarkup({ way, bytes, part }: Rung): Html {
  const { title, text, fields } = part;
  const arrow = way === 'sent' ? '→' : '←';
  const body =
    fields.length === 0
      ? html`<details class="head"><summary>${title}</summary><pre>${text}</pre></details>`
      : html`<b>${title}</b> ${text}<br><code class="hex">${fields.map((it) => fieldMarkup(it, bytes))}</code>`;
  return html`<li class="${way}"><span class="way">${arrow} ${way}</span> ${body}</li>
`;
}

/** Bytes of a field that are shown; of the others there is the number. */
const MOST_SHOWN = 48;

function fieldMarkup({ start, end, kind, name }: Field, bytes: Uint8Array): Html {
  const shown = Buffer.from(bytes.subarray(start, Math.min(end, start + MOST_SHOWN)));
  const digits = shown.toString('hex').replace(/..(?=.)/g, '$& ');
  const more = end - start - shown.length;
  return html`<span class="${kind}" title="${name}">${digits}${more > 0 ? ` … ${more} more` : ''}</span> `;
}
