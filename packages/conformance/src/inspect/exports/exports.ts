/**
 * What a capture can be exported to.
 *
 * @module
 */

import { Mistake } from '@sansocket/command-line';
import { concat } from '@sansocket/testkit/wire';
import { programOf } from '../../property/index.ts';
import { capturedVector, vectorsText } from '../../vectors/index.ts';
import { otherEnd, type Way } from '../capture.ts';
import { fieldsOf } from '../fields.ts';
import type { Frame } from '../items.ts';
import type { Redaction } from '../redaction.ts';
import type { Session } from '../session.ts';
import { harOf } from './har.ts';
import { pcapngOf } from './pcapng.ts';

/** The formats. */
export const exportFormats = ['json', 'har', 'pcapng', 'vector', 'repro'] as const;

/** One of them. */
export type ExportFormat = (typeof exportFormats)[number];

/** A session, and those of its frames that are wanted. */
export interface Selected {
  readonly session: Session;
  readonly frames: readonly Frame[];
}

/** What an export is made of. */
export interface ExportOptions {
  readonly redaction: Redaction;
  /** Of this program. */
  readonly version: string;
}

/**
 * The contents of a file. `json` has the wanted frames, all others have whole sessions.
 *
 * @throws Mistake for bytes that are to be hidden, and for sessions that the format cannot express.
 */
export function exportOf(
  format: ExportFormat,
  selected: readonly Selected[],
  { redaction, version }: ExportOptions,
): string | Uint8Array {
  const sessions = selected.map(({ session }) => session);
  if (redaction.isOn && !['json', 'har'].includes(format)) {
    throw new Mistake(`Option --redact hides the bytes that --export ${format} consists of`);
  }
  switch (format) {
    case 'json':
      return jsonOf(selected, redaction);
    case 'har':
      return harOf(sessions, redaction, version);
    case 'pcapng':
      for (const session of sessions) requireHead(session, format);
      return pcapngOf(sessions);
    case 'vector':
      return vectorsText(sessions.flatMap(vectorsOf));
    case 'repro':
      return reproOf(sessions);
  }
}

/** Without the handshake nobody knows that a stream is one of WebSocket. */
function requireHead({ items, capture }: Session, format: ExportFormat): void {
  if (items.some(({ kind }) => kind === 'head')) return;
  throw new Mistake(
    `tcp.stream ${capture.stream} has no opening handshake, which --export ${format} needs`,
  );
}

const hiddenFields = /^(websocket\.payload\.(text|close\.reason|ping|pong)|sansocket\.data)$/;

/** A line for each frame, by the names of its fields. */
function jsonOf(selected: readonly Selected[], redaction: Redaction): string {
  return selected
    .flatMap(({ session, frames }) =>
      frames.map((frame) => {
        const entries = Object.entries(fieldsOf(frame, session)).map(([name, value]) =>
          hiddenFields.test(name)
            ? [name, redaction.hash(Buffer.from(String(value))) ?? value]
            : [name, value],
        );
        return `${JSON.stringify(Object.fromEntries(entries))}\n`;
      }),
    )
    .join('');
}

/** One for each direction that has frames. */
function vectorsOf(session: Session): ReturnType<typeof capturedVector>[] {
  const { capture, extensions } = session;
  return (['client', 'server'] as const).flatMap((way) => {
    const frames = framesOf(session, way);
    if (frames.length === 0) return [];
    const isAssumed = !session.items.some(({ kind }) => kind === 'head');
    return [
      capturedVector({
        number: capture.stream + 1,
        title: `tcp.stream ${capture.stream}, ${frames.length} frames`,
        bytes: concat(...frames.map(({ bytes }) => bytes)),
        role: otherEnd(way),
        extensions: extensions ?? (isAssumed ? 'permessage-deflate' : undefined),
      }),
    ];
  });
}

function framesOf({ items }: Session, way: Way): readonly Frame[] {
  return items.filter((item) => item.kind === 'frame').filter((frame) => frame.way === way);
}

/** A program that says to a server what the client said, and compares the answer. */
function reproOf(sessions: readonly Session[]): string {
  const [session, another] = sessions;
  if (session === undefined) throw new Mistake('No session is left to make a program of');
  if (another !== undefined) {
    throw new Mistake(
      `A program is of one session, got ${sessions.length}: choose with --filter 'tcp.stream == ${session.capture.stream}'`,
    );
  }
  requireHead(session, 'repro');
  const { capture, items } = session;
  const request = items.find(({ kind, way }) => kind === 'head' && way === 'client');
  const response = items.filter(({ kind, way }) => kind === 'head' && way === 'server').at(-1);
  const [, host = '127.0.0.1', port = '80'] =
    /^\[?(.*?)\]?:(\d+)$/.exec(capture.server ?? '') ?? [];
  const streamOf = (way: Way): Uint8Array =>
    concat(...capture.segments.filter((it) => it.way === way).map(({ bytes }) => bytes));
  const answer = streamOf('server').subarray(response === undefined ? 0 : endOf(response));
  return programOf(
    {
      about: [
        `tcp.stream ${capture.stream}: ${items.length} heads and frames, captured`,
        ...items.flatMap((item) =>
          item.kind !== 'rest' && item.breach !== undefined
            ? [`The ${item.way} breaks ${item.breach.rule} at byte ${item.breach.offset}.`]
            : [],
        ),
      ],
      host,
      port: Number(port),
      request: Buffer.from(request?.bytes ?? []).toString('hex'),
      writes: framesOf(session, 'client').map(({ bytes }) => Buffer.from(bytes).toString('hex')),
      answer: Buffer.from(answer).toString('hex'),
    },
    'node',
  );
}

function endOf({ offset, bytes }: { readonly offset: number; readonly bytes: Uint8Array }): number {
  return offset + bytes.length;
}
