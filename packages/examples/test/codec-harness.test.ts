import { expect, it } from '@jest/globals';
import { Program } from './helpers/program.ts';
import { workspaceRoot } from './helpers/runtime.ts';

/** On a busy machine nothing is `slow`. */
const patient = ['--timeout-scale', '5'];

it('passes all cases that have frames, strictly', async () => {
  const harness = `${process.execPath} packages/examples/dist/codec-harness.js`;
  const options = ['--exec', harness, '--profile', 'full', '--strict', ...patient];
  const args = ['packages/conformance/dist/main.js', 'conformance', 'codec', ...options];
  const conformance = new Program(process.execPath, args, { cwd: workspaceRoot });
  const { exitCode, stdout } = await conformance.ended();
  expect([exitCode, stdout]).toEqual([
    0,
    expect.stringMatching(/^\d+ cases in [\d.]+ s: \d+ pass(?:, \d+ info)?$/m),
  ]);
});
