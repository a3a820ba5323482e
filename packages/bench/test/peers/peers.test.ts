import { describe, expect, it } from '@jest/globals';
import { libraries, loadPeer, type PeerName, serverLibraries } from '../../src/peers/index.ts';
import {
  type DecodeWork,
  type EncodeWork,
  hostileInputs,
  type Role,
} from '../../src/work/index.ts';

const ours = ['sansocket', 'portable', 'sansocket+bufferutil'] as const;
const names: readonly PeerName[] = [...ours, ...libraries];
const rolesOf = (name: PeerName): Role[] => (name === 'undici' ? ['client'] : ['server', 'client']);
const cases = names.flatMap((name) => rolesOf(name).map((role) => [name, role] as const));

describe.each(cases)('%s as a %s', (name, role) => {
  const decode: DecodeWork = {
    kind: 'decode',
    role,
    messages: 'text',
    bytes: 16,
    reads: 1000,
    delivery: 'whole',
  };

  it.each<[string, Partial<DecodeWork>]>([
    ['text', {}],
    ['text, one message a chunk', { reads: 'message' }],
    ['binary', { messages: 'binary', bytes: 70_000, reads: 65_536 }],
    ['fragments', { messages: 'binary', bytes: 5000, fragmentBytes: 1000 }],
  ])('delivers every byte, twice: %s', async (_, more) => {
    const task = await (await loadPeer(name)).decode!({ ...decode, ...more });
    expect(task.units).toBeGreaterThan(0);
    await task.call();
    await task.call();
  });

  it.each(['text', 'binary'] as const)('encodes %s', async (messages) => {
    const work: EncodeWork = { kind: 'encode', role, messages, bytes: 200, turn: 3 };
    const task = await (await loadPeer(name)).encode!(work);
    expect(task.units).toBe(3);
    await task.call();
    await task.call();
  });
});

describe.each([...ours, ...serverLibraries])('%s', (name) => {
  it('answers a request, and mixed control frames', async () => {
    const peer = await loadPeer(name);
    await peer.handshake!({ kind: 'handshake', fields: 15 }).call();
    const mix = await peer.decode!({
      kind: 'decode',
      role: 'server',
      messages: 'mix',
      bytes: 16,
      reads: 65_536,
      delivery: 'whole',
    });
    await mix.call();
  });
});

describe('primitives', () => {
  it.each(['memcpy', 'masking', 'wasm-masking', 'bufferutil'] as const)('%s', async (name) => {
    const peer = await loadPeer(name);
    const task = peer.control!({ kind: 'control', bytes: 65_536 });
    expect(task.units).toBe(16);
    await task.call();
  });
});

it('parts of a message add up to it', async () => {
  const peer = await loadPeer('sansocket');
  const task = await peer.decode!({
    kind: 'decode',
    role: 'server',
    messages: 'binary',
    bytes: 300_000,
    reads: 65_536,
    delivery: 'parts',
  });
  await task.call();
});

describe.each(hostileInputs)('hostile compression: %s', (input) => {
  it.each(['sansocket', 'ws', 'zlib'] as const)('is delivered by %s, twice', async (name) => {
    const task = (await loadPeer(name)).inflate!({ kind: 'inflate-hostile', input });
    expect(task.units).toBeGreaterThan(10_000);
    await task.call();
    await task.call();
  });
});
