/** The echo client in each runtime, asked everything that the conformance command knows. @module */
import { describe, expect } from '@jest/globals';
import { example, Program } from './helpers/program.ts';
import { itNeeds, runtimes, workspaceRoot } from './helpers/runtime.ts';

/** On a busy machine nothing is `slow`. */
const patient = ['--timeout-scale', '5'];

describe('echo-client', () => {
  for (const [runtime, path] of runtimes) {
    itNeeds(path)(`passes all cases of conformance, strictly: ${runtime}`, async () => {
      const options = [
        '--suite',
        'all',
        '--profile',
        'full',
        '--strict',
        ...patient,
        '--listen',
        '0',
      ];
      const args = ['packages/conformance/dist/main.js', 'conformance', 'client', ...options];
      const conformance = new Program(process.execPath, args, { cwd: workspaceRoot });
      const url = await conformance.find(/^listening on (ws:\S+)$/m);
      const program = example('echo-client.js', '--url', url, '--deflate', '--runtime', runtime);
      const { exitCode, stdout } = await conformance.ended();
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Nothing fails')]);
      expect((await program.ended()).exitCode).toBe(0);
    });
  }
});
