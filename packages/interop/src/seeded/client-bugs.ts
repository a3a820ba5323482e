/**
 * The bugs that `client.ts` can have; those of frames are switches of `Peer` in `endpoint.ts`.
 *
 * @module
 */

/** Names of bugs; what each does stands where it is asked for. */
export type ClientBug = keyof typeof clientBugs;

/** Each with a case that finds it; `probe`: the client cannot even be tested. */
export const clientBugs = {
  // Of the request.
  'post-request': 'probe',
  'key-of-15-bytes': 'probe',
  'key-constant': 'HC-003',
  'host-without-port': 'HC-004',
  'sends-early': 'probe',
  'accept-in-request': 'SE-012',
  // Of the response.
  'accept-not-checked': 'HC-009',
  'accept-not-needed': 'HC-010',
  'accept-in-any-case': 'HC-011',
  'accept-not-trimmed': 'HC-012',
  'accept-first-of-two': 'HC-013',
  'accept-by-prefix': 'HC-014 HC-053',
  'upgrade-not-needed': 'HC-015',
  'upgrade-by-prefix': 'HC-016',
  'upgrade-case-sensitive': 'HC-017',
  'connection-not-needed': 'HC-018',
  'connection-by-substring': 'HC-019',
  'connection-not-a-list': 'HC-020',
  'status-not-checked': 'HC-021',
  'refusal-hangs': 'HC-022 HC-025',
  'interim-is-final': 'HC-026',
  'http-1.0-will-do': 'HC-028',
  'status-line-by-prefix': 'HC-030',
  'reason-needed': 'HC-031',
  'nul-in-status-line': 'HC-032',
  'searches-status-line': 'HC-033',
  'bare-line-feeds': 'HC-034',
  'no-colon-will-do': 'HC-035',
  'length-obeyed': 'HC-036',
  'any-subprotocol': 'HC-038 HC-042 HC-043',
  'subprotocol-in-any-case': 'HC-039',
  'subprotocol-needed': 'HC-040',
  'subprotocol-twice': 'HC-041',
  'end-in-head-hangs': 'HC-047',
  'first-frames-lost': 'HC-006 HC-007 HC-050',
  'reads-one-segment': 'HC-008',
  'refusal-reused': 'HC-054',
  // Of extensions.
  'any-extension': 'EC-001 EC-015',
  'deflate-unasked': 'EC-002',
  'unknown-parameter': 'EC-003',
  'server-bits-out-of-range': 'EC-004',
  'client-bits-without-value': 'EC-005',
  'client-bits-unasked': 'EC-006',
  'parameter-twice': 'EC-008',
  'deflate-twice': 'EC-009',
  'value-for-flag': 'EC-010',
  'takeover-kept': 'EC-011 EC-017',
  'client-bits-ignored': 'EC-012',
  'quotes-kept': 'EC-013',
  // Of frames.
  'unmasked-sent': 'probe',
  'masked-accepted': 'MK-005 MK-006',
  'mask-constant': 'SE-010',
  'mask-counter': 'SE-010',
  'closes-tcp-first': 'TC-002',
  'sends-1006': 'CL-027',
  'sends-1005': 'CL-028',
} as const;
