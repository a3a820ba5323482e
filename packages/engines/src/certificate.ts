/**
 * The certificate of servers in tests, and the authority that their clients have to trust.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** In PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** The certificate of the authority that signed it. */
  readonly ca: string;
}

const folder = join(import.meta.dirname, '../certificate');

/** The same in files, for programs that read them themselves. */
export const certificateFiles: Readonly<Record<keyof Certificate, string>> = {
  key: join(folder, 'localhost-key.pem'),
  cert: join(folder, 'localhost-certificate.pem'),
  ca: join(folder, 'authority.pem'),
};

/** A certificate for `localhost` and 127.0.0.1, trusted only by clients that are given its authority. */
export const localhost: Certificate = {
  key: readFileSync(certificateFiles.key, 'utf8'),
  cert: readFileSync(certificateFiles.cert, 'utf8'),
  ca: readFileSync(certificateFiles.ca, 'utf8'),
};
