/**
 * What core takes from its engine beyond ECMAScript, each thing optional: this file is the only one
 * that looks. Where one is missing, portable code gives the same results, slower.
 *
 * @module
 */

interface Engine {
  readonly TextDecoder?: new (
    label: string,
    options: { readonly ignoreBOM: boolean },
  ) => { decode(bytes: Uint8Array): string };
  readonly TextEncoder?: new () => {
    encode(text: string): Uint8Array;
    encodeInto(text: string, target: Uint8Array): { readonly written: number };
  };
  readonly crypto?: { getRandomValues(bytes: Uint8Array): unknown };
}

const engine = globalThis as Engine;

/**
 * Stateless: every call decodes a whole text. It repairs what is not UTF-8, so it is given validated
 * bytes only; a byte order mark belongs to the text (RFC 6455 has no word of stripping it).
 */
export const textDecoder: { decode(bytes: Uint8Array): string } | undefined =
  engine.TextDecoder && /* @__PURE__ */ new engine.TextDecoder('utf-8', { ignoreBOM: true });

export const textEncoder:
  | {
      encode(text: string): Uint8Array;
      encodeInto(text: string, target: Uint8Array): { readonly written: number };
    }
  | undefined = engine.TextEncoder && /* @__PURE__ */ new engine.TextEncoder();

/** The Web Crypto generator, looked up at each call: some engines install it late. */
export function engineRandom(): ((bytes: Uint8Array) => void) | undefined {
  const { crypto } = engine;
  return crypto && ((bytes) => void crypto.getRandomValues(bytes));
}
