/**
 * Releases with a known fault, the cases of the catalogue that show it, and the releases that mended it.
 *
 * @module
 */

import { npm, type PeerServer } from '../peers/index.ts';

/** A fault of a release. */
export interface HistoricFault {
  /** Its name in the public list of faults. */
  readonly id: string;
  readonly says: string;
  /** Ids of cases. */
  readonly cases: readonly string[];
  readonly broken: PeerServer;
  readonly mended: PeerServer;
}

/** All of them. */
export const historicFaults: readonly HistoricFault[] = [
  {
    id: 'CVE-2024-37890',
    says: 'fields beyond the number that the server keeps end the process',
    cases: ['RS-040'],
    broken: npm('ws', '8.17.0'),
    mended: npm('ws', '8.17.1'),
  },
  {
    id: 'GHSA-5v72-xg48-5rpm',
    says: 'an extension with the name of an object member ends the process',
    cases: ['EX-041'],
    broken: npm('ws', '3.3.0'),
    mended: npm('ws', '3.3.1'),
  },
  {
    id: 'CVE-2020-7662',
    says: 'a string of escapes without an end takes twice the time for each escape',
    cases: ['EX-040'],
    broken: extensions('0.1.3'),
    mended: extensions('0.1.4'),
  },
];

/** websocket-extensions, as websocket-driver uses it. */
function extensions(version: string): PeerServer {
  const others = ['websocket-driver@0.7.4', 'faye-websocket@0.11.4', 'permessage-deflate@0.1.7'];
  return npm('websocket-extensions', version, others, 'faye-websocket-server.js');
}
