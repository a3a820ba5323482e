import { describe, expect, it } from '@jest/globals';
import { plainScenario, runScenario, type Scenario, sampleGroups } from '@sansocket/playground';
import { bytesOf, vectorFiles } from '@sansocket/testkit/vectors';
import type { ReadyState, State } from 'sansocket/connection';

const run = (scenario: Partial<Scenario>) => runScenario({ ...plainScenario, ...scenario });

const told = (scenario: Partial<Scenario>) => {
  const { steps } = run(scenario);
  return {
    states: steps.map(({ state }) => state),
    events: steps.flatMap(({ events }) => events.map(({ type }) => type)),
    sent: Buffer.concat(steps.map(({ sent }) => sent)).toString('hex'),
    asked: steps.flatMap(({ asked }) => asked),
  };
};

describe('runScenario()', () => {
  it.each(sampleGroups.flatMap((group) => group.samples))('plays: $title', (sample) => {
    const { steps, mistake } = runScenario(sample.scenario);
    const events = steps.flatMap((step) => step.events);
    expect(mistake).toBeUndefined();
    expect(events.find((event) => event.type === 'violation')?.rule).toBe(sample.breaks);
  });

  it('echoes a text to a client, chunk by chunk', () => {
    expect(told({ input: '81 85 37 fa 21 3d 7f 9f 4d 51 58', cut: '7' })).toEqual({
      states: ['open', 'open', 'open'],
      events: ['message'],
      sent: '810548656c6c6f',
      asked: [],
    });
  });

  it('closes as a client: first the frames, then the transport', () => {
    const scenario = {
      role: 'client',
      first: 'close',
      input: '88 02 03 e8',
      after: 'end',
    } as const;
    expect(told(scenario)).toEqual({
      states: ['close-sent', 'closing', 'closed'],
      events: ['close-received', 'close'],
      sent: '888237fa213d3412',
      asked: ['end'],
    });
  });

  it('answers a request, or rejects it', () => {
    const opening = sampleGroups[0]!.samples[0]!.scenario;
    expect(told({ ...opening, after: 'nothing' }).states).toEqual(['connecting', 'ending']);
    expect(told({ ...opening, application: 'reject' }).events).toEqual([
      'handshake-request',
      'close',
    ]);
  });

  it('passes time to the next timeout', () => {
    const scenario = { role: 'client', first: 'close', after: 'wait' } as const;
    expect(told(scenario).asked).toEqual([expect.stringMatching(/^abort: /)]);
  });

  it('says what it cannot read, and does nothing then', () => {
    expect(run({ input: '8' })).toMatchObject({ steps: [], mistake: expect.any(String) });
    expect(run({ input: '81', cut: 'x' })).toMatchObject({
      steps: [],
      mistake: expect.any(String),
    });
  });
});

const readyStates: Readonly<Record<State, ReadyState>> = {
  connecting: 'connecting',
  open: 'open',
  'close-sent': 'closing',
  'close-received': 'closing',
  closing: 'closing',
  ending: 'closing',
  closed: 'closed',
};

describe('the states on the way', () => {
  const plain = vectorFiles()
    .flatMap(({ vectors }) => vectors)
    .filter(({ options, bytes }) => !options && bytesOf(bytes).length < 2_000);

  it.each(plain)('are those of the connection: $id', (vector) => {
    const { steps } = run({
      role: vector.receiver,
      start: vector.state,
      input: Buffer.from(bytesOf(vector.bytes)).toString('hex'),
      cut: '1',
      after: 'end',
    });
    for (const { state, readyState } of steps) expect(readyStates[state]).toBe(readyState);
  });
});
