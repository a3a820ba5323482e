/**
 * `ws` with permessage-deflate: its receiver and sender, with its own extension over zlib.
 *
 * @module
 */

import {
  compressedTraffic,
  type DeflateWork,
  type HostileInflateWork,
  type IdleWork,
  type Task,
  textsOf,
} from '../work/index.ts';
import { assertDelivered } from './peer.ts';

/** The extension, with the agreed parameters. */
interface Extension {
  accept(configurations: readonly object[]): unknown;
}

/** The parts of the library that are used here. */
export interface WsDeflate {
  readonly PerMessageDeflate: new (options: object) => Extension;
  readonly Receiver: new (
    options: object,
  ) => {
    write(chunk: Uint8Array): boolean;
    on(event: 'message', listener: (data: Buffer) => void): void;
  };
  readonly Sender: new (
    sink: object,
    extensions: object,
  ) => { send(data: string, options: object, done: () => void): void };
}

const MAX_PAYLOAD = 16_777_216;

/** Resolves when all messages have come: it decompresses in other threads. */
export function inflater(library: WsDeflate, work: DeflateWork | HostileInflateWork): Task {
  const { reads, messages, units, delivered } = compressedTraffic(work);
  const receiver = receiverOf(library, work.kind === 'inflate-hostile' || work.takeover);
  let length = 0;
  let left = 0;
  let resolve: () => void = () => undefined;
  receiver.on('message', (data) => {
    length += data.toString().length;
    if (--left === 0) resolve();
  });
  return {
    units,
    async call() {
      length = 0;
      left = messages;
      const all = new Promise<void>((done) => {
        resolve = done;
      });
      for (const read of reads) receiver.write(read);
      await all;
      assertDelivered(length, delivered);
    },
  };
}

/** Resolves when all messages have been written. */
export function deflater(library: WsDeflate, work: DeflateWork): Task {
  const texts = textsOf(work);
  let bytes = 0;
  const socket = socketOf((length) => {
    bytes += length;
  });
  const sender = new library.Sender(socket, extensions(library, true, work.takeover));
  return {
    units: texts.length,
    async call() {
      bytes = 0;
      await Promise.all(texts.map((text) => sent(sender, text)));
      if (bytes === 0) throw new Error('Encoded nothing');
    },
  };
}

/** Receivers and senders, each after one compressed message. */
export async function idleCompressed(library: WsDeflate, work: IdleWork): Promise<unknown> {
  const { connections, compressedBytes = 0 } = work;
  const one = { kind: 'inflate', bytes: compressedBytes, takeover: true } as const;
  const { reads } = compressedTraffic(one);
  const [text = ''] = textsOf(one);
  const held: unknown[] = [];
  for (let i = 0; i < connections; i++) {
    const receiver = receiverOf(library, true);
    const came = new Promise<void>((resolve) => {
      receiver.on('message', () => resolve());
    });
    receiver.write(reads[0]!.subarray(0, lengthOfFirst(reads[0]!)));
    await came;
    const sender = new library.Sender(
      socketOf(() => undefined),
      extensions(library, true, true),
    );
    await sent(sender, text);
    held.push(receiver, sender);
  }
  return held;
}

/** Of the first frame: it is short, and not masked. */
function lengthOfFirst(read: Uint8Array): number {
  const length = read[1]!;
  return length < 126 ? 2 + length : 4 + 256 * read[2]! + read[3]!;
}

function receiverOf(library: WsDeflate, takeover: boolean) {
  return new library.Receiver({
    isServer: false,
    maxPayload: MAX_PAYLOAD,
    extensions: extensions(library, false, takeover),
  });
}

function extensions(
  { PerMessageDeflate }: WsDeflate,
  isServer: boolean,
  takeover: boolean,
): object {
  const extension = new PerMessageDeflate({
    isServer,
    threshold: 0,
    serverNoContextTakeover: !takeover,
    maxPayload: MAX_PAYLOAD,
  });
  extension.accept([takeover || isServer ? {} : { server_no_context_takeover: [true] }]);
  return { 'permessage-deflate': extension };
}

function sent(sender: InstanceType<WsDeflate['Sender']>, text: string): Promise<void> {
  const options = { fin: true, binary: false, mask: false, compress: true };
  return new Promise((resolve) => sender.send(text, options, resolve));
}

/** A socket that has written everything at once. */
function socketOf(count: (length: number) => void): object {
  return {
    cork: () => undefined,
    uncork: () => undefined,
    write(data: string | Uint8Array, done?: () => void) {
      count(data.length);
      done?.();
      return true;
    },
  };
}
