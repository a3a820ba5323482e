/**
 * The certificate that servers in tests show, and the authority that their clients have to trust.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** In PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Who has signed it. */
  readonly ca: string;
}

const folder = join(import.meta.dirname, '../certificate');

/** Files of it, for programs that read them themselves. */
export const certificateFiles: Readonly<Record<keyof Certificate, string>> = {
  key: join(folder, 'localhost-key.pem'),
  cert: join(folder, 'localhost-certificate.pem'),
  ca: join(folder, 'authority.pem'),
};

/** A certificate for `localhost` and 127.0.0.1, which nobody trusts who was not told to. */
export const localhost: Certificate = {
  key: readFileSync(certificateFiles.key, 'utf8'),
  cert: readFileSync(certificateFiles.cert, 'utf8'),
  ca: readFileSync(certificateFiles.ca, 'utf8'),
};
