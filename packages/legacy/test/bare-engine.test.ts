import { runInContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { bareEngine, bundle } from '../../core/test/engine/bare-engine.ts';
import { runOlderSessions } from './support/engine-session.ts';

describe('the older versions in an engine with ECMAScript alone', () => {
  it('give the same events and bytes as in every other', async () => {
    const engine = bareEngine();
    runInContext(await bundle('../../../legacy/test/support/engine-session.ts'), engine);
    const inside = JSON.parse(
      String(runInContext('JSON.stringify(bundle.runOlderSessions())', engine)),
    ) as string[];
    expect(inside).toEqual(runOlderSessions());
    expect(inside.filter((line) => line.includes('"open"'))).toHaveLength(8);
  });
});
