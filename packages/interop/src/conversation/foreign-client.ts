/**
 * The conversation with the WebSocket API (WHATWG). The function is handed as text to other runtimes and to
 * a page, so it uses nothing but ECMAScript and that API.
 *
 * @module
 */

import type { Closed, Conversation } from './conversation.ts';

/** The used part of the API. */
export interface ForeignSocket {
  binaryType: string;
  readonly protocol: string;
  onopen: () => void;
  onmessage: (event: { data: string | ArrayBuffer }) => void;
  onclose: (event: Closed) => void;
  onerror: (event: unknown) => void;
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
}

/** The class that a runtime or a package has. */
export type ForeignClass = new (url: string, protocols: string[]) => ForeignSocket;

declare const WebSocket: ForeignClass;

/** Sends text, bytes and 1 MiB for an echo and closes; then asks the server to close. */
export async function converse(
  url: string,
  Socket: ForeignClass = WebSocket,
): Promise<Conversation> {
  const open = async (): Promise<ForeignSocket> => {
    const socket = new Socket(url, ['other', 'echo']);
    socket.binaryType = 'arraybuffer';
    await new Promise<void>((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error(`Cannot connect to ${url}`));
    });
    return socket;
  };
  const end = async (socket: ForeignSocket): Promise<Closed> =>
    new Promise((resolve) => {
      socket.onclose = ({ code, reason, wasClean }) => resolve({ code, reason, wasClean });
    });
  const echo = async (socket: ForeignSocket, data: string | Uint8Array) => {
    socket.send(data);
    return new Promise<string | ArrayBuffer>((resolve) => {
      socket.onmessage = (event) => resolve(event.data);
    });
  };

  const socket = await open();
  const text = (await echo(socket, 'Grüße 🌍')) as string;
  const bytes = [
    ...new Uint8Array((await echo(socket, Uint8Array.of(0, 127, 255))) as ArrayBuffer),
  ];
  const large = 'x'.repeat(1_048_576);
  const largeIsSame = (await echo(socket, large)) === large;
  socket.close(3001, 'done');
  const { code, wasClean } = await end(socket);

  const second = await open();
  second.send('close me');
  const closedByServer = await end(second);
  return {
    subprotocol: socket.protocol,
    text,
    bytes,
    largeIsSame,
    closedByClient: { code, wasClean },
    closedByServer,
  };
}

/**
 * A script that converses and prints what it saw as JSON.
 *
 * @param Socket - An expression for the class. Default: the runtime's.
 */
export function scriptFor(url: string, Socket = 'WebSocket'): string {
  return `(${converse.toString()})('${url}', ${Socket}).then((seen) => console.log(JSON.stringify(seen)));`;
}
