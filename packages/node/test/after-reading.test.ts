import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { afterImmediates } from 'sansocket/driving';

const afterReading = afterImmediates(setImmediate, 'deno' in process.versions);

describe('A task behind reading', () => {
  it('comes once what had come to a socket was received, in a process that is never idle', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const peer = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [socket] = (await once(server, 'connection')) as [Socket];
    let received = 0;
    socket.on('data', ({ length }: Uint8Array) => {
      received += length;
    });
    const stop = keepBusy();
    const late: number[] = [];
    for (let sent = 1; sent <= 5; sent++) {
      await new Promise((resolve) => peer.write('a', resolve));
      await new Promise<void>(afterReading);
      if (received < sent) late.push(sent);
    }
    stop();
    for (const end of [peer, socket]) end.destroy();
    server.close();
    expect(late).toEqual([]);
  });
});

/** Something to do in each round of the event loop, and long enough for a timer to come before the next one. */
function keepBusy(): () => void {
  let goesOn = true;
  const work = (): void => {
    for (const until = performance.now() + 2; performance.now() < until; ) {
      // The process is busy.
    }
    if (goesOn) setImmediate(work);
  };
  work();
  return () => {
    goesOn = false;
  };
}
