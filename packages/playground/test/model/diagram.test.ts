import { describe, expect, it } from '@jest/globals';
import { diagramLines, places } from '@sansocket/playground';
import { transitions } from 'sansocket/connection';

describe('diagramLines()', () => {
  it('has a line for each row of the table of states, and no other', () => {
    const rows = Object.entries(transitions).flatMap(([from, inputs]) =>
      Object.entries(inputs).map(([input, to]) => ({ from, input, to })),
    );
    expect(diagramLines().map(({ from, input, to }) => ({ from, input, to }))).toEqual(rows);
  });

  it('has a place for each state', () => {
    expect(Object.keys(places).sort()).toEqual(Object.keys(transitions).sort());
  });
});
