/**
 * Starts a server of the roster.
 *
 * @module
 */

import { Program } from '@sansocket/engines';
import { freePort } from '../free-port.ts';
import type { PeerServer } from './peer.ts';

/** A running server. */
export interface RunningServer {
  readonly port: number;
  /** Ends it, if it has not ended itself, and starts it again on its port. */
  readonly restart: () => Promise<void>;
  readonly stop: () => void;
}

/** @throws Error when it ends before it listens. */
export async function startServer({
  command,
}: Pick<PeerServer, 'command'>): Promise<RunningServer> {
  const port = await freePort();
  const [path = '', ...args] = command(port);
  const start = async (): Promise<Program> => {
    const program = new Program(path, args);
    try {
      await program.listensOn(port);
      return program;
    } catch (error) {
      program.kill();
      throw error;
    }
  };
  let program = await start();
  // It ends with this process, however that ends.
  const stop = (): void => program.kill();
  process.once('exit', stop);
  return {
    port,
    restart: async () => {
      program.kill();
      await program.ended();
      program = await start();
    },
    stop: () => {
      process.off('exit', stop);
      stop();
    },
  };
}
