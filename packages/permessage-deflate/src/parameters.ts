/**
 * The parameters of permessage-deflate (RFC 7692 §7.1): read strictly, written in a fixed order.
 *
 *     server_no_context_takeover   no value
 *     client_no_context_takeover   no value
 *     server_max_window_bits       8 to 15
 *     client_max_window_bits       8 to 15; in an offer also without a value
 *
 * `server_` parameters are about the server's compressor and the client's decompressor, `client_`
 * parameters about the other two.
 *
 * @module
 */
import type { ExtensionParameter, ExtensionParameters } from 'sansocket/extensions';

/** A window has 2 to this power bytes. */
export type WindowBits = 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15;

/** The parameters of an offer or an answer; one that is absent is `undefined` or `false`. */
export interface DeflateParameters {
  /** The server starts each message with an empty window (§7.1.1.1). */
  readonly serverNoContextTakeover?: boolean | undefined;
  /** The client does; in an offer a hint that it will (§7.1.1.2). */
  readonly clientNoContextTakeover?: boolean | undefined;
  /** The window of the server's compressor, at most (§7.1.2.1). */
  readonly serverMaxWindowBits?: WindowBits | undefined;
  /** The window of the client's compressor, at most; `true` in an offer: any that the server likes (§7.1.2.2). */
  readonly clientMaxWindowBits?: WindowBits | true | undefined;
}

/** An answer: its window bits have a value. */
export interface DeflateAnswer extends DeflateParameters {
  readonly clientMaxWindowBits?: WindowBits | undefined;
}

/** @returns `undefined` when a server has to decline: not defined, twice, or with an invalid value (§7). */
export function readOffer(parameters: ExtensionParameters): DeflateParameters | undefined {
  return read(parameters, true);
}

/** @returns `undefined` when a client has to fail the connection: not defined, twice, invalid (§7). */
export function readAnswer(parameters: ExtensionParameters): DeflateAnswer | undefined {
  return read(parameters, false) as DeflateAnswer | undefined;
}

/** The parameters as the field has them. */
export function writeParameters(parameters: DeflateParameters): ExtensionParameters {
  return NAMES.flatMap(([name, key]): ExtensionParameter[] => {
    const value = parameters[key];
    if (value === undefined || value === false) return [];
    return [[name, value === true ? true : String(value)]];
  });
}

/** Whether a number is a legal size of a window. */
export function isWindowBits(value: unknown): value is WindowBits {
  return Number.isInteger(value) && Number(value) >= 8 && Number(value) <= 15;
}

const NAMES: readonly (readonly [name: string, key: keyof DeflateParameters])[] = [
  ['server_no_context_takeover', 'serverNoContextTakeover'],
  ['client_no_context_takeover', 'clientNoContextTakeover'],
  ['server_max_window_bits', 'serverMaxWindowBits'],
  ['client_max_window_bits', 'clientMaxWindowBits'],
];

/** No sign, no leading zero, nothing around it (§7.1.2). */
const WINDOW_BITS = /^(?:[89]|1[0-5])$/;

function read(parameters: ExtensionParameters, inOffer: boolean): DeflateParameters | undefined {
  const values: Partial<Record<keyof DeflateParameters, unknown>> = {};
  for (const [name, value] of parameters) {
    const key = NAMES.find((row) => row[0] === name)?.[1];
    if (key === undefined || values[key] !== undefined) return undefined;
    const isWindow = key === 'serverMaxWindowBits' || key === 'clientMaxWindowBits';
    const mayBeBare = !isWindow || (inOffer && key === 'clientMaxWindowBits');
    if (value === true ? !mayBeBare : !(isWindow && WINDOW_BITS.test(value))) return undefined;
    values[key] = value === true ? true : Number(value);
  }
  return values as DeflateParameters;
}
