/**
 * Ends a call that does not return: an input that makes core loop for ever is a finding, not
 * the end of the fuzzer.
 *
 * @module
 */
import { createContext, Script } from 'node:vm';

/** A call did not end in time. */
export class Hang extends Error {
  override readonly name = 'Hang';
}

const script = /* @__PURE__ */ new Script('call()');

/**
 * Calls a function that does not wait for anything.
 *
 * @param timeoutMs - Milliseconds of real time; generous, since other programs run too.
 * @throws Hang when time is up, wherever in the call that is.
 */
export function watched(call: () => void, timeoutMs: number): void {
  try {
    script.runInContext(createContext({ call }), { timeout: timeoutMs });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new Hang(`No end within ${timeoutMs} ms`);
  }
}
