import { describe, expect, it } from '@jest/globals';
import { example } from './helpers/program.ts';

describe('first-example', () => {
  it('prints what came', async () => {
    const { exitCode, stdout } = await example('first-example.js').ended();
    expect(exitCode).toBe(0);
    expect(stdout).toBe('open\nmessage: Hello\nclose-received\nclose\n');
  });
});
