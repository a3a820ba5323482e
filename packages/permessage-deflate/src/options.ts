/**
 * The options of permessage-deflate.
 *
 * @module
 */
import {
  aBoolean,
  aFunction,
  type Checks,
  checkOptions,
  fromZero,
  isEach,
  type Kind,
  member,
} from 'sansocket/options';
import { type CompressionBackend, ownBackend } from './deflate/index.ts';
import { type DeflateParameters, isWindowBits, type WindowBits } from './parameters.ts';

/**
 * The four parameters are those that this end wants: a server answers with them, a client offers them. With
 * `clientMaxWindowBits` a client announces its window, and a server limits it.
 */
export interface PermessageDeflateOptions extends DeflateParameters {
  /**
   * Client: the alternatives to offer, the preferred one first. Default: the four parameters, with
   * `client_max_window_bits` in any case.
   */
  readonly offers?: readonly DeflateParameters[] | undefined;
  /**
   * Server: the parameters for a client that makes this offer, instead of the four parameters; `undefined`
   * declines. Called once for each legal offer, until one is accepted. Throws nothing.
   */
  readonly policy?: ((offer: DeflateParameters) => DeflateParameters | undefined) | undefined;
  /** A whole message shorter than this, in bytes, is sent uncompressed. Default: 32. */
  readonly threshold?: number | undefined;
  /** 1, fastest, to 9, smallest. Default: 4. */
  readonly level?: number | undefined;
  /** Memory for the search for repetitions: 1, least, to 9. Default: 8. */
  readonly memoryLevel?: number | undefined;
  /** The compressor. Default: that of this package. */
  readonly backend?: CompressionBackend | undefined;
}

/** RFC 7692 §7.1.2. */
const windowBits: Kind<WindowBits> = 'a whole number from 8 to 15';
const level: Kind<number> = 'a whole number from 1 to 9';

export const parameterChecks: Checks<DeflateParameters> = {
  serverNoContextTakeover: aBoolean,
  clientNoContextTakeover: aBoolean,
  serverMaxWindowBits: windowBits,
  clientMaxWindowBits: [
    'a whole number from 8 to 15 or true',
    (value) => value === true || isWindowBits(value),
  ],
};

export const deflateChecks: Checks<PermessageDeflateOptions> = {
  ...parameterChecks,
  offers: ['an array of offers', (value) => isEach(value, (item) => typeof item === 'object')],
  policy: aFunction,
  threshold: fromZero,
  level,
  memoryLevel: level,
  backend: [
    'a backend that creates compressors',
    (value) => typeof member(value, 'create') === 'function',
  ],
};

/** Options with their defaults. */
export interface Settings {
  readonly offers: readonly DeflateParameters[];
  readonly policy: (offer: DeflateParameters) => DeflateParameters | undefined;
  readonly threshold: number;
  readonly level: number;
  readonly memoryLevel: number;
  readonly backend: CompressionBackend;
}

/**
 * Fills in the defaults.
 *
 * @throws RangeError for a number out of its range; TypeError for an unknown option or a value of another type.
 */
export function settingsOf(options: PermessageDeflateOptions): Settings {
  checkOptions(options, deflateChecks);
  for (const parameters of [wantedOf(options), ...(options.offers ?? [])])
    assertParameters(parameters);
  const { offers, policy, threshold = 32, level = 4, memoryLevel = 8 } = options;
  const { backend = ownBackend() } = options;
  const wanted = wantedOf(options);
  const alternatives = offers ?? [
    { ...wanted, clientMaxWindowBits: wanted.clientMaxWindowBits ?? true },
  ];
  return {
    offers: alternatives,
    policy: policy ?? (() => wanted),
    threshold,
    level,
    memoryLevel,
    backend,
  };
}

function wantedOf(options: DeflateParameters): DeflateParameters {
  return {
    serverNoContextTakeover: options.serverNoContextTakeover,
    clientNoContextTakeover: options.clientNoContextTakeover,
    serverMaxWindowBits: options.serverMaxWindowBits,
    clientMaxWindowBits: options.clientMaxWindowBits,
  };
}

/**
 * @throws RangeError when window bits are not 8 to 15; TypeError for an unknown parameter or a value of another type.
 */
export function assertParameters(parameters: DeflateParameters): void {
  checkOptions(parameters, parameterChecks, 'parameters');
}
