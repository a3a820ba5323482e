/**
 * A client that is started for each case: one process, one connection.
 *
 * @module
 */

import { type Arrival, Listener, NoConnection } from '../peer/index.ts';
import type { ClientSetup, Visit } from '../run/index.ts';
import { Testee } from './testee.ts';

/** A process that has not connected after so many milliseconds does not. */
const CONNECT_MS = 30_000;
/** A process may take so many milliseconds to end once its connection has. */
const END_MS = 2000;

/** The processes, and the port that they connect to. */
export class ExecClient {
  readonly #command: string;
  readonly #scale: number;
  readonly #listener: Listener;
  readonly #running = new Set<Testee>();
  /** Whether processes end with their connections: those of a client that does not are not waited for. */
  #ends = true;
  #number = 0;
  readonly #awaited = new Map<string, (arrival: Arrival) => void>();

  /** @param command - With `{url}` in it. */
  constructor(command: string, scale: number) {
    this.#command = command;
    this.#scale = scale;
    this.#listener = new Listener((arrival) => {
      const take = this.#awaited.get(arrival.target);
      this.#awaited.delete(arrival.target);
      if (take === undefined) arrival.line.close();
      else take(arrival);
    });
  }

  async listen(port: number): Promise<ClientSetup> {
    await this.#listener.listen(port);
    const { authority } = this.#listener;
    return { authority, visit: () => this.#visit(), keys: new Set(), isEcho: false };
  }

  async stop(): Promise<void> {
    this.#listener.close();
    await Promise.all([...this.#running].map((testee) => testee.stop(true)));
  }

  async #visit(): Promise<Visit> {
    const isFirst = this.#number === 0;
    const target = `/runCase?case=${++this.#number}&agent=exec`;
    const url = `ws://${this.#listener.authority}${target}`;
    const testee = new Testee(
      this.#command.replaceAll('{url}', () => `'${url}'`),
      isFirst ? 2 : 'ignore',
    );
    const arrived = new Promise<Arrival>((resolve) => this.#awaited.set(target, resolve));
    this.#running.add(testee);
    testee.start();
    const arrival = await Promise.race([arrived, testee.ended(CONNECT_MS * this.#scale)]);
    if (typeof arrival !== 'boolean') {
      return { line: arrival.line, leave: () => this.#leave(testee) };
    }
    this.#awaited.delete(target);
    await this.#leave(testee);
    const reason = arrival ? 'has ended' : 'runs';
    throw new NoConnection(`The client of --exec ${reason} and does not connect`);
  }

  /** @throws NoConnection when the process has crashed. */
  async #leave(testee: Testee): Promise<void> {
    if (this.#ends) this.#ends = await testee.ended(END_MS * this.#scale);
    const { crash } = testee;
    await testee.stop();
    testee.forget();
    this.#running.delete(testee);
    if (crash !== undefined) throw new NoConnection(`The client ${crash}`);
  }
}
