/**
 * The opening handshake with a client: we receive the request, and send the response.
 *
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { judgeResponse, type ModelDeflate, peerDeflate } from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import type { Variant } from '../catalogue/index.ts';
import type { Line } from '../peer/index.ts';
import { cut, responseOf, scriptOf } from '../script/index.ts';
import { type RequestAt, requestIn, valuesOf } from './handshake.ts';
import type { Opened, Scene } from './opened.ts';

/** A client, and how it comes. */
export interface ClientSetup {
  /** Host and port that the client was given. */
  readonly authority: string;
  /** Waits for a connection of the client. @throws NoConnection when none comes. */
  readonly visit: () => Promise<Visit>;
  /** The keys of all requests so far. */
  readonly keys: Set<string>;
  readonly isEcho: boolean;
}

/** One connection of a client. */
export interface Visit {
  readonly line: Line;
  /** Called when the connection is over. @throws NoConnection when the client has crashed. */
  readonly leave: () => Promise<void>;
}

type Acceptable = Extract<RequestAt, { readonly kind: 'acceptable' }>;

/** Waits for the request, and sends the response of a variant. */
export async function respond(scene: Scene, setup: ClientSetup): Promise<Opened> {
  const { line, times, variant } = scene;
  const start = performance.now();
  let request: RequestAt | undefined;
  await line.until(() => {
    request ??= requestIn(line.received);
    return request !== undefined;
  }, times.reaction);
  const none = { length: 0, theirs: undefined, ours: undefined, second: undefined };
  const failed = { ...none, violation: undefined, early: undefined, isWhole: false, ms: 0 };
  if (request === undefined) return { ...failed, answer: { kind: 'none' } };
  if (request.kind === 'broken') return { ...failed, answer: request };
  const { host, extensions, subprotocols, fields, length } = request;
  const [key = ''] = valuesOf(fields, 'sec-websocket-key');
  const isNewKey = !setup.keys.has(key);
  setup.keys.add(key);
  const isOurHost = host === setup.authority;
  const sent = await send(scene, request, key);
  const { only, end } = variant.response ?? {};
  return {
    ...sent,
    answer: { kind: 'requested', extensions, subprotocols, fields, isOurHost, isNewKey },
    second: undefined,
    length,
    isWhole: only === undefined && end === undefined,
    ms: performance.now() - start,
  };
}

async function send(
  { line, times, variant, write }: Scene,
  request: Acceptable,
  key: string,
): Promise<Pick<Opened, 'violation' | 'early' | 'theirs' | 'ours'>> {
  const { steps, chunks, response = {} } = variant;
  const extensions = answerTo(request, variant);
  const setup = { key, offered: request.subprotocols[0], extensions };
  const head = responseOf(setup, response).slice(0, response.only);
  const none = { theirs: undefined, ours: undefined };
  // The model takes its time over a long head: without an extension there is nothing to find.
  const { theirs, ours } = extensions === undefined ? none : deflateIn(head, request, key);
  const early = earlyOf(variant, ours);
  const first = early?.script.bytes.slice(0, early.length) ?? new Uint8Array(0);
  const parts = cut(concat(head, first), steps === undefined ? chunks : undefined);
  let violation: string | undefined;
  for (const [i, part] of parts.entries()) {
    if (i > 0 && chunks !== 'each') await sleep(times.beat);
    // Until the response is whole, the client has nothing to send (§4.1).
    if (line.received.length > request.length) violation ??= 'frame-before-response';
    await write(part);
  }
  // The rest of the frames is a segment of its own.
  if (early !== undefined && early.length < early.script.bytes.length) await sleep(times.beat);
  if (response.end === 'fin') line.finish();
  else if (response.end === 'rst') line.reset();
  return { violation, early, theirs, ours };
}

function earlyOf(
  { steps = [], response }: Variant,
  ours: ModelDeflate | undefined,
): Opened['early'] {
  const { early } = response ?? {};
  if (early === undefined) return undefined;
  const script = scriptOf(steps, undefined, ours, 'client');
  return { script, length: early === true ? script.bytes.length : early };
}

/** Sec-WebSocket-Extensions of the response. One that the client should take meets the demands of its offer. */
function answerTo(request: Acceptable, { extensions, strict }: Variant): string | undefined {
  if (extensions === undefined || strict.includes('refuse')) return extensions;
  const offer = request.extensions.find(({ name }) => name === 'permessage-deflate');
  const demands = (offer?.parameters ?? []).filter(
    ([name]) => name.startsWith('server_') && !extensions.includes(name),
  );
  const texts = demands.map(([name, value]) => (value === true ? name : `${name}=${value}`));
  return [extensions, ...texts].join('; ');
}

/** How both ends compress, if the response is one that the client takes. */
function deflateIn(
  head: Uint8Array,
  { fields, subprotocols }: Acceptable,
  key: string,
): { readonly theirs: ModelDeflate | undefined; readonly ours: ModelDeflate | undefined } {
  const extensions = valuesOf(fields, 'sec-websocket-extensions').join(', ');
  const judgement = judgeResponse(head, { key, extensions, subprotocols });
  const inUse = judgement.kind === 'established' ? judgement.extensions : [];
  return { theirs: peerDeflate(inUse, 'server'), ours: peerDeflate(inUse, 'client') };
}
