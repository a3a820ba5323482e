/**
 * Judges the testee's part of an opening handshake by the reference model.
 *
 * @module
 */

import {
  judgeRequest,
  judgeResponse,
  type ModelDeflate,
  type ModelExtension,
  peerDeflate,
} from '@sansocket/testkit/model';
import type { HandshakeAnswer } from '../judge/index.ts';
import type { Request } from '../script/index.ts';

/** The answer of a server, and where what follows it begins. */
export interface AnswerAt {
  readonly answer: HandshakeAnswer;
  /** In bytes. */
  readonly length: number;
  /** How the testee compresses, and how we may; `undefined`: not at all. */
  readonly theirs: ModelDeflate | undefined;
  readonly ours: ModelDeflate | undefined;
}

/** @returns `undefined` while the response is not whole. */
export function answerIn(bytes: Uint8Array, request: Request): AnswerAt | undefined {
  const { key, extensions, subprotocols } = request;
  const judgement = judgeResponse(bytes, { key, extensions, subprotocols });
  switch (judgement.kind) {
    case 'need-more':
      return undefined;
    case 'failed':
      return {
        answer: {
          kind: 'broken',
          rules: judgement.broken,
          hasAccept: /^sec-websocket-accept:/im.test(Buffer.from(bytes).toString('latin1')),
        },
        length: bytes.length,
        theirs: undefined,
        ours: undefined,
      };
    case 'rejected': {
      const { status, length } = judgement;
      const fields = fieldsOf(bytes, length);
      return {
        answer: { kind: 'refused', status, fields },
        length,
        theirs: undefined,
        ours: undefined,
      };
    }
    case 'established': {
      const { subprotocol, length, extensions: inUse } = judgement;
      const fields = fieldsOf(bytes, length);
      const names = inUse.map(({ name }) => name);
      return {
        answer: { kind: 'established', extensions: names, subprotocol, fields },
        length,
        theirs: peerDeflate(inUse, 'client'),
        ours: peerDeflate(inUse, 'server'),
      };
    }
  }
}

/** The request of a client. */
export type RequestAt =
  | { readonly kind: 'broken'; readonly rules: readonly string[] }
  | {
      readonly kind: 'acceptable';
      /** In bytes. */
      readonly length: number;
      readonly host: string;
      readonly extensions: readonly ModelExtension[];
      readonly subprotocols: readonly string[];
      readonly fields: readonly (readonly [name: string, value: string])[];
    };

/** @returns `undefined` while the request is not whole. */
export function requestIn(bytes: Uint8Array): RequestAt | undefined {
  const judgement = judgeRequest(bytes);
  switch (judgement.kind) {
    case 'need-more':
      return undefined;
    case 'refused':
      return { kind: 'broken', rules: judgement.broken };
    case 'acceptable': {
      const { length, request } = judgement;
      const { host, extensions, subprotocols } = request;
      const fields = fieldsOf(bytes, length);
      return { kind: 'acceptable', length, host, extensions, subprotocols, fields };
    }
  }
}

/** The values of all fields of a name, given in small letters. */
export function valuesOf(
  fields: readonly (readonly [name: string, value: string])[],
  wanted: string,
): readonly string[] {
  return fields.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

/** The fields of the last head in bytes that are known to be heads. */
function fieldsOf(bytes: Uint8Array, length: number): readonly (readonly [string, string])[] {
  const text = Buffer.from(bytes.subarray(0, length)).toString('latin1');
  const last = text.trim().split('\r\n\r\n').at(-1) ?? '';
  const lines = last.split('\r\n').slice(1);
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
}
