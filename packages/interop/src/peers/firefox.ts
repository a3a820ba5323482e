/**
 * Headless Firefox, driven over WebDriver BiDi by our client.
 *
 * @module
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from '@sansocket/engines';
import { connect } from '@sansocket/node';
import { freePort } from '../free-port.ts';

/** The path in Debian's package. */
export const firefoxPath = '/usr/bin/firefox-esr';

/** The used part of an answer. */
interface Answer {
  readonly id: number;
  readonly error?: string;
  readonly message?: string;
  readonly result?: unknown;
}

type Ask = (method: string, params: object) => Promise<unknown>;

/**
 * Starts Firefox, opens a page whatever its certificate, and stops Firefox after the script.
 *
 * @param expression - JavaScript whose value, or that of its promise, is plain data.
 * @returns The data.
 */
export async function runInFirefox(url: string, expression: string): Promise<unknown> {
  const profile = mkdtempSync(join(tmpdir(), 'sansocket-firefox-'));
  const port = await freePort();
  const args = ['--headless', '--no-remote', '--profile', profile];
  const program = new Program(firefoxPath, [...args, `--remote-debugging-port=${port}`]);
  try {
    await program.listensOn(port);
    return await evaluate(await driver(port), url, expression);
  } finally {
    program.kill('SIGTERM');
    await program.ended();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function evaluate(ask: Ask, url: string, expression: string): Promise<unknown> {
  await ask('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  const tree = (await ask('browsingContext.getTree', {})) as {
    readonly contexts: readonly { readonly context: string }[];
  };
  const { context } = tree.contexts[0]!;
  await ask('browsingContext.navigate', { context, url, wait: 'complete' });
  const seen = (await ask('script.evaluate', {
    expression: `Promise.resolve(${expression}).then(JSON.stringify)`,
    target: { context },
    awaitPromise: true,
  })) as { readonly result?: { readonly value: string }; readonly exceptionDetails?: object };
  if (seen.result === undefined) throw new Error(JSON.stringify(seen.exceptionDetails));
  return JSON.parse(seen.result.value) as unknown;
}

/** @returns Sends a command, and gives its result. */
async function driver(port: number): Promise<Ask> {
  const waiting = new Map<number, (answer: Answer) => void>();
  const socket = connect(`ws://127.0.0.1:${port}/session`, {}, (event) => {
    if (event.type === 'open') waiting.get(0)?.({ id: 0 });
    if (event.type !== 'message') return;
    const answer = JSON.parse(String(event.data)) as Answer;
    waiting.get(answer.id)?.(answer);
  });
  const wait = (id: number): Promise<Answer> =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
    });
  await wait(0);
  return async (method, params) => {
    const id = waiting.size;
    const answered = wait(id);
    socket.send(JSON.stringify({ id, method, params }));
    const { error, message = '', result } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error} ${message}`);
    return result;
  };
}
