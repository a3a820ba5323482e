/**
 * The side that answers: requests on standard input, one JSON value a line, an answer for each.
 *
 * @module
 */

import process from 'node:process';
import { createInterface } from 'node:readline';

/** The contents of a line: the value, or the error. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

/** Answers each request, whose type is the caller's to know, until the input ends; then the process ends. */
export async function answerRequests(answer: (request: unknown) => unknown): Promise<never> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await tryTo(answer, JSON.parse(line)))}\n`);
  }
  process.exit(0);
}

async function tryTo(answer: (request: unknown) => unknown, request: unknown): Promise<Answer> {
  try {
    return { ok: true, value: await answer(request) };
  } catch (error) {
    return { ok: false, error: String(error instanceof Error ? error.stack : error) };
  }
}
