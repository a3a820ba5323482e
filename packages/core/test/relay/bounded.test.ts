/** The memory of a relay, measured by the heap of V8. @module */
import { describe, expect, it } from '@jest/globals';
import { concat, hex, pattern } from '../support/bytes.ts';
import { retained } from '../support/memory.ts';
import { Relayed } from '../support/relayed.ts';

describe('the memory of a relay', () => {
  it('of a frame that is longer than any memory is that of a chunk', () => {
    const kept = retained(() => {
      const it = new Relayed().run();
      // A frame of 2^40 bytes: its first 32 MiB.
      it.relay.server!.receive(concat(hex('82 7f 00 00 01 00 00 00 00 00'), pattern(10)), 0);
      for (let i = 0; i < 512; i++) {
        it.relay.server!.receive(new Uint8Array(65_536), 0);
        while (it.relay.nextEvent() !== undefined);
        for (let output; (output = it.relay.client.nextOutput()) !== undefined; )
          if (output.type === 'write') it.relay.client.outputSent(output.bytes.length, 0);
      }
      return it;
    });
    expect(kept.buffers).toBeLessThan(100_000);
  });
});
