/** What is used of websocket, which has no types of its own. */
declare module 'websocket' {
  import type { EventEmitter } from 'node:events';
  import type { Server } from 'node:http';

  interface Message {
    readonly type: 'utf8' | 'binary';
    readonly utf8Data: string;
  }

  interface Connection extends EventEmitter {
    sendUTF(text: string): void;
    close(code?: number): void;
  }

  interface Client extends EventEmitter {
    connect(url: string, subprotocols: readonly string[], origin: string): void;
  }

  interface PeerServer extends EventEmitter {
    shutDown(): void;
  }

  const websocket: {
    readonly client: new (options: { readonly webSocketVersion: number }) => Client;
    readonly server: new (options: {
      readonly httpServer: Server;
      readonly autoAcceptConnections: boolean;
    }) => PeerServer;
  };

  export type { Connection, Message };
  // biome-ignore lint/style/noDefaultExport: it is a module of CommonJS
  export default websocket;
}
