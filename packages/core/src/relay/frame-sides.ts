/**
 * The two sides of a relay that passes frames: the opening handshake with the extensions that both ends agree on, and
 * a passage in each direction instead of messages.
 *
 * Both sides are connections as any other: only their frames are not assembled, as those of an older version.
 *
 * @module
 */

import {
  type AskOptions,
  type Connection,
  type Established,
  type Limits,
  machineOf,
  type Version,
} from '../connection/index.ts';
import { type ExtensionOffer, serializeExtensions } from '../extensions/index.ts';
import { assertSendable } from '../framing/index.ts';
import {
  acceptRequest,
  createRequest,
  judgeRequest,
  judgeResponse,
  type RequestHead,
  type ResponseReading,
} from '../handshake/index.ts';
import { defaultFillRandom, type FillRandom, type Masker } from '../masking/index.ts';
import { FramePassage, PassageSender } from './frame-passage.ts';

/** From this length on, in bytes, bytes are handed over instead of copied. */
const PASS_FROM = 1024;

/** Limits that the ends set themselves: nothing of a frame is kept here. */
export const frameLimits: Partial<Limits> = {
  maxFrameBytes: Infinity,
  maxMessageBytes: Infinity,
  maxEmptyFragments: Infinity,
};

interface FrameSidesOptions {
  readonly fillRandom: FillRandom | undefined;
  readonly mask: Masker | undefined;
  readonly answers: boolean;
}

/** The passages of one relay, and the versions that bring them into its two connections. */
export class FrameSides {
  /** The extensions that the client offers, and those that the server has chosen. */
  offers: readonly ExtensionOffer[] = [];
  #agreed = '';
  client: Connection | undefined;
  server: Connection | undefined;
  readonly #toServer: FramePassage;
  readonly #toClient: FramePassage;
  /** For the connection to the client and for the connection to the server. */
  readonly ofClient: Version;
  readonly ofServer: Version;

  constructor(options: FrameSidesOptions) {
    this.#toServer = new FramePassage({
      ...options,
      to: 'client',
      deliver: (bytes) => hand(this.server, bytes),
    });
    this.#toClient = new FramePassage({
      ...options,
      to: 'server',
      deliver: (bytes) => hand(this.client, bytes),
    });
    const { fillRandom } = options;
    const ofClient = new PassageSender(
      { to: 'server', fillRandom, mask: options.mask },
      this.#toClient,
    );
    const ofServer = new PassageSender(
      { to: 'client', fillRandom, mask: options.mask },
      this.#toServer,
    );
    this.ofClient = this.#version(this.#toServer, ofClient);
    this.ofServer = this.#version(this.#toClient, ofServer);
  }

  /** Whether a part of a frame was sent to a side, and the rest is missing. */
  isWithinFrameTo(side: 'client' | 'server'): boolean {
    return (side === 'client' ? this.#toClient : this.#toServer).isWithin;
  }

  #version(from: FramePassage, sender: PassageSender): Version {
    const version: Version = {
      name: 13,
      isAsked: () => true,
      assertSendable,
      frames: {
        endsSilently: false,
        hasControls: true,
        receiver: (options, limits, offset) =>
          from.open(options, limits, this.#agreed !== '', offset),
        sender: () => sender,
      },
      server: {
        read: (request, policy, offset) =>
          judgeRequest(request, { ...policy, versions: undefined }, offset),
        accept: (offer, acceptance) =>
          acceptRequest(offer, { ...acceptance, extensions: this.#agreed || undefined }),
        goOn: (established) => this.#establish(established, version),
      },
      client: {
        create: (url, options) => this.#request(url, options),
        read: (...given) => this.#read(judgeResponse(...given, given[2].capabilities?.sha1)),
        goOn: (established) => this.#establish(established, version),
      },
    };
    return version;
  }

  #request(url: string, options: AskOptions): RequestHead {
    const { subprotocols, headers, origin, credentials, fillRandom = defaultFillRandom } = options;
    const key = new Uint8Array(16);
    fillRandom(key);
    const extensions = this.offers;
    return createRequest(url, { subprotocols, headers, origin, credentials, key, extensions });
  }

  /** The extensions are those of the two ends: the connection to the server activates none. */
  #read(reading: ResponseReading): ResponseReading {
    if (reading.kind !== 'accepted') return reading;
    this.#agreed = serializeExtensions(reading.extensions);
    return { ...reading, extensions: [] };
  }

  #establish(established: Established, version: Version): Established {
    const event = { ...established.event, extensions: this.#agreed };
    return { ...established, event, version };
  }
}

/** Queues bytes on a side. A side that closes takes none, like any message that comes too late. */
function hand(side: Connection | undefined, bytes: Uint8Array): void {
  const machine = side && machineOf(side);
  if (machine?.canSend !== true) return;
  const { queue, isOverfull } = machine.outbox;
  if (isOverfull) {
    machine.overflow();
    return;
  }
  queue.begin();
  if (bytes.length < PASS_FROM) queue.append(bytes);
  else queue.pass(bytes);
  machine.commit();
}
