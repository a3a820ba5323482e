/**
 * All versions before RFC 6455 that browsers used.
 *
 * @module
 */

import type { Version } from 'sansocket/connection';
import { hixie75 } from './hixie-75.ts';
import { hixie76 } from './hixie-76.ts';
import { hybi7, hybi8 } from './hybi.ts';

/** The value for the option `versions` of a server that supports HyBi-8, HyBi-7, Hixie-76 and Hixie-75 too. */
export const olderVersions: readonly Version[] = [hybi8, hybi7, hixie76, hixie75];
