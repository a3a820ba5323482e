/**
 * The opening handshake with a server: we send the request.
 *
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { concat } from '@sansocket/testkit/wire';
import type { Target } from '../peer/index.ts';
import { cut, type Request, requestOf, scriptOf } from '../script/index.ts';
import { type AnswerAt, answerIn, valuesOf } from './handshake.ts';
import type { Opened, Scene } from './opened.ts';

/** A server, and the common parts of all requests to it. */
export interface ServerSetup {
  readonly target: Target;
  /** Lines of header fields for each request. */
  readonly fields: readonly string[];
  readonly subprotocols: readonly string[];
  readonly isEcho: boolean;
  /** The length of the longest message that it takes, in bytes. */
  readonly limit?: number | undefined;
  /** The Origin that it takes. */
  readonly origin?: string | undefined;
}

/** Sends the request of a variant, and waits for the answer. */
export async function ask(scene: Scene, setup: ServerSetup): Promise<Opened> {
  const { variant, line, times } = scene;
  const { target, fields, subprotocols } = setup;
  const { path, authority: host } = target;
  const request = requestOf(
    {
      path,
      host,
      fields,
      extensions: variant.extensions,
      subprotocols: variant.subprotocols ?? subprotocols,
      subprotocol: subprotocols[0],
      origin: setup.origin,
    },
    variant.request,
  );
  const early = await send(scene, request, setup.limit);
  const { stop, idle } = variant.request ?? {};
  if (stop !== undefined) await scene.onPlayed();
  const start = performance.now();
  const answer = await answerOf(scene, 0, request, idle);
  const ms = performance.now() - start;
  const isOpen = answer?.answer.kind === 'established';
  if (answer === undefined) await line.untilEnd(times.reaction);
  const second =
    answer !== undefined && !isOpen && variant.request?.again === true
      ? await askAgain(scene, setup, answer)
      : undefined;
  return {
    ...(answer ?? { answer: { kind: 'none' }, length: 0, theirs: undefined, ours: undefined }),
    second: second?.answer,
    violation: undefined,
    early,
    isWhole: true,
    version: request.version,
    ms,
  };
}

async function send(
  { variant, times, write }: Scene,
  request: Request,
  limit: number | undefined,
): Promise<Opened['early']> {
  const { steps, chunks } = variant;
  const { early } = variant.request ?? {};
  if (early !== undefined) {
    const script = scriptOf(steps ?? [], undefined, undefined, 'server', limit);
    const length = early === true ? script.bytes.length : early;
    await write(concat(request.bytes, script.bytes.slice(0, length)));
    return { script, length };
  }
  for (const part of cut(request.bytes, steps === undefined ? chunks : undefined)) {
    await write(part);
    if (steps === undefined && chunks !== 'each') await sleep(times.beat);
  }
  return undefined;
}

async function askAgain(
  scene: Scene,
  { target, fields, subprotocols }: ServerSetup,
  first: AnswerAt,
): Promise<AnswerAt | undefined> {
  const { path, authority: host } = target;
  const again = requestOf({ path, host, fields, extensions: undefined, subprotocols });
  const end = await bodyEnd(scene, first);
  await scene.write(again.bytes);
  const second = await answerOf(scene, end, again);
  if (second === undefined) await scene.line.untilEnd(scene.times.reaction);
  return second;
}

/**
 * @param from - Where the response begins, in bytes.
 * @param seconds - Default: the time for a reaction.
 */
async function answerOf(
  { line, times }: Scene,
  from: number,
  request: Request,
  seconds?: number,
): Promise<AnswerAt | undefined> {
  let found: AnswerAt | undefined;
  await line.until(
    () => {
      found ??= answerIn(line.received.subarray(from), request);
      return found !== undefined;
    },
    seconds === undefined ? times.reaction : seconds * 1000,
  );
  return found;
}

/** Waits for the body of a refusal. @returns Where it ends, in bytes (RFC 9112 §6.3). */
async function bodyEnd({ line, times }: Scene, { answer, length }: AnswerAt): Promise<number> {
  const fields = answer.kind === 'refused' ? answer.fields : [];
  const isChunked = /chunked/i.test(valuesOf(fields, 'transfer-encoding')[0] ?? '');
  const [contentLength] = valuesOf(fields, 'content-length');
  const end = (): number => {
    // Without a length the body goes on until the connection ends.
    if (!isChunked && contentLength === undefined) return Infinity;
    if (!isChunked) return length + (Number(contentLength) || 0);
    // The CR LF before the last chunk ends the head, or the chunk before it.
    const last = Buffer.from(line.received).indexOf('\r\n0\r\n\r\n', length - 2);
    return last < 0 ? Infinity : last + 7;
  };
  await line.until(() => line.received.length >= end(), times.reaction);
  return Math.min(end(), line.received.length);
}
