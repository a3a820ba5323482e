/**
 * QuickJS, compiled to WebAssembly: an interpreter with ECMAScript and nothing else.
 *
 * @module
 */

import { getQuickJS, type QuickJSContext } from 'quickjs-emscripten';

/** An engine of its own, which nobody else has anything in. */
export class QuickJs {
  readonly #context: QuickJSContext;

  constructor(context: QuickJSContext) {
    this.#context = context;
  }

  /** Starts one. */
  static async start(): Promise<QuickJs> {
    return new QuickJs((await getQuickJS()).newContext());
  }

  /**
   * Runs a script.
   *
   * @returns The value of its last statement, as plain data.
   * @throws Error with what the script has thrown.
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

  /** Gives its memory back. */
  stop(): void {
    this.#context.dispose();
  }
}
