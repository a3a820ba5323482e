/**
 * The functions beyond ECMAScript that core uses if the engine has them. Only this file looks for them.
 * Where one is missing, portable code gives the same results, but slower.
 *
 * @module
 */

interface TextDecoderLike {
  decode(bytes: Uint8Array): string;
}

interface TextEncoderLike {
  encode(text: string): Uint8Array;
  encodeInto(text: string, target: Uint8Array): { readonly read: number; readonly written: number };
}

interface TextDecoderOptions {
  readonly ignoreBOM: boolean;
  readonly fatal: boolean;
}

interface WebAssemblyLike {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Record<string, unknown> };
}

interface Engine {
  readonly WebAssembly?: WebAssemblyLike;
  readonly TextDecoder?: new (label: string, options: TextDecoderOptions) => TextDecoderLike;
  readonly TextEncoder?: new () => TextEncoderLike;
  readonly crypto?: { getRandomValues(bytes: Uint8Array): unknown };
}

/**
 * Stateless: every call decodes a whole text and throws if it is not UTF-8. A byte order mark
 * belongs to the text (RFC 6455 does not say that it is removed).
 */
export const textDecoder: TextDecoderLike | undefined = /* @__PURE__ */ createTextDecoder();

export const textEncoder: TextEncoderLike | undefined = /* @__PURE__ */ createTextEncoder();

/** The Web Crypto generator, looked up at each call: some engines install it late. */
export function engineRandom(): ((bytes: Uint8Array) => void) | undefined {
  const { crypto } = globalThis as Engine;
  return crypto && ((bytes) => void crypto.getRandomValues(bytes));
}

/** @returns The exports of the module; `undefined` if the engine cannot run it. */
export function compileWebAssembly(bytes: Uint8Array): Record<string, unknown> | undefined {
  const { WebAssembly } = globalThis as Engine;
  if (WebAssembly === undefined) return undefined;
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  } catch {
    return undefined;
  }
}

function createTextDecoder(): TextDecoderLike | undefined {
  const { TextDecoder } = globalThis as Engine;
  return TextDecoder && new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
}

function createTextEncoder(): TextEncoderLike | undefined {
  const { TextEncoder } = globalThis as Engine;
  return TextEncoder && new TextEncoder();
}
