/**
 * What the reference model tells of a vector.
 *
 * @module
 */

import { digits, type Told } from '@sansocket/engines/cases';
import {
  type FrameJudgement,
  judgeFrames,
  judgeSession,
  type ModelEvent,
  type RequestJudgement,
  type ResponseJudgement,
  type SessionSetup,
} from '@sansocket/testkit/model';
import { bytesOf, type Vector } from '@sansocket/testkit/vectors';
import { defaultLimits } from 'sansocket/connection';

const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

export function toldByModel(vector: Vector): Told {
  const { receiver: role, state, options = {} } = vector;
  const bytes = bytesOf(vector.bytes);
  const limits = { ...defaultLimits, ...options.limits };
  if (state === 'open') {
    const deflate = options.extensions === undefined ? undefined : {};
    return toldOfFrames(judgeFrames(bytes, { role, limits, deflate }));
  }
  const { opening, frames } = judgeSession(bytes, setupOf(vector, limits));
  const told = toldOfOpening(opening);
  const rest = frames === undefined ? undefined : toldOfFrames(frames);
  return {
    events: [...told.events, ...(rest?.events ?? [])],
    violation: told.violation ?? rest?.violation,
  };
}

function setupOf({ receiver, options = {} }: Vector, limits: typeof defaultLimits): SessionSetup {
  if (receiver === 'server') return { role: receiver, limits, opening: { ...limits, ...options } };
  const { key = SAMPLE_KEY, extensions, ...others } = options;
  const opening = { ...limits, ...others, key, extensions: extensions?.join(', ') };
  return { role: receiver, limits, opening };
}

function toldOfOpening(opening: RequestJudgement | ResponseJudgement): Told {
  switch (opening.kind) {
    case 'need-more':
      return { events: [], violation: undefined };
    case 'refused':
    case 'failed':
      return { events: [], violation: opening.violation };
    case 'rejected':
      return {
        events: [{ type: 'handshake-rejected', status: opening.status }],
        violation: undefined,
      };
    case 'acceptable':
      return { events: [{ type: 'handshake-request', ...opening.request }], violation: undefined };
    case 'established': {
      const { subprotocol, extensions } = opening;
      const names = extensions.length === 0 ? undefined : extensions.map(({ name }) => name);
      return { events: [{ type: 'open', subprotocol, extensions: names }], violation: undefined };
    }
  }
}

function toldOfFrames({ events, violation }: FrameJudgement): Told {
  return { events: events.flatMap(eventOf), violation: violation };
}

/** Events that vectors do not have are left out. */
function eventOf(event: ModelEvent): object[] {
  switch (event.type) {
    case 'frame':
      return [];
    case 'message': {
      const { type, kind, data } = event;
      if (typeof data === 'string') return [{ type, kind, text: data }];
      return [{ type, kind, bytes: digits(data) }];
    }
    case 'ping':
    case 'pong':
      return [{ type: event.type, bytes: digits(event.payload) }];
    case 'close-received':
      return [event];
  }
}
