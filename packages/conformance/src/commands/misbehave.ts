/**
 * `sansocket misbehave`: a bad server, for a client that somebody tests by hand.
 *
 * @module
 */

import { type Command, Mistake, numberOr, runCommand } from '@sansocket/command-line';
import { type Case, loadCatalogue } from '../catalogue/index.ts';
import { type Arrival, Listener } from '../peer/index.ts';
import { runVariant } from '../run/index.ts';
import { caseOf } from './selection.ts';

const options = {
  listen: numberOr(0, 'PORT', 'Where to listen, on 127.0.0.1; 0 is a free port', {
    min: 0,
    max: 65535,
  }),
};

const command = {
  name: 'sansocket misbehave',
  does: `Plays a case to each client that connects, one variant after the other, and prints what the client did.
It ends when it is interrupted.`,
  options,
  operands: 'CASE',
  example: 'sansocket misbehave HC-009 --listen 9001',
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function misbehave(args: readonly string[]): Promise<void> {
  await runCommand(command, ({ listen }, operands) => play(listen, chosen(operands)), args);
}

/** @throws Mistake unless there is one id of a case for clients. */
function chosen([id, unexpected]: readonly string[]): Case {
  if (id === undefined) throw new Mistake('CASE is missing, such as HC-009');
  if (unexpected !== undefined) throw new Mistake(`Unexpected argument '${unexpected}'`);
  const cases = loadCatalogue().cases.filter(
    ({ testee }) => testee === 'client' || testee === 'both',
  );
  return caseOf(id, cases, 'case for clients');
}

/** For those who try by hand, and read what comes. */
const times = { reaction: 3000, beat: 20 };

async function play(port: number, one: Case): Promise<void> {
  const { id, title, variants } = one;
  const keys = new Set<string>();
  let number = 0;
  const answer = async ({ line }: Arrival): Promise<void> => {
    const variant = variants[number++ % variants.length]!;
    const visit = { line, leave: () => Promise.resolve() };
    const { authority } = listener;
    const setup = { authority, visit: () => Promise.resolve(visit), keys, isEcho: false };
    const { verdict, expected, actual } = await runVariant(setup, one, variant, times);
    console.log(`${id} (${variant.name}): ${verdict}: expected ${expected}; the client: ${actual}`);
  };
  const listener = new Listener((arrival) => void answer(arrival));
  await listener.listen(port);
  console.log(`listening on ws://${listener.authority}: ${id} ${title}`);
}
