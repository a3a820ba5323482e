import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Program } from '@sansocket/engines';
import { openClient } from '@sansocket/interop/seeded';
import { connect } from '@sansocket/node';
import { main } from './helpers/sansocket.ts';

const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));

/** As much of a browser's WebSocket as the page uses. */
class BrowserSocket {
  onmessage: ((event: { readonly data: string | Uint8Array }) => void) | undefined;
  onclose: (() => void) | undefined;
  readonly #socket: ReturnType<typeof connect>;

  constructor(url: string) {
    this.#socket = connect(url, {}, (event) => {
      if (event.type === 'message') this.onmessage?.(event);
      if (event.type === 'close') this.onclose?.();
    });
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data);
  }
}

/** A command that runs: its output so far, and how it ends. */
class Run {
  readonly #program: Program;
  /** Its standard error, once `code` has been waited for. */
  error = '';

  constructor(...args: readonly string[]) {
    this.#program = new Program(process.execPath, [main, ...args]);
  }

  get out(): string {
    return this.#program.stdout;
  }

  find(pattern: RegExp): Promise<string> {
    return this.#program.find(pattern);
  }

  async code(): Promise<number | null> {
    const { exitCode, stderr } = await this.#program.ended();
    this.error = stderr;
    return exitCode;
  }

  stop(): void {
    this.#program.process.kill('SIGTERM');
  }
}

describe('sansocket conformance client', () => {
  let run: Run;
  afterEach(() => run.stop());
  afterAll(() => rmSync(folder, { recursive: true }));
  const test = (...args: readonly string[]): Run => {
    run = new Run('conformance', 'client', ...args);
    return run;
  };

  describe('with a command for each case', () => {
    const ws = join(import.meta.dirname, '../../testkit/node_modules/ws');
    const exec = (onMessage: string): readonly string[] => {
      const file = join(folder, 'client.cjs');
      writeFileSync(
        file,
        `const { WebSocket } = require(${JSON.stringify(ws)});
        const socket = new WebSocket(process.argv[2]);
        socket.on('error', () => {});
        socket.on('message', (data, binary) => ${onMessage});`,
      );
      return ['--exec', `node ${file} {url}`, '--timeout-scale', '5'];
    };
    const echo = exec('socket.send(data, { binary })');

    it('ends with 0 where nothing fails', async () => {
      test('HC-009', 'CL-003', 'FG-008', ...echo);
      expect([await run.code(), run.out]).toEqual([0, expect.stringContaining('Nothing fails')]);
      expect(run.out).toMatch(/sends messages back.*offers permessage-deflate/);
    });

    it('ends with 1 where something fails', async () => {
      test('HC-001', ...exec("socket.send(String(data) === 'Hello' ? 'Hallo' : data, { binary })"));
      expect([await run.code(), run.out]).toEqual([
        1,
        expect.stringMatching(/\u2718 HC-001 .* {2}fail, MUST/),
      ]);
      expect(run.out).toMatch(
        /repeat {4}sansocket conformance client --exec 'node .*' --timeout-scale 5 HC-001/,
      );
    });

    it('says that a client crashed: it is ended by a signal', async () => {
      const crash =
        "String(data) === 'Hello' ? process.kill(process.pid, 'SIGKILL') : socket.send(data, { binary })";
      test('MK-005', 'HC-001', ...exec(crash));
      expect([await run.code(), run.out]).toEqual([
        1,
        expect.stringMatching(/\u2718 HC-001 .* {2}crash, MUST/),
      ]);
      expect(run.out).not.toContain('\u2718 MK-005');
    });

    it('ends with 3 where the client does not connect', async () => {
      test('--exec', 'true {url}');
      expect([await run.code(), run.error]).toEqual([
        3,
        expect.stringContaining('The client of --exec has ended and does not connect'),
      ]);
    });

    it('ends with 2 where the command has no URL', async () => {
      test('--exec', 'true');
      expect([await run.code(), run.error]).toEqual([
        2,
        expect.stringContaining("Option --exec has no {url}: 'true'"),
      ]);
    });
  });

  describe('with a client that comes for each case', () => {
    const listening = (): Promise<string> => run.find(/^listening on (ws:\S+)$/m);
    /** Opens a resource, echoes, and resolves with what came. */
    const visit = async (url: string, echoes: boolean): Promise<readonly string[]> => {
      const came: string[] = [];
      await new Promise((resolve) => {
        connect(url, {}, (event, socket) => {
          if (event.type === 'message') came.push(String(event.data));
          if (event.type === 'message' && echoes) socket.send(event.data);
          if (event.type === 'close') resolve(event);
        });
      });
      return came;
    };
    const loop = async (url: string, last: number): Promise<void> => {
      for (let i = 1; i <= last; i++) await visit(`${url}/runCase?case=${i}&agent=a`, true);
    };

    it('answers as the older suite does', async () => {
      test('SE-001', 'FR-005', 'MK-005');
      const url = await listening();
      const [count] = await visit(`${url}/getCaseCount`, false);
      await loop(url, Number(count));
      const [info] = await visit(`${url}/getCaseInfo?case=2`, false);
      const [status] = await visit(`${url}/getCaseStatus?case=2&agent=a`, false);
      await visit(`${url}/updateReports?agent=a`, false);
      expect(JSON.parse(info!)).toEqual({
        id: 'FR-005/opcode 3, 0 bytes',
        description: 'an opcode that is reserved',
      });
      expect(JSON.parse(status!)).toEqual({ behavior: 'OK' });
      expect([await run.code(), run.out]).toEqual([0, expect.stringContaining('Nothing fails')]);
      expect(run.out).toContain('3 cases');
    });

    it('counts the cases of the opening handshake with --suite all', async () => {
      const counts: number[] = [];
      for (const suite of ['frames', 'all']) {
        test('--suite', suite);
        const [count] = await visit(`${await listening()}/getCaseCount`, false);
        counts.push(Number(count));
        run.stop();
      }
      expect(counts[1]! - counts[0]!).toBeGreaterThan(100);
    });

    it('ends with 3 where the client cannot be tested', async () => {
      test('SE-001');
      const socket = openClient(`${await listening()}/runCase?case=1`, 'key-of-15-bytes');
      expect([await run.code(), run.error]).toEqual([3, expect.stringContaining('key-malformed')]);
      socket.destroy();
    });

    it('ends with 4 where the client does not come for all cases', async () => {
      test('SE-001', 'FR-005', '--timeout-scale', '0.1');
      const url = await listening();
      await loop(url, 3);
      expect([await run.code(), run.error]).toEqual([
        4,
        expect.stringContaining('The client came for 1 of 2 cases'),
      ]);
      expect(run.out).toContain('the client did not come for the next case');
    });

    it('has a page that runs all cases in a browser', async () => {
      test('SE-001', 'FR-001');
      const url = new URL(await listening());
      const page = await (await fetch(`http://${url.host}/`)).text();
      const [, script] = /<script>([\s\S]*)<\/script>/.exec(page)!;
      const state = { textContent: '' };
      const browser = createContext({
        document: { getElementById: () => state },
        location: { host: url.host },
        navigator: { userAgent: 'Jest' },
        WebSocket: BrowserSocket,
      });
      runInContext(script!, browser);
      expect(await run.code()).toBe(0);
      expect(run.out).toContain('2 cases');
    });
  });
});

describe('sansocket misbehave', () => {
  it('plays a case to each client, and says what the client did', async () => {
    const run = new Run('misbehave', 'hc-009');
    const url = await run.find(/^listening on (ws:\S+): HC-009/m);
    for (const name of ['of no key', 'empty']) {
      const events: string[] = [];
      await new Promise((resolve) => {
        connect(url, {}, (event) => {
          events.push(event.type);
          if (event.type === 'close') resolve(event);
        });
      });
      expect(events).toEqual(['violation', 'close']);
      const line = await run.find(new RegExp(`^HC-009 \\(${name}\\): (.*)$`, 'm'));
      expect(line).toBe('pass: expected refuse; the client: request, end of TCP');
    }
    run.stop();
    await run.code();
  });

  it('ends with 2 for a case that is none of clients', async () => {
    const run = new Run('misbehave', 'HS-001');
    expect([await run.code(), run.error]).toEqual([
      2,
      expect.stringContaining("No case for clients 'HS-001'"),
    ]);
  });
});
