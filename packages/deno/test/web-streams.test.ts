/** The streams of Deno's sockets under the adapter for web streams. */
import { describe, it } from '@jest/globals';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { type OnEvent, openSocket, type StreamPair } from '@sansocket/web-streams';
import { ClientConnection, type ClientOptions } from 'sansocket';
import type { SocketOptions } from 'sansocket/driving';
import { connRuntime, watched } from './helpers/conn-runtime.ts';

/** A socket of Deno as a pair of streams. */
interface ConnPair extends StreamPair {
  close(): void;
  setNoDelay(noDelay: boolean): void;
}

declare const Deno: { connect(options: { hostname: string; port: number }): Promise<ConnPair> };

const clientRuntime = {
  ...connRuntime,
  connect(
    url: string,
    { onError, signal, ...options }: ClientOptions & SocketOptions,
    onEvent: OnEvent<Promise<ConnPair>>,
  ) {
    if (signal?.aborted === true) throw signal.reason;
    const { hostname, port } = new URL(url);
    const connection = new ClientConnection(url, options, performance.now());
    const conn = Deno.connect({ hostname, port: Number(port) });
    return openSocket(connection, conn.then(watched), onEvent, { onError, signal });
  },
};

describe('@sansocket/web-streams over Deno.connect', () => {
  // Deno closes a socket once its stream of bytes is read to the end; and only the server's end has an address.
  const cases = transportContract(clientRuntime).filter(
    ({ name }) => !/behind the end of the peer|the address of the peer/.test(name),
  );
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
