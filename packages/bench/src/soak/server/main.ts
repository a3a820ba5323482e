/**
 * A server in a separate process, which counts the outcomes of its connections.
 *
 * @module
 */

import process from 'node:process';
import { answerRequests } from '../../program/index.ts';
import { memory, startServer } from '../../servers/index.ts';
import { LoopLag } from './loop-lag.ts';
import type { ServerLook, SoakServerRequest, StartedServer } from './protocol.ts';

class Counts {
  #opened = 0;
  #closed = 0;
  #uncaught = 0;
  #firstUncaught: string | undefined;

  opened(): void {
    this.#opened++;
  }

  closed(): void {
    this.#closed++;
  }

  /** The connections whose `close` event has not come. */
  get open(): number {
    return this.#opened - this.#closed;
  }

  /** An uncaught error would end an application's process. Here the process continues, to find more than one. */
  readonly uncaught = (error: unknown): void => {
    this.#uncaught++;
    this.#firstUncaught ??= String(error instanceof Error ? error.stack : error);
  };

  look(lag: LoopLag): ServerLook {
    return {
      opened: this.#opened,
      closed: this.#closed,
      uncaught: this.#uncaught,
      firstUncaught: this.#firstUncaught,
      lag: lag.spread(),
      memory: memory(),
    };
  }
}

async function serve(): Promise<never> {
  const counts = new Counts();
  const lag = new LoopLag();
  process.on('uncaughtException', counts.uncaught);
  process.on('unhandledRejection', counts.uncaught);
  return answerRequests(async (given) => {
    const request = given as SoakServerRequest;
    switch (request.type) {
      case 'start': {
        const { port } = await startServer(request.name, { compresses: true, watcher: counts });
        const started: StartedServer = { port, memory: memory() };
        lag.start();
        return started;
      }
      case 'open':
        return counts.open;
      case 'look':
        return counts.look(lag);
      default:
        return request satisfies never;
    }
  });
}

await serve();
