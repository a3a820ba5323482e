/**
 * `pnpm demo`: one connection over a real socket, byte by byte. Sansocket's client and server talk through a relay that
 * shows the bytes.
 *
 * @module
 */

import { runCommand } from '@sansocket/command-line';
import { connect, serve } from '@sansocket/node';
import type { ConnectionEvent } from 'sansocket';
import { echo } from './echo.ts';
import { WirePrinter } from './wire-printer.ts';
import { tapWire } from './wire-tap.ts';

await runCommand(
  {
    name: 'pnpm demo',
    does: `One connection over a real socket, byte by byte: a client and a server of ours, and what passes between
them, each field with its meaning. Colours on a terminal, unless NO_COLOR is set.`,
    options: {},
    example: 'pnpm demo | less',
  },
  showConnection,
);

async function showConnection(): Promise<void> {
  const coloured = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  const printer = new WirePrinter((line) => console.log(line), coloured);

  const server = await serve({ subprotocols: ['echo'] }, echo);
  const tap = await tapWire(server.port, (direction, passed) => printer.show(direction, passed));

  /** The client's action at each step; the answer to it leads to the next. */
  const steps: readonly (readonly [title: string, section: string, act: () => void])[] = [
    ['Text', 'RFC 6455 §5.6', () => client.send('Hello, wörld')],
    ['Binary, long enough for a longer length', '§5.2', () => client.send(countTo(300))],
    ['A fragmented message with a ping inside', '§5.4, §5.5.2', sendFragmentsAndPing],
    ['The closing handshake', '§7', () => client.close(1000, 'done')],
  ];
  const stepsToTake = steps.values();

  console.log(`A server on 127.0.0.1 port ${server.port}, a client, and what passes between them.`);
  printer.title('The opening handshake', 'RFC 6455 §4');
  const url = `ws://127.0.0.1:${tap.port}/echo?of=everything`;
  const client = connect(url, { subprotocols: ['echo'] }, (event) => {
    if (event.type === 'open' || event.type === 'message') takeNextStep();
    if (event.type === 'close') void finish(event);
  });

  function takeNextStep(): void {
    const next = stepsToTake.next();
    if (next.done === true) return;
    const [title, section, act] = next.value;
    printer.title(title, section);
    act();
  }

  function sendFragmentsAndPing(): void {
    client.send('A message ', { fin: false });
    client.ping(new TextEncoder().encode('still there?'));
    client.send('in two parts', { fin: true });
  }

  async function finish(event: ConnectionEvent & { readonly type: 'close' }): Promise<void> {
    await Promise.all([server.close(), tap.close()]);
    const { code, wasClean } = event;
    printer.title('The end', '§7.1.4');
    console.log(`\nclose code ${code}, ${wasClean ? 'clean' : 'not clean'}`);
    process.exitCode = wasClean && stepsToTake.next().done === true ? 0 : 1;
  }
}

function countTo(count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => i);
}
