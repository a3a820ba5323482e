/** `sansocket conformance codec` against harnesses that are right, or fail in one of many ways. @module */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Ended, main, sansocket } from './helpers/sansocket.ts';

const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));
const program = join(import.meta.dirname, 'helpers/harness.js');
const flag = join(folder, 'started');

/** Nobody waits long where no reply comes, and all others are patient, as on a busy machine. */
function codec(fault: string, ...args: readonly string[]): Promise<Ended> {
  const scale = /hang|newline/.test(fault) ? '1' : '5';
  rmSync(flag, { force: true });
  const exec = `node ${program} '${fault}' ${flag}`;
  return sansocket('conformance', 'codec', '--exec', exec, '--timeout-scale', scale, ...args);
}

describe('sansocket conformance codec', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('ends with 0 where all is right', async () => {
    const { code, out } = await codec('', 'MK-*', 'CL-*', '--strict');
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing fails')]);
  });

  it.each([
    ['dies', /MK-001 .* {2}crash, MUST[\s\S]*actual {4}the harness has ended: exit code 7/],
    ['hangs', /MK-001 .* {2}hang, MUST[\s\S]*actual {4}no reply in time/],
    ['garbage', /MK-001 .* {2}fail, MUST[\s\S]*actual {4}garbage instead of a reply: "Traceback"/],
    ['no event', /MK-001 .*\(text, server, whole\) {2}fail[\s\S]*garbage instead of a reply/],
    ['another id', /MK-001 .* {2}fail[\s\S]*garbage instead of a reply/],
    ['no newline', /MK-001 .* {2}(?:hang|fail)/],
    ['wrong event', /sent {6}810161[\s\S]*expected {2}error 1002[\s\S]*actual {4}text "a"/],
    ['dies once', /MK-001 .* {2}flaky/],
  ])('ends with 1 where a harness fails on one input: %s', async (fault, says) => {
    const { code, out } = await codec(fault, 'MK-001', 'MK-009');
    expect([code, out]).toEqual([1, expect.stringMatching(says)]);
    expect(out).not.toContain('✘ MK-009');
  });

  it('finds a parser that needs its bytes in one piece, and says how they were cut', async () => {
    const { code, out } = await codec('loses cut bytes', 'MK-001');
    expect([code, out]).toEqual([1, expect.stringContaining('(text, server, byte by byte)')]);
  });

  it('says slow of a reply that comes when it is asked again', async () => {
    const { code, out } = await codec('hangs once', 'MK-001');
    expect([code, out]).toEqual([0, expect.stringContaining('1 slow')]);
    expect((await codec('hangs once', 'MK-001', '--strict')).code).toBe(1);
  });

  it('says unsupported of what is skipped', async () => {
    const { code, out } = await codec('skips', 'MK-*');
    expect([code, out]).toEqual([0, expect.stringMatching(/^(\d+) cases in .*: \1 unsupported$/m)]);
  });

  it.each([
    ['dies at the start', /cannot be tested: the harness has ended: exit code 7/],
    ['says nothing', /cannot be tested: no reply in time/],
  ])('ends with 3 where the harness does not speak the protocol: %s', async (fault, says) => {
    const { code, error } = await codec(fault, 'MK-001');
    expect([code, error]).toEqual([3, expect.stringMatching(says)]);
  });

  it('ends with 4 where the harness does not start again', async () => {
    const { code, error } = await codec('does not start again', 'MK-001');
    expect([code, error]).toEqual([4, expect.stringContaining('does not start again')]);
  });

  it('ends the harness when it is interrupted', async () => {
    const exec = `node ${program} 'hangs' ${flag}`;
    const args = ['conformance', 'codec', '--exec', exec, 'MK-001', '--timeout-scale', '100'];
    const child = spawn(process.execPath, [main, ...args]);
    const ended = once(child, 'close');
    // It is calibrated, and hangs on the first vector.
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    // The harness has this process's standard error: it is closed once both have ended.
    expect(await ended).toEqual([130, null]);
  });

  it('takes a baseline and writes reports, as for a server', async () => {
    const baseline = join(folder, 'baseline');
    const args = ['MK-001', 'MK-009', '--baseline', baseline];
    expect((await codec('garbage', ...args, '--update-baseline')).code).toBe(0);
    expect((await codec('garbage', ...args, '--report', `junit:${join(folder, 'xml')}`)).code).toBe(
      0,
    );
    expect((await codec('', ...args)).code).toBe(1);
    expect(existsSync(join(folder, 'xml'))).toBe(true);
  });

  it.each([
    [['MK-001'], /--exec is missing/],
    [['--exec', 'true', 'HS-001'], /No case of 'HS-001' has frames/],
    [['--exec', 'true', 'XX-001'], /No case fits 'XX-001'/],
  ])('ends with 2 where the command line is wrong: %j', async (args, message) => {
    const { code, error } = await sansocket('conformance', 'codec', ...args);
    expect([code, error]).toEqual([2, expect.stringMatching(message)]);
  });
});
