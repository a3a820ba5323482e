/**
 * The negotiation of parameters (RFC 7692 §7.1): a server's answer to an offer, and the answers that a client accepts.
 *
 * @module
 */
import type { DeflateAnswer, DeflateParameters, WindowBits } from './parameters.ts';

/** The window of an end without a limit (§7.1.2). */
const MAX_WINDOW_BITS = 15;

/** How one end compresses. */
export interface Direction {
  /** Distances reach back 2 to this power bytes at most: 8 to 15. */
  readonly windowBits: WindowBits;
  /** Each message starts with an empty window. */
  readonly noContextTakeover: boolean;
}

/** The agreed parameters of both ends. */
export interface Agreement {
  readonly local: Direction;
  readonly peer: Direction;
}

/**
 * Server: the answer to a legal offer.
 *
 * @param wanted - The server's parameters. `clientMaxWindowBits: true` counts as 15.
 * @param minWindowBits - The smallest window that the server's compressor can keep to.
 * @returns `undefined` declines: the client does not support a wanted parameter, or its demand cannot be met.
 */
export function answerOffer(
  offer: DeflateParameters,
  wanted: DeflateParameters,
  minWindowBits: number,
): DeflateAnswer | undefined {
  const serverBits = least(offer.serverMaxWindowBits, wanted.serverMaxWindowBits);
  if (serverBits < minWindowBits) return undefined;
  const clientLimit = least(wanted.clientMaxWindowBits);
  const { clientMaxWindowBits: hint } = offer;
  if (hint === undefined && clientLimit < MAX_WINDOW_BITS) return undefined;
  const clientBits = least(hint, clientLimit);
  const tellsServerBits = offer.serverMaxWindowBits !== undefined || serverBits < MAX_WINDOW_BITS;
  return {
    serverNoContextTakeover: isTrue(offer.serverNoContextTakeover, wanted.serverNoContextTakeover),
    // The hint costs the client nothing and spares the server a window between messages.
    clientNoContextTakeover: isTrue(offer.clientNoContextTakeover, wanted.clientNoContextTakeover),
    serverMaxWindowBits: tellsServerBits ? serverBits : undefined,
    clientMaxWindowBits: clientBits < MAX_WINDOW_BITS ? clientBits : undefined,
  };
}

/**
 * Client: the first offer that an answer agrees with.
 *
 * @returns `undefined` when it agrees with none: the server did not meet a demand, or limits a window
 *   that was not offered to be limited.
 */
export function offerAnswered(
  answer: DeflateAnswer,
  offers: readonly DeflateParameters[],
): DeflateParameters | undefined {
  return offers.find((offer) => {
    const { serverMaxWindowBits: demanded } = offer;
    const serverBits = answer.serverMaxWindowBits ?? (demanded === undefined ? 0 : Infinity);
    if (serverBits > (demanded ?? MAX_WINDOW_BITS)) return false;
    if (offer.serverNoContextTakeover === true && answer.serverNoContextTakeover !== true) {
      return false;
    }
    return answer.clientMaxWindowBits === undefined || offer.clientMaxWindowBits !== undefined;
  });
}

/** The agreed parameters on the server's side, after its answer. */
export function serverAgreement(answer: DeflateAnswer): Agreement {
  return { local: serverDirection(answer), peer: clientDirection(answer) };
}

/** The agreed parameters on the client's side: those of the answer, and those that it has announced. */
export function clientAgreement(answer: DeflateAnswer, offer: DeflateParameters): Agreement {
  const { windowBits, noContextTakeover } = clientDirection(answer);
  return {
    local: {
      windowBits: least(windowBits, offer.clientMaxWindowBits),
      noContextTakeover: noContextTakeover || offer.clientNoContextTakeover === true,
    },
    peer: serverDirection(answer),
  };
}

function serverDirection(answer: DeflateAnswer): Direction {
  return {
    windowBits: least(answer.serverMaxWindowBits),
    noContextTakeover: answer.serverNoContextTakeover === true,
  };
}

function clientDirection(answer: DeflateAnswer): Direction {
  return {
    windowBits: least(answer.clientMaxWindowBits),
    noContextTakeover: answer.clientNoContextTakeover === true,
  };
}

function least(...limits: readonly (WindowBits | true | undefined)[]): WindowBits {
  const bits = limits.filter((limit) => limit !== undefined && limit !== true);
  return Math.min(MAX_WINDOW_BITS, ...bits) as WindowBits;
}

function isTrue(...values: readonly (boolean | undefined)[]): boolean | undefined {
  return values.includes(true) ? true : undefined;
}
