/**
 * Scenarios to start from.
 *
 * @module
 */

import type { ViolationId } from 'sansocket/violations';
import { plainScenario, type Scenario } from './scenario.ts';

/** A scenario with a name. */
export interface Sample {
  readonly title: string;
  readonly scenario: Scenario;
  /** The rule that its bytes break. */
  readonly breaks?: ViolationId;
}

/** Samples of one kind. */
export interface SampleGroup {
  readonly title: string;
  readonly samples: readonly Sample[];
}

const REQUEST = `GET /chat HTTP/1.1
Host: server.example.com
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Origin: http://example.com
Sec-WebSocket-Version: 13

`;
const RESPONSE = `HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

`;
const OFFER = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits';
/** "Hello" and a Close frame, masked with the key of RFC 6455 §5.7. */
const HELLO = '\\x81\\x857\\xfa!=\\x7f\\x9fMQX';
const GOODBYE = '\\x88\\x827\\xfa!=4\\x12';

const toServer = (input: string, more: Partial<Scenario> = {}): Scenario => ({
  ...plainScenario,
  input,
  ...more,
});
const toClient = (input: string, more: Partial<Scenario> = {}): Scenario =>
  toServer(input, { role: 'client', ...more });
const opening = (input: string, more: Partial<Scenario> = {}): Scenario =>
  toServer(input, { start: 'opening', format: 'text', ...more });

/** All samples; the page opens with the first. */
export const sampleGroups: readonly SampleGroup[] = [
  {
    title: 'The opening handshake (§1.3)',
    samples: [
      {
        title: 'A whole connection: request, "Hello", Close',
        scenario: opening(REQUEST + HELLO + GOODBYE, { after: 'end' }),
      },
      {
        title: 'The answer to our client, then a text',
        scenario: opening(`${RESPONSE}\\x81\\x05Hello`, { role: 'client', first: 'text' }),
      },
      {
        title: 'The application says no',
        scenario: opening(REQUEST, { application: 'reject' }),
      },
    ],
  },
  {
    title: 'The frames of §5.7',
    samples: [
      { title: '"Hello", not masked', scenario: toClient('81 05 48 65 6c 6c 6f') },
      { title: '"Hello", masked', scenario: toServer('81 85 37 fa 21 3d 7f 9f 4d 51 58') },
      {
        title: '"Hello" in two fragments',
        scenario: toClient('01 03 48 65 6c  # Hel\n80 02 6c 6f     # lo', { cut: '5' }),
      },
      {
        title: 'A ping, and the pong that answers it',
        scenario: toServer('89 85 37 fa 21 3d 7f 9f 4d 51 58'),
      },
      {
        title: '256 bytes in a frame',
        scenario: toClient(
          `82 7e 01 00\n${'00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff\n'.repeat(16)}`,
        ),
      },
    ],
  },
  {
    title: 'The closing handshake (§7)',
    samples: [
      {
        title: 'The peer closes: code 1000, "bye"',
        scenario: toServer('88 85 37 fa 21 3d 34 12 43 44 52', { after: 'end' }),
      },
      {
        title: 'We close, and the peer answers',
        scenario: toClient('88 02 03 e8', { first: 'close', after: 'end' }),
      },
      {
        title: 'We close, and nobody answers',
        scenario: toClient('', { first: 'close', after: 'wait' }),
      },
      { title: 'The transport is lost', scenario: toClient('81 05 48 65', { after: 'lost' }) },
    ],
  },
  {
    title: 'Compression (RFC 7692)',
    samples: [
      {
        title: '"Hello", compressed',
        scenario: toClient('c1 07 f2 48 cd c9 c9 07 00', { deflate: true }),
      },
      {
        title: '"Hello" again, which points into the first',
        scenario: toClient('c1 07 f2 48 cd c9 c9 07 00\nc1 05 f2 00 11 00 00', {
          deflate: true,
          cut: '9',
        }),
      },
      {
        title: 'An offer in the opening handshake, and a text',
        scenario: opening(`${REQUEST.trimEnd()}\n${OFFER}\n\n${HELLO}`, { deflate: true }),
      },
      broken(
        'extension-data-invalid',
        'A message that points to before the beginning',
        toClient('c1 05 f2 00 11 00 00', { deflate: true }),
      ),
    ],
  },
  {
    title: 'Violations',
    samples: [
      broken('frame-not-masked', 'A client that does not mask', toServer('81 05 48 65 6c 6c 6f')),
      broken('frame-masked', 'A server that masks', toClient('81 85 37 fa 21 3d 7f 9f 4d 51 58')),
      broken('reserved-bit-set', 'A reserved bit that nobody has asked for', toClient('c1 00')),
      broken('opcode-reserved', 'An opcode of nobody', toClient('83 00')),
      broken(
        'length-not-minimal',
        '5 bytes, said in 16 bits',
        toClient('81 7e 00 05 48 65 6c 6c 6f'),
      ),
      broken('control-frame-fragmented', 'Half a ping', toClient('09 00')),
      broken('message-interleaved', 'A message within a message', toClient('01 01 61\n81 01 62')),
      broken(
        'text-not-utf8',
        'UTF-8 that goes wrong in the second byte, one byte at a time',
        toClient('81 03 61 ed a0', { cut: '1' }),
      ),
      broken('close-code-invalid', 'A Close frame with 1005', toClient('88 02 03 ed')),
      broken(
        'accept-value-wrong',
        'A server that has not read the key',
        opening(RESPONSE.replace('s3pP', 'S3pP'), { role: 'client' }),
      ),
      broken(
        'version-unsupported',
        'A request of a draft',
        opening(REQUEST.replace(': 13', ': 8')),
      ),
    ],
  },
];

function broken(breaks: ViolationId, title: string, scenario: Scenario): Sample {
  return { title, scenario, breaks };
}
