/** The echo server in each runtime, asked everything that the conformance command knows. @module */
import { describe, expect, it } from '@jest/globals';
import { Program } from './helpers/program.ts';
import { itNeeds, runtimes, workspaceRoot } from './helpers/runtime.ts';

/** On a busy machine nothing is `slow`. */
const patient = ['--timeout-scale', '5'];

describe('echo-server', () => {
  for (const [runtime, path] of runtimes) {
    itNeeds(path)(`passes all cases of conformance, strictly: ${runtime}`, async () => {
      const server = `node packages/examples/dist/echo-server.js --port {port} --deflate --runtime ${runtime}`;
      const options = ['--profile', 'full', '--strict', ...patient, '--exec-server', server];
      const url = 'ws://127.0.0.1:{port}/';
      const args = ['packages/conformance/dist/main.js', 'conformance', 'server', url, ...options];
      const conformance = new Program(process.execPath, args, { cwd: workspaceRoot });
      const { exitCode, stdout } = await conformance.ended();
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Nothing fails')]);
    });
  }

  it('passes what Autobahn|Testsuite checks of compression, strictly', async () => {
    const server = 'node packages/examples/dist/echo-server.js --port {port} --deflate';
    const cases = ['autobahn:12.*', 'autobahn:13.*'];
    const options = [...cases, '--strict', ...patient, '--exec-server', server];
    const url = 'ws://127.0.0.1:{port}/';
    const args = ['packages/conformance/dist/main.js', 'conformance', 'server', url, ...options];
    const conformance = new Program(process.execPath, args, { cwd: workspaceRoot });
    const { exitCode, stdout } = await conformance.ended();
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^8 cases in .*: 8 pass$/m)]);
  });

  for (const [runtime, path] of runtimes) {
    itNeeds(path)(`has all properties in 500 sessions, strictly: ${runtime}`, async () => {
      const server = `node packages/examples/dist/echo-server.js --port {port} --deflate --runtime ${runtime}`;
      const options = [
        '--runs',
        '500',
        '--seed',
        '1',
        '--strict',
        ...patient,
        '--exec-server',
        server,
      ];
      const url = 'ws://127.0.0.1:{port}/';
      const args = ['packages/conformance/dist/main.js', 'property', 'server', url, ...options];
      const { exitCode, stdout } = await new Program(process.execPath, args, {
        cwd: workspaceRoot,
      }).ended();
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Nothing fails')]);
    });
  }
});
