/**
 * Hides what users wrote: payloads become hashes, and secrets of heads are left out.
 *
 * The hashes are keyed anew for each run: equal payloads have equal hashes in one output, and nobody can find a short
 * payload by trying all.
 *
 * @module
 */

import { createHmac, randomBytes } from 'node:crypto';

/** What is hidden. */
export class Redaction {
  readonly #key: Uint8Array | undefined;

  /** @param isOn - Whether payloads are hidden; credentials of heads are always. */
  constructor(isOn: boolean) {
    this.#key = isOn ? randomBytes(32) : undefined;
  }

  /** Whether payloads are hidden. */
  get isOn(): boolean {
    return this.#key !== undefined;
  }

  /** @returns What stands for the bytes; `undefined` when they may be shown. */
  hash(bytes: Uint8Array): string | undefined {
    if (this.#key === undefined) return undefined;
    const digits = createHmac('sha256', this.#key).update(bytes).digest('hex').slice(0, 12);
    return `hidden ${digits}`;
  }

  /** A line of a head without its secrets. */
  line(line: string): string {
    const [, name] = /^([^:\s]+):/.exec(line) ?? [];
    if (name === undefined) return this.isOn ? line.replace(/\?\S*/, '?hidden') : line;
    const isSecret =
      credentials.includes(name.toLowerCase()) ||
      (this.isOn && tokens.includes(name.toLowerCase()));
    return isSecret ? `${name}: hidden` : line;
  }
}

const credentials = ['cookie', 'set-cookie', 'authorization', 'proxy-authorization'];
/** Fields in which applications put tokens too. */
const tokens = ['sec-websocket-protocol', 'referer'];
