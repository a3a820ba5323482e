/**
 * The input, the events and the output of the connection, up to a step.
 *
 * @module
 */

import { annotate, describeEvent, type Run, type Scenario, type Step } from '../model/index.ts';
import { abridge, byId, h, show } from './dom.ts';
import { showParts } from './parts-view.ts';

/** Shows the three panels after the first `count` steps. */
export function showResults(
  scenario: Scenario,
  run: Run,
  count: number,
  onByte: (position: number) => void,
): void {
  const steps = run.steps.slice(0, count);
  showReceived(scenario, run, steps, onByte);
  showEvents(steps);
  showSent(scenario, steps);
}

function showReceived(
  { role, start: begins }: Scenario,
  { bytes, steps: all }: Run,
  steps: readonly Step[],
  onByte: (position: number) => void,
): void {
  // A violation is found from all steps, so that ignored bytes are not explained.
  const offset = offsetOf(all);
  const isKnown = offsetOf(steps) !== undefined;
  const parts = annotate(bytes, {
    head: begins === 'open' ? undefined : role === 'server' ? 'request' : 'response',
    readTo: offset === undefined ? undefined : offset + 1,
  });
  const view = {
    bytes,
    parts,
    cuts: new Set(all.map((step) => step.start).filter((start) => start > 0)),
    givenTo: steps.at(-1)?.end ?? 0,
    offending: isKnown ? offset : undefined,
    onByte,
  };
  const hint = 'No bytes yet: paste some, or take a sample.';
  show(
    byId('received'),
    ...(parts.length > 0 ? showParts(view) : [h('p', { class: 'empty' }, hint)]),
  );
}

function offsetOf(steps: readonly Step[]): number | undefined {
  const events = steps.flatMap((step) => step.events);
  return events.find((event) => event.type === 'violation')?.offset;
}

const happenings: Readonly<Record<Exclude<Step['what'], 'chunk'>, string>> = {
  begin: 'at the beginning',
  end: 'the peer ended its half',
  lost: 'the transport was lost',
  wait: 'time passed until the next timeout',
};

function showEvents(steps: readonly Step[]): void {
  const happened = steps.flatMap((step) => step.events.map((event) => ({ step, event })));
  const items = abridge(
    happened,
    ({ step, event }) => {
      const { type, summary, isBad } = describeEvent(event);
      const when = step.what === 'chunk' ? `by byte ${step.end - 1}` : happenings[step.what];
      return h(
        'li',
        { class: isBad ? 'event bad' : 'event' },
        h('code', {}, type),
        h('span', { class: 'when' }, when),
        h('p', {}, summary),
      );
    },
    (count) => h('li', { class: 'gap' }, `${count} events more, not shown`),
  );
  show(
    byId('events'),
    items.length > 0 ? h('ol', {}, ...items) : h('p', { class: 'empty' }, 'None yet.'),
  );
}

function showSent({ role, start }: Scenario, steps: readonly Step[]): void {
  const pieces = steps.map(({ sent }) => sent);
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const head = start === 'open' ? undefined : role === 'server' ? 'response' : 'request';
  const parts = annotate(bytes, { head });
  const asked = steps
    .flatMap((step) => step.asked)
    .map((what) => h('p', { class: 'asked' }, h('code', {}, what), meaningOf(what)));
  show(
    byId('sent'),
    ...(parts.length + asked.length > 0
      ? [...showParts({ bytes, parts }), ...asked]
      : [h('p', { class: 'empty' }, 'Nothing yet.')]),
  );
}

function meaningOf(asked: string): string {
  return asked === 'end' ? ' the transport is to end our half' : ' the transport is to be dropped';
}
