/**
 * What a foreign client does with our server. The function is handed as text to other runtimes and to a page,
 * so it uses nothing but ECMAScript and the WebSocket API.
 *
 * @module
 */

interface ForeignSocket {
  binaryType: string;
  readonly protocol: string;
  onopen: () => void;
  onmessage: (event: { data: string | ArrayBuffer }) => void;
  onclose: (event: Closed) => void;
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
}

declare const WebSocket: new (url: string, protocols: string[]) => ForeignSocket;

interface Closed {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** What the client has seen. */
export interface Conversation {
  readonly subprotocol: string;
  readonly text: string;
  readonly bytes: readonly number[];
  readonly largeIsSame: boolean;
  /** A server answers with the code, and need not repeat the reason (RFC 6455 §5.5.1). */
  readonly closedByClient: Omit<Closed, 'reason'>;
  readonly closedByServer: Closed;
}

/** What every runtime has to see. */
export const expected: Conversation = {
  subprotocol: 'echo',
  text: 'Grüße 🌍',
  bytes: [0, 127, 255],
  largeIsSame: true,
  closedByClient: { code: 3001, wasClean: true },
  closedByServer: { code: 4001, reason: 'genug, schön', wasClean: true },
};

/** Has text, bytes and 1 MiB echoed and closes; then asks the server to close. */
export async function converse(url: string): Promise<Conversation> {
  const open = async (): Promise<ForeignSocket> => {
    const socket = new WebSocket(url, ['other', 'echo']);
    socket.binaryType = 'arraybuffer';
    await new Promise<void>((resolve) => {
      socket.onopen = resolve;
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

/** A script that converses and prints what it saw as JSON. */
export function scriptFor(url: string): string {
  return `(${converse.toString()})('${url}').then((seen) => console.log(JSON.stringify(seen)));`;
}
