/**
 * Agreement on extensions (RFC 6455 §9.1): the offers of the client, the choice of the server, the
 * client's check of the answer, and the owner of each reserved bit.
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
 * Makes the offers of a client that supports these extensions, in the same order of preference.
 *
 * @param extensions - The preferred extension first.
 */
export function offerExtensions(extensions: readonly Extension[]): readonly ExtensionOffer[] {
  return extensions.flatMap((extension) =>
    extension.offers().map((parameters) => ({ name: extension.name, parameters })),
  );
}

/**
 * Server: accepts those of the client's offers that it supports, in the client's order of preference
 * (RFC 6455 §9.1).
 *
 * The first acceptable offer of a name is accepted; later offers of that name are alternatives that are
 * no longer needed. An extension whose reserved bits are already claimed is declined. To accept no offer
 * is not an error.
 *
 * @returns The elements of the answer, in order; pass them to `acceptRequest`.
 * @throws TypeError if an extension claims bits that are not reserved bits.
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

/** The extensions in use, or the violation for which the opening handshake fails. */
export type ExtensionActivation =
  | { readonly ok: true; readonly extensions: readonly NegotiatedExtension[] }
  | { readonly ok: false; readonly violation: Violation };

/**
 * Client: checks the server's answer and activates its extensions (RFC 6455 §4.1, §9.1).
 *
 * @param answer - The elements of the server's Sec-WebSocket-Extensions, in order.
 * @param offered - The extensions that were offered.
 * @param offset - The offset for a violation: pass the offset of the last byte of the response's head.
 *   Default: 0.
 * @throws TypeError if an extension claims bits that are not reserved bits.
 */
export function activateExtensions(
  answer: readonly ExtensionOffer[],
  offered: readonly Extension[],
  offset = 0,
): ExtensionActivation {
  const active: NegotiatedExtension[] = [];
  const fail = (rule: ViolationId, name: string): ExtensionActivation => {
    closeExtensions(active);
    // A name that was not offered comes from the server and can be any text, so it is not repeated.
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
 * All reserved bits that the extensions in use own, as in byte 0; a frame with any other reserved bit is
 * a violation.
 */
export function reservedBitsOf(extensions: readonly NegotiatedExtension[]): number {
  return extensions.reduce((bits, { session }) => bits | session.reservedBits, 0);
}

/**
 * Ends the sessions of extensions; called when the connection has ended.
 *
 * @returns The first error that a session throws; `undefined` if there is no error. All other sessions are ended too.
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

/** The reserved bits of a session. Throws TypeError for a promise instead of a session, which has no bits. */
function claims(session: ExtensionSession | undefined): number {
  const bits = session?.reservedBits;
  if (bits === undefined || (bits & RESERVED_BITS) !== bits) {
    throw new TypeError(
      `Extension must claim bits of 0b0111_0000 for its session, got ${bits} (RFC 6455 §5.2)`,
    );
  }
  return bits;
}
