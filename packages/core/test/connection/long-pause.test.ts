/** A connection that reads nothing for a long time: what it keeps, and when it looks for the peer. @module */
import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../support/masked-frames.ts';
import { roles } from '../support/roles.ts';

const TIMEOUTS = { keepalivePingMs: 100, keepalivePongMs: 50 };

describe.each(roles)('a $role that reads nothing for long', ({ open, received }) => {
  it.each([true, false])(
    'keeps inputHighWaterBytes and a chunk at most of what comes, paused: %j',
    (isPaused) => {
      const limits = { inputHighWaterBytes: 100 };
      const end = open({ limits, timeouts: TIMEOUTS });
      const chunk = received(frameOf(0x82, new Uint8Array(60)));
      if (isPaused) end.connection.pauseReceiving();
      else end.receive(chunk).receive(chunk);
      let looks = 0;
      for (let i = 0; i < 1000; i++) {
        end.timeOut();
        end.outputs();
        end.credit();
        if (!end.connection.wantsInput) continue;
        looks++;
        end.receive(chunk);
        if (isPaused) expect(end.types()).toEqual(['message']);
      }
      expect(end.connection.readyState).toBe('open');
      expect(looks * chunk.length).toBeGreaterThan(100);
      expect((looks - 1) * chunk.length).toBeLessThanOrEqual(100);

      end.events();
      end.connection.resumeReceiving();
      for (let i = 0; i < 2; i++) end.timeOut();
      expect(end.connection.readyState).toBe('closing');
    },
  );

  it('looks as often again once it has been resumed, or has had room', () => {
    const end = open({ limits: { inputHighWaterBytes: 4 }, timeouts: TIMEOUTS });
    const chunk = received('82 05 61 62 63 64 65');
    const looks = (): boolean => {
      for (let i = 0; i < 2; i++) end.timeOut();
      return end.connection.wantsInput;
    };
    const fill = (): void => {
      end.events();
      end.receive(chunk);
    };
    for (const again of [
      fill,
      fill,
      () => {
        fill();
        end.connection.pauseReceiving();
      },
      () => {
        end.connection.resumeReceiving();
        end.connection.pauseReceiving();
      },
    ]) {
      again();
      expect(looks()).toBe(true);
      end.receive(chunk);
      expect(looks()).toBe(false);
    }
  });
});
