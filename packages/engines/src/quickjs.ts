/**
 * QuickJS, compiled to WebAssembly: an interpreter with only the objects of ECMAScript.
 *
 * @module
 */

import type { QuickJSContext } from 'quickjs-emscripten';

/** An engine that shares nothing with others. */
export class QuickJs {
  readonly #context: QuickJSContext;

  constructor(context: QuickJSContext) {
    this.#context = context;
  }

  /** Starts one. */
  static async start(): Promise<QuickJs> {
    // Most programs that import this module start no engine.
    const { getQuickJS } = await import('quickjs-emscripten');
    return new QuickJs((await getQuickJS()).newContext());
  }

  /**
   * Runs a script.
   *
   * @returns The value of its last statement, as plain data.
   * @throws Error with the error that the script has thrown.
   */
  run(script: string): unknown {
    const result = this.#context.evalCode(script);
    if (result.error !== undefined) {
      const thrown: unknown = this.#context.dump(result.error);
      result.error.dispose();
      throw new Error(`QuickJS: ${JSON.stringify(thrown)}`);
    }
    const value: unknown = this.#context.dump(result.value);
    result.value.dispose();
    return value;
  }

  /** Frees its memory. */
  stop(): void {
    this.#context.dispose();
  }
}
