/**
 * Extensions for tests: their transforms write down what passes through them.
 *
 * @module
 */

import type {
  Extension,
  ExtensionParameters,
  ExtensionSession,
  MessageTransform,
} from 'sansocket/extensions';

/** What a mock does beside noting the names of closed sessions. */
export interface MockOptions {
  /** Default: 0. */
  readonly reservedBits?: number;
  /** Default: the bare name. */
  readonly offers?: readonly ExtensionParameters[];
  /** Which parameters it knows; an unknown one is declined or illegal. Default: none. */
  readonly knows?: readonly string[];
  /** Whether it leaves messages that are sent as they are, once it has seen them. Default: false. */
  readonly leaves?: boolean;
  /** Names of the sessions that were closed. */
  readonly closed?: string[];
}

/** An extension that wraps each piece of a message: `foo` makes of `x` the bytes `foo(x)`. */
export function mockExtension(name: string, options: MockOptions = {}): Extension {
  const { reservedBits = 0, offers = [[]], knows = [], closed = [], leaves = false } = options;
  const session = (): ExtensionSession => ({
    reservedBits,
    encoder: leaves ? { begin: () => true, push: () => ({ kind: 'unchanged' }) } : wrapper(name),
    decoder: unwrapper(name, reservedBits),
    close: () => void closed.push(name),
  });
  const isKnown = (parameters: ExtensionParameters): boolean =>
    parameters.every(([parameter]) => knows.includes(parameter));
  return {
    name,
    offers: () => offers,
    accept: (offer) => (isKnown(offer) ? { parameters: offer, session: session() } : undefined),
    activate: (answer) => (isKnown(answer) ? session() : undefined),
  };
}

function wrapper(name: string): MessageTransform {
  return {
    begin: ({ compress }) => compress !== false,
    push: (bytes) => ({
      kind: 'bytes',
      bytes: Uint8Array.from([...Buffer.from(`${name}(`), ...bytes, ...Buffer.from(')')]),
    }),
  };
}

function unwrapper(name: string, bits: number): MessageTransform {
  return {
    begin: ({ reservedBits }) => (reservedBits & bits) === bits,
    push(bytes, _, budget) {
      const text = String.fromCharCode(...bytes);
      if (!text.startsWith(`${name}(`)) return { kind: 'illegal', detail: `Not made by ${name}` };
      if (text.length - name.length - 2 > budget) return { kind: 'too-long' };
      return { kind: 'bytes', bytes: bytes.slice(name.length + 1, -1) };
    },
  };
}
