/**
 * The test programs of libwebsockets. They speak their own two protocols: one counts, one mirrors the drawings of
 * others; so the conversation is a different one.
 *
 * @module
 */

import { Program } from '@sansocket/engines';
import { serve } from '@sansocket/node';
import type { ClientOptions, ConnectionEvent } from 'sansocket';
import { assertSame, run } from '../conversation/index.ts';
import { freePort } from '../free-port.ts';
import { debianVersion } from '../workspace.ts';
import type { Peer } from './peer.ts';

const COUNTER = 'dumb-increment-protocol';
const MIRROR = 'lws-mirror-protocol';

const lacks = 'its test programs speak two protocols of their own: short texts, no bytes, no 1 MiB';
const common = { inCi: false, version: () => debianVersion('libwebsockets-test-server'), lacks };

/** Its client. */
export const testClient: Peer & { readonly path: string } = {
  ...common,
  id: 'libwebsockets',
  name: 'libwebsockets, test client',
  path: '/usr/bin/libwebsockets-test-client',
  needs: ['/usr/bin/libwebsockets-test-client'],
};

/** Its server. It listens on every address of the machine. */
export const testServer: Peer & { readonly path: string } = {
  ...common,
  id: 'libwebsockets',
  name: 'libwebsockets, test server',
  path: '/usr/bin/libwebsockets-test-server',
  needs: ['/usr/bin/libwebsockets-test-server'],
};

/** The agreed parameters. */
interface Extensions {
  readonly extensions: string;
}

/** Both protocols with our client; then each end closes once. */
export async function converseWithTestServer(options: ClientOptions = {}): Promise<Extensions> {
  const port = await freePort();
  const program = new Program(testServer.path, [`--port=${port}`]);
  try {
    await program.listensOn(port);
    const url = `ws://127.0.0.1:${port}/`;
    const numbers: unknown[] = [];
    const counted = await run(url, { ...options, subprotocols: [COUNTER] }, (event, socket) => {
      if (event.type === 'message' && numbers.push(event.data) === 3) socket.send('closeme\n');
    });
    assertSame(numbers.slice(0, 3), ['0', '1', '2']);
    assertSame(summaryOf(counted), { code: 1001, wasClean: true, endedBy: 'peer' });
    const drawing = 'c #0A6B67 1 2 3;';
    const mirrored = await run(url, { ...options, subprotocols: [MIRROR] }, (event, socket) => {
      if (event.type === 'open') socket.ping(Uint8Array.of(1));
      if (event.type === 'open') socket.send(drawing);
      if (event.type === 'message' && event.data === drawing) socket.close(1000);
    });
    assertSame(
      mirrored.some(({ type }) => type === 'pong'),
      true,
    );
    assertSame(summaryOf(mirrored), { code: 1000, wasClean: true, endedBy: 'local' });
    return extensionsOf(mirrored);
  } finally {
    program.kill();
  }
}

/**
 * Both protocols with our server, which closes when a drawing has come. Without compression: its messages
 * are too short to gain by it, so they would go out as they are (RFC 7692 §6), and it waits for others.
 */
export async function converseWithTestClient(): Promise<Extensions> {
  const seen: ConnectionEvent[] = [];
  let done: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    done = resolve;
  });
  const subprotocols = [COUNTER, MIRROR];
  const server = await serve({ subprotocols }, (event, socket) => {
    seen.push(event);
    if (event.type === 'open' && event.subprotocol === COUNTER) socket.send('1');
    if (event.type === 'open') socket.ping(Uint8Array.of(1));
    if (event.type === 'message') {
      socket.send(event.data);
      socket.close(1000);
    }
    if (event.type === 'close') done();
  });
  const program = new Program(testClient.path, ['127.0.0.1', `--port=${server.port}`]);
  try {
    await Promise.race([over, endedEarly(program)]);
    const opened = seen.flatMap((event) => (event.type === 'open' ? [event.subprotocol] : []));
    assertSame(
      subprotocols.every((name) => opened.includes(name)),
      true,
    );
    const drawing = seen.find((event) => event.type === 'message')?.data;
    assertSame(/^c #[0-9A-F]{6} \d+ \d+ \d+;$/.test(String(drawing)), true);
    assertSame(
      seen.some(({ type }) => type === 'pong'),
      true,
    );
    assertSame(summaryOf(seen), { code: 1000, wasClean: true, endedBy: 'local' });
    return extensionsOf(seen);
  } finally {
    program.kill();
    await server.close();
  }
}

function extensionsOf(events: readonly ConnectionEvent[]): Extensions {
  return { extensions: events.find((event) => event.type === 'open')?.extensions ?? '' };
}

function summaryOf(events: readonly ConnectionEvent[]): object | undefined {
  const event = events.at(-1);
  if (event?.type !== 'close') return undefined;
  const { code, wasClean, endedBy } = event;
  return { code, wasClean, endedBy };
}

async function endedEarly(program: Program): Promise<never> {
  const { exitCode, stderr } = await program.ended();
  throw new Error(`libwebsockets ended with ${String(exitCode)}: ${stderr}`);
}
