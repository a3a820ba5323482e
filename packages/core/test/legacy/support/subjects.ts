/**
 * The older versions as subjects of the laws.
 *
 * @module
 */

import { type MakeSubject, type Subject, sansocketSubject } from '@sansocket/testkit/laws';
import { ClientConnection, type ClientOptions, type Role } from 'sansocket';
import { fieldValues, HeadParser } from 'sansocket/handshake';
import {
  answerOf,
  hixie75,
  hixie76,
  hybi7,
  hybi8,
  type OlderVersion,
  olderVersions,
  readChallengeKey,
} from 'sansocket/legacy';
import { bytesOf, responseText } from '../../handshake/heads.ts';
import { concat } from '../../support/bytes.ts';
import { sampleEntropy } from '../../support/sample-entropy.ts';
import { challenges } from './challenges.ts';
import { headOf, request75, request76, requestHybi } from './requests.ts';

export interface LawfulVersion {
  readonly role: Role;
  readonly version: OlderVersion;
  readonly make: MakeSubject;
}

const URL = 'ws://server.example.com/chat';
const ORIGIN = 'http://server.example.com';

/** Both roles of a version. */
export function subjectsOf(version: OlderVersion): readonly LawfulVersion[] {
  const client: ClientOptions = { version, origin: ORIGIN, fillRandom: sampleEntropy };
  const served = { versions: olderVersions };
  const server = { connection: served, opening: requestOf(version) };
  const asking = { connection: client, opening: responseOf(version, client) };
  return [
    { role: 'server', version, make: speaking(version, sansocketSubject('server', server)) },
    { role: 'client', version, make: speaking(version, sansocketSubject('client', asking)) },
  ];
}

/** The laws are told what it speaks. */
function speaking({ name }: OlderVersion, make: MakeSubject): MakeSubject {
  const version = name === 13 ? {} : { version: name };
  return (limits, timeouts) => {
    const subject = make(limits, timeouts);
    const { asking } = subject;
    const asks = asking && {
      asking: (...asked: Parameters<typeof asking>) => ({ ...asking(...asked), ...version }),
    };
    return { ...subject, ...version, ...asks };
  };
}

/** Those whose frames are not those of RFC 6455; their application closes without codes. */
export const hixieSubjects: readonly LawfulVersion[] = [hixie76, hixie75]
  .flatMap(subjectsOf)
  .map(({ make, ...which }) => ({ ...which, make: (limits) => withoutCodes(make(limits)) }));

function withoutCodes(subject: Subject): Subject {
  const { close, fail } = subject as { close: Call; fail: Call };
  return {
    ...subject,
    close: () => close(undefined, undefined),
    fail: () => fail(undefined, undefined),
  };
}

type Call = (code: number | undefined, reason: string | undefined) => void;

export const hybiSubjects: readonly LawfulVersion[] = [hybi8, hybi7].flatMap(subjectsOf);

function requestOf({ name }: OlderVersion): Uint8Array {
  if (name === 'hixie-76') return request76(challenges[0]!);
  return name === 'hixie-75' ? request75() : requestHybi(name);
}

function responseOf({ name }: OlderVersion, options: ClientOptions): Uint8Array {
  if (typeof name === 'number') return bytesOf(responseText());
  const prefix = name === 'hixie-76' ? 'Sec-' : '';
  const head = headOf(
    `HTTP/1.1 101 Web${name === 'hixie-76' ? '' : ' '}Socket Protocol Handshake`,
    'Upgrade: WebSocket',
    'Connection: Upgrade',
    `${prefix}WebSocket-Origin: ${ORIGIN}`,
    `${prefix}WebSocket-Location: ${URL}`,
  );
  return name === 'hixie-76' ? concat(head, answerTo(new ClientConnection(URL, options, 0))) : head;
}

/** The answer to the challenge of a client whose entropy is always the same. */
function answerTo(client: ClientConnection): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let output; (output = client.nextOutput()) !== undefined; ) {
    if (output.type === 'write') pieces.push(output.bytes);
  }
  const bytes = concat(...pieces);
  const result = new HeadParser({ head: 'request' }).push(bytes);
  if (result.kind !== 'done') throw new Error('The request is no head');
  const part = (name: string): number => {
    const reading = readChallengeKey(fieldValues(result.head.fields, name).join());
    return reading.ok ? reading.part : Number.NaN;
  };
  const parts = [part('sec-websocket-key1'), part('sec-websocket-key2')] as const;
  return answerOf(parts, bytes.slice(result.rest));
}
