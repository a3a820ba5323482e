/**
 * The life of a connection (RFC 6455 §4, §7). Every change of state is in this table and nowhere else;
 * `docs/explanation/closing-handshake.md` draws its diagram from it.
 *
 *                     connecting
 *                         │ establish
 *           send-close    ▼    receive-close
 *        ┌────────────── open ──────────────┐
 *        ▼                                  ▼
 *    close-sent                       close-received
 *        │ receive-close         send-close │
 *        └───────────► closing ◄────────────┘
 *                         │ end-output
 *                         ▼
 *                       ending ── transport-closed ──► closed
 *
 * From every state, `fail` leads to `ending` and `transport-closed` to `closed`. The table is the
 * same for both roles, which differ in the time of `end-output`: the server gives it at once, the client
 * after the server (§7.1.1).
 *
 * @module
 */

export type State =
  /** The opening handshake is in progress. */
  | 'connecting'
  | 'open'
  /** Our Close frame is queued, the peer's was not received. */
  | 'close-sent'
  /** The peer's Close frame was received, ours is not queued: lasts only within one call, unless the application answers. */
  | 'close-received'
  /** Both Close frames are exchanged; the transport is to be closed. */
  | 'closing'
  /** Nothing more is sent; input is discarded until the peer closes too. */
  | 'ending'
  | 'closed';

export type Input =
  | 'establish'
  | 'send-close'
  | 'receive-close'
  | 'fail'
  | 'end-output'
  | 'transport-closed';

export const transitions: Readonly<Record<State, Readonly<Partial<Record<Input, State>>>>> = {
  connecting: { establish: 'open', fail: 'ending', 'transport-closed': 'closed' },
  open: {
    'send-close': 'close-sent',
    'receive-close': 'close-received',
    fail: 'ending',
    'transport-closed': 'closed',
  },
  'close-sent': { 'receive-close': 'closing', fail: 'ending', 'transport-closed': 'closed' },
  'close-received': { 'send-close': 'closing', fail: 'ending', 'transport-closed': 'closed' },
  closing: { 'end-output': 'ending', fail: 'ending', 'transport-closed': 'closed' },
  ending: { 'transport-closed': 'closed' },
  closed: {},
};

/** The four states of the WebSocket API. */
export type ReadyState = 'connecting' | 'open' | 'closing' | 'closed';

export const readyStates: Readonly<Record<State, ReadyState>> = {
  connecting: 'connecting',
  open: 'open',
  'close-sent': 'closing',
  'close-received': 'closing',
  closing: 'closing',
  ending: 'closing',
  closed: 'closed',
};
