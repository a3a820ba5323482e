/**
 * Agreement on extensions (RFC 6455 §9.1): what the client offers, what the server takes of it,
 * what the client makes of the answer, and who owns which reserved bit.
 *
 * The order of the answer is the order of processing: `foo, bar` sends `bar(foo(message))`.
 *
 * @module
 */
import type { Violation, ViolationId } from '../violations/index.ts';
import type {
  Extension,
  ExtensionOffer,
  ExtensionSession,
  NegotiatedExtension,
} from './extension.ts';

/** Every bit that an extension can claim in byte 0 of a frame header (RFC 6455 §5.2). */
const RESERVED_BITS = 0b0111_0000;

/**
 * What a client that supports these extensions offers, in the same order of preference.
 *
 * @param extensions - The preferred one first.
 */
export function offerExtensions(extensions: readonly Extension[]): readonly ExtensionOffer[] {
  return extensions.flatMap((extension) =>
    extension.offers().map((parameters) => ({ name: extension.name, parameters })),
  );
}

/**
 * Server: takes of the client's offers what is supported, in the client's order of preference (RFC
 * 6455 §9.1).
 *
 * The first acceptable offer of a name is taken, later ones of that name are alternatives that are
 * no longer needed. An extension whose reserved bits are already claimed is declined. Nothing taken
 * is no error.
 *
 * @returns The answer, in its order; pass it to `acceptRequest`.
 * @throws TypeError when an extension claims bits that are not reserved ones.
 */
export function negotiateExtensions(
  offers: readonly ExtensionOffer[],
  supported: readonly Extension[],
): readonly NegotiatedExtension[] {
  const taken: NegotiatedExtension[] = [];
  try {
    for (const { name, parameters } of offers) {
      if (taken.some((extension) => extension.name === name)) continue;
      const accepted = supported.find((extension) => extension.name === name)?.accept(parameters);
      if (accepted === undefined) continue;
      if (claims(accepted.session) & reservedBitsOf(taken)) accepted.session.close?.();
      else taken.push({ name, parameters: accepted.parameters, session: accepted.session });
    }
    return taken;
  } catch (error) {
    closeExtensions(taken);
    throw error;
  }
}

/** The extensions in use, or why the server's answer fails the opening handshake. */
export type ExtensionActivation =
  | { readonly ok: true; readonly extensions: readonly NegotiatedExtension[] }
  | { readonly ok: false; readonly violation: Violation };

/**
 * Client: puts the server's answer into use (RFC 6455 §4.1, §9.1).
 *
 * @param answer - The elements of the server's Sec-WebSocket-Extensions, in order.
 * @param offered - The extensions that were offered.
 * @param offset - The offset that a violation carries: that of the last byte of the response's
 *   head. Default: 0.
 * @throws TypeError when an extension claims bits that are not reserved ones.
 */
export function activateExtensions(
  answer: readonly ExtensionOffer[],
  offered: readonly Extension[],
  offset = 0,
): ExtensionActivation {
  const active: NegotiatedExtension[] = [];
  const fail = (rule: ViolationId, name: string): ExtensionActivation => {
    closeExtensions(active);
    // A name that was not offered is the server's own, and may be anything.
    const what = rule === 'extension-not-offered' ? `name of ${name.length} characters` : name;
    return { ok: false, violation: { rule, offset, detail: `Extension: ${what}` } };
  };
  try {
    for (const { name, parameters } of answer) {
      const extension = offered.find((candidate) => candidate.name === name);
      if (extension === undefined) return fail('extension-not-offered', name);
      if (active.some((other) => other.name === name)) return fail('extension-repeated', name);
      const session = extension.activate(parameters);
      if (session === undefined) return fail('extension-answer-illegal', name);
      const overlap = claims(session) & reservedBitsOf(active);
      active.push({ name, parameters, session });
      if (overlap) return fail('extension-bits-overlap', name);
    }
    return { ok: true, extensions: active };
  } catch (error) {
    closeExtensions(active);
    throw error;
  }
}

/**
 * All reserved bits that extensions in use own, as in byte 0; a frame with another one is a
 * violation.
 */
export function reservedBitsOf(extensions: readonly NegotiatedExtension[]): number {
  return extensions.reduce((bits, { session }) => bits | session.reservedBits, 0);
}

/**
 * Ends the sessions of extensions, once the connection is over.
 *
 * @returns What the first of them to throw has thrown: the others are ended all the same.
 */
export function closeExtensions(extensions: readonly NegotiatedExtension[]): unknown {
  let thrown: unknown;
  for (const { session } of extensions) {
    try {
      session.close?.();
    } catch (error) {
      thrown ??= error;
    }
  }
  return thrown;
}

/** A promise has no bits at all. */
function claims(session: ExtensionSession | undefined): number {
  const bits = session?.reservedBits;
  if (bits === undefined || (bits & RESERVED_BITS) !== bits) {
    throw new TypeError(
      `Extension must claim bits of 0b0111_0000 for its session, got ${bits} (RFC 6455 §5.2)`,
    );
  }
  return bits;
}
