/**
 * The address at which a server listens or to which a client connects: options that are the same in every runtime.
 *
 * @module
 */

import type { Checks, Kind } from '../options/index.ts';

/** A TCP port and host, or the path of a Unix socket. */
export interface Place {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly socketPath?: string | undefined;
}

/** Some systems treat an empty name as every address, others as none. */
const aName: Kind<string> = [
  'a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
];

/** The rows of `Place` for the option checks of adapters. */
export const placeChecks: Checks<Place> = {
  port: 'a whole number from 0 to 65535',
  host: aName,
  socketPath: aName,
};

/**
 * Checks that options name one place. Each option has to be checked before.
 *
 * @throws TypeError when a Unix socket has a port or a host as well.
 */
export function checkPlace({ socketPath, ...tcp }: Place): void {
  for (const name of ['port', 'host'] as const) {
    if (socketPath !== undefined && tcp[name] !== undefined) {
      throw new TypeError(
        `${name} and socketPath exclude each other: a Unix socket has no ${name}`,
      );
    }
  }
}
