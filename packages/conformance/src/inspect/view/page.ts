/**
 * The page: sessions, and frames that open: the picture of RFC 6455 §5.2 filled in, the bytes in colours, the payload
 * masked, unmasked and inflated, and the blocks of DEFLATE.
 *
 * @module
 */

import { opcodeName } from '@sansocket/annotate';
import { inflate } from '@sansocket/testkit/model';
import { documentText, type Html, html, style } from '../../page/index.ts';
import type { Selected } from '../exports/index.ts';
import { closeOf, closeText, startOf, textOf } from '../fields.ts';
import type { Breach, Frame, Head, Rest } from '../items.ts';
import type { Redaction } from '../redaction.ts';
import { sectionOf } from '../rules.ts';
import type { Session } from '../session.ts';
import { bitDiagram } from './bit-diagram.ts';
import { inspectScript } from './script.ts';
import { inspectStyle } from './style.ts';
import { arrows, flagsText, lengthText, placeText, preview } from './terminal.ts';

/** What a page is made of. */
export interface PageOptions {
  /** The name of the file. */
  readonly name: string;
  readonly format: string;
  readonly notes: readonly string[];
  readonly redaction: Redaction;
  /** Of this program. */
  readonly version: string;
}

/** Of all sessions together; more frames are counted only. */
const MOST_FRAMES = 2000;

/** The page as one HTML file. */
export function inspectPage(selected: readonly Selected[], options: PageOptions): string {
  const { name, format, notes, redaction, version } = options;
  const all = selected.flatMap(({ frames }) => frames);
  const broken = all.filter(({ breach }) => breach !== undefined).length;
  let room = MOST_FRAMES;
  const sections = selected.map(({ session, frames }) => {
    const shown = frames.slice(0, room);
    room -= shown.length;
    return sessionMarkup({ session, frames: shown }, frames.length - shown.length, redaction);
  });
  const body = html`<header>
<h1>WebSocket traffic</h1>
<div class="summary">
<p class="testee"><code>${name}</code></p>
<p class="result ${broken === 0 ? 'good' : 'bad'}">${broken === 0 ? 'No frame breaks a rule' : `${count(broken, 'frame')} ${broken === 1 ? 'breaks' : 'break'} a rule`}</p>
<p class="muted">${[format, count(selected.length, 'session'), count(all.length, 'frame'), ...notes].join('; ')}</p>
</div>
</header>
<main>
${filters(all.length)}
${legend()}
<div id="frames">${sections}</div>
</main>
<footer><p>Made by sansocket inspect ${version}${redaction.isOn ? '; payloads are hidden' : ''}. Keys: / text, n next broken rule, d direction, Escape everything.</p></footer>`;
  const title = `WebSocket traffic: ${name}`;
  return documentText({
    ...{ title, body, style: style + inspectStyle, script: inspectScript },
    ...{ mainId: 'frames', skipText: 'Skip to the frames' },
  });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function filters(frames: number): Html {
  return html`<form class="filters" role="search">
<label>Text <input type="search" name="text" placeholder="press /" autocomplete="off"></label>
<label>Direction <select name="way"><option value="">both</option><option value="client">▲ client</option><option value="server">▼ server</option></select></label>
<label>Frames <select name="kind"><option value="">all</option><option value="data">messages</option><option value="control">control</option><option value="broken">rule broken</option></select></label>
<output name="shown">${count(frames, 'frame')}</output>
</form>
`;
}

function legend(): Html {
  return html`<p class="legend">Bytes: <code class="hex"><span class="flags">flags and opcode</span> <span class="length">mask and length</span> <span class="key">masking key</span> <span class="code">close code</span> <span class="payload">payload</span></code> <span class="nowrap"><b class="cut">|</b> another segment</span></p>
`;
}

function sessionMarkup({ session, frames }: Selected, left: number, redaction: Redaction): Html {
  const { capture, extensions, notes, items } = session;
  const { stream, client, server, endings } = capture;
  const ends = [client, server].filter((end) => end !== undefined).join(' → ');
  const others = items.filter((item): item is Head | Rest => item.kind !== 'frame');
  return html`<section class="session"><h2>tcp.stream ${stream}${ends === '' ? undefined : html` <code>${ends}</code>`}</h2>
<p class="muted">${extensions ?? 'no extension'}${endings.map(({ way, at, how }) => html`; ${how} by the ${way} at ${timeText(at, session)}`)}</p>
${notes.map((note) => html`<p class="mild-note">! ${note}</p>`)}
${others.map((item) => otherMarkup(item, session, redaction))}
${frames.map((frame) => frameMarkup(frame, session, redaction))}
${left === 0 ? undefined : html`<p class="muted">${count(left, 'frame')} more, not shown: choose with --filter</p>`}
</section>
`;
}

function timeText(at: number, session: Session): string {
  return `${(at - startOf(session)).toFixed(1)} ms`;
}

function otherMarkup(item: Head | Rest, session: Session, redaction: Redaction): Html {
  const begin = html`<span class="way">${arrows[item.way]} ${item.way}</span> <span class="muted">${timeText(item.at, session)}</span>`;
  if (item.kind === 'rest') {
    return html`<p class="rest">${begin} ${count(item.bytes.length, 'byte')} that are no frame</p>
`;
  }
  const lines = item.lines.map((line) => redaction.line(line));
  return html`<details class="case http"><summary>${begin} ${lines[0]}${breachBadge(item.breach)}</summary>
${breachMarkup(item.breach)}<pre>${lines.join('\n')}</pre></details>
`;
}

function breachBadge(breach: Breach | undefined): Html | undefined {
  return breach && html` <span class="badge fail">✗ ${breach.rule}</span>`;
}

function breachMarkup(breach: Breach | undefined): Html | undefined {
  if (breach === undefined) return undefined;
  const { text, url } = sectionOf(breach.rule);
  return html`<p class="bad">Breaks <code>${breach.rule}</code> at byte ${breach.offset} of its direction: <a href="${url}" rel="noreferrer">${text}</a></p>
`;
}

function frameMarkup(frame: Frame, session: Session, redaction: Redaction): Html {
  const { number, way, at, header, breach, notes, packet } = frame;
  const kind = header.opcode >= 8 ? 'control' : 'data';
  const said = preview(frame, redaction);
  const place = placeText(frame);
  const text = [opcodeName(header.opcode), said, breach?.rule ?? '', ...notes].join('\n');
  return html`<details class="case frame ${way}" id="s${session.capture.stream}f${number}" data-way="${way}" data-kind="${kind}${breach === undefined ? '' : ' broken'}" data-text="${text.toLowerCase()}">
<summary><span class="way">${arrows[way]} ${way}</span> <span class="muted num">${number}</span> <b>${opcodeName(header.opcode)}</b> <code title="FIN, RSV1 to RSV3, MASK">${flagsText(header)}</code> <span class="num">${lengthText(frame)} B</span>${place === '' ? undefined : html` <span class="muted">message ${place}</span>`} <span class="said">${said}</span>${breachBadge(breach)}${notes.map((note) => html` <span class="badge slow">! ${note}</span>`)} <span class="muted when">${timeText(at, session)}${packet === undefined ? undefined : html`, packet ${packet}`}</span></summary>
${breachMarkup(breach)}${bitDiagram(frame)}
${fieldTable(frame, redaction)}
${redaction.isOn ? undefined : bytesMarkup(frame)}
</details>
`;
}

/** Every field with its meaning: the annotator's. */
function fieldTable({ part, offset, place }: Frame, redaction: Redaction): Html {
  const rows = part.fields.map(({ start, end, name, kind, meaning }) => {
    const range = rangeText(offset + start, offset + end);
    // Only the first frame of a compressed message tells that it is compressed.
    const isCompressed = place?.isCompressed === true;
    const said = redaction.isOn ? 'hidden' : isCompressed ? 'compressed' : meaning;
    return html`<tr><td>${range}</td><td>${name}</td><td>${kind === 'payload' ? said : meaning}</td></tr>
`;
  });
  return html`<table class="fields"><thead><tr><th>bytes</th><th>field</th><th>meaning</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** @param end - After the last. */
function rangeText(start: number, end: number): string {
  return end - start === 1 ? String(start) : `${start}–${end - 1}`;
}

function bytesMarkup(frame: Frame): Html {
  const { part, bytes, header, message, place } = frame;
  const cuts = new Set(frame.cuts);
  const isMessage = message !== undefined && place !== undefined;
  return html`<h3>Raw</h3>
<code class="hex">${part.fields.map(({ start, end, kind, name }) => fieldHex(bytes, start, end, kind, name, cuts))}</code>
${header.isMasked && header.payload.length > 0 ? html`<h3>Unmasked</h3><code class="hex"><span class="payload">${hexText(header.payload)}</span></code>` : undefined}
${isMessage && place.isCompressed ? inflatedMarkup(message) : undefined}
${isMessage ? textMarkup(place.kind, message.data) : undefined}
${closeMarkup(frame)}`;
}

/** Bytes that are shown; of the others there is the number. */
const MOST_SHOWN = 512;

function fieldHex(
  bytes: Uint8Array,
  start: number,
  end: number,
  kind: string,
  name: string,
  cuts: ReadonlySet<number>,
): Html {
  const last = Math.min(end, start + MOST_SHOWN);
  const pieces: Html[] = [];
  for (let at = start; at < last; at++) {
    const cut = cuts.has(at) ? html`<b class="cut" title="another segment">|</b>` : undefined;
    pieces.push(html`${cut}${at === start ? '' : ' '}${hexOf(bytes[at]!)}`);
  }
  return html`<span class="${kind}" title="${name}">${pieces}${moreText(end - last)}</span> `;
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function hexText(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, MOST_SHOWN), hexOf).join(' ');
  return shown + moreText(bytes.length - MOST_SHOWN);
}

function moreText(left: number): string {
  return left > 0 ? ` … ${left} more` : '';
}

/** Blocks of longer messages are not looked at. */
const MOST_INFLATED = 64 * 1024;
const blockTypes = ['stored', 'fixed codes', 'dynamic codes', 'reserved'];

function inflatedMarkup({ data, payload, history }: NonNullable<Frame['message']>): Html {
  const title = html`<h3>Inflated: ${count(data.length, 'byte')} from ${payload.length}</h3><code class="hex"><span class="payload">${hexText(data)}</span></code>`;
  if (payload.length > MOST_INFLATED) return title;
  const { blocks } = inflate(payload, { isLast: true, history, budget: data.length });
  const rows = blocks.map(
    ({ type, isFinal, start, end, length, literals, copies, farthest }) =>
      html`<tr><td>${blockTypes[type]}</td><td>${isFinal ? 'BFINAL' : ''}</td><td>${rangeText(start, end)}</td><td>${length}</td><td>${literals}</td><td>${copies}</td><td>${farthest}</td></tr>
`,
  );
  return html`${title}
<h3>DEFLATE blocks</h3>
<div class="wide"><table class="blocks"><thead><tr><th>type</th><th>final</th><th>bits</th><th>output</th><th>literals</th><th>copies</th><th>farthest</th></tr></thead><tbody>${rows}</tbody></table></div>
<p class="muted">Bits are counted in the payload of the message; the end of the last block, 00 00 ff ff, was taken away (RFC 7692 §7.2.1).</p>`;
}

/** Letters of a message that are shown. */
const MOST_LETTERS = 4000;

function textMarkup(kind: 'text' | 'binary', data: Uint8Array): Html | undefined {
  if (kind === 'binary' || data.length === 0) return undefined;
  const text = textOf(data.subarray(0, MOST_LETTERS));
  const more = data.length > MOST_LETTERS ? ` … ${data.length - MOST_LETTERS} bytes more` : '';
  const json = data.length > MOST_LETTERS ? undefined : prettyJson(text);
  return html`<h3>${json === undefined ? 'Text' : 'Text, JSON'}</h3><pre>${json ?? text}${more}</pre>`;
}

function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return undefined;
  }
}

function closeMarkup(frame: Frame): Html | undefined {
  const close = closeOf(frame);
  return (
    close && html`<p>${closeText(close.code)}${close.reason === '' ? '' : `: ${close.reason}`}</p>`
  );
}
