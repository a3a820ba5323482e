/** @module */
import fc from 'fast-check';
import { message } from './message.ts';

/** What the applications do, and when, in milliseconds. */
export interface Command {
  readonly at: number;
  readonly by: 'client' | 'server';
  readonly act:
    | { readonly type: 'send'; readonly data: string | Uint8Array; readonly fin: boolean }
    | { readonly type: 'ping' | 'pause' | 'resume' }
    | { readonly type: 'close' | 'fail'; readonly code: number; readonly reason: string };
}

/** Commands of a session; `all` adds those that agreement does not survive. */
export function commands(which: 'orderly' | 'all'): fc.Arbitrary<readonly Command[]> {
  const closeType = which === 'all' ? fc.constantFrom('close', 'fail') : fc.constant('close');
  const send = fc.tuple(message(), fc.boolean()).map(([{ data }, fin]): Command['act'] => {
    return { type: 'send', data, fin };
  });
  const close = fc.tuple(closeType, fc.constantFrom(1000, 3000, 4001)).map(([type, code]) => {
    return { type, code, reason: `code ${code}` };
  });
  const others = which === 'all' ? ['ping', 'pause', 'resume'] : ['ping'];
  const other = fc.constantFrom(...others).map((type) => ({ type }) as Command['act']);
  const command = fc.record({
    at: fc.oneof(fc.nat({ max: 2_000 }), fc.nat({ max: 70_000 })),
    by: fc.constantFrom('client' as const, 'server' as const),
    act: fc.oneof(
      { weight: 6, arbitrary: send },
      { weight: 2, arbitrary: other },
      { weight: 1, arbitrary: close },
    ),
  });
  return fc.array(command, { maxLength: 10 });
}
