/**
 * The diagram in `docs/explanation/closing-handshake.md` has every transition of the table, and no
 * other.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type State, transitions } from 'sansocket/connection';

const page = readFileSync(
  new URL('../../../docs/explanation/closing-handshake.md', import.meta.url),
  'utf8',
);
const diagram = /```mermaid\nstateDiagram-v2\n([^`]*)```/.exec(page)?.[1] ?? '';

describe('docs/explanation/closing-handshake.md', () => {
  it('draws every transition of the table once, and no other', () => {
    expect(drawnTransitions(diagram).sort()).toEqual(tableTransitions().sort());
  });

  it('begins where a connection begins and ends where it ends', () => {
    const final = Object.keys(transitions).filter((state) => {
      return Object.keys(transitions[state as State]).length === 0;
    });

    expect(diagram).toContain('[*] --> connecting\n');
    expect([...diagram.matchAll(/(\w+) --> \[\*\]/g)].map(([, state]) => state)).toEqual(final);
  });

  it('explains every state in its table', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| [^|]{10,} \|[^|]*\|$/gm)];

    expect(rows.map(([, state]) => state)).toEqual(Object.keys(transitions));
  });
});

/** Transitions as `state --> state: input`. An id of the diagram has `_` where a state has `-`. */
function drawnTransitions(text: string): string[] {
  return [...text.matchAll(/^ *(\w+) --> (\w+): ([a-z-]+)$/gm)].map(([, from, to, input]) => {
    return `${toState(from!)} --> ${toState(to!)}: ${input!}`;
  });
}

function toState(id: string): string {
  return id.replaceAll('_', '-');
}

function tableTransitions(): string[] {
  return Object.entries(transitions).flatMap(([from, row]) => {
    return Object.entries(row).map(([input, to]) => `${from} --> ${to}: ${input}`);
  });
}
