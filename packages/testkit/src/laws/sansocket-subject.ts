/**
 * A connection of core as a subject: it supports everything that a law can need.
 *
 * @module
 */

import {
  ClientConnection,
  type ClientOptions,
  type Connection,
  OpenConnection,
  type OpenOptions,
  type Role,
  ServerConnection,
  type ServerOptions,
  StateError,
} from 'sansocket';
import { aRole } from 'sansocket/framing';
import {
  aBoolean,
  anObject,
  aUint8Array,
  type Checks,
  checkKind,
  checkOptions,
} from 'sansocket/options';
import { describeDifference, Recorder, replay } from '../record/index.ts';
import { DrivenConnection } from './driven-connection.ts';
import { Faults, faultyOptions } from './faults.ts';
import {
  nonceOf,
  offering,
  randomWithNonce,
  SAMPLE_URL,
  sampleOpening,
  sampleRandom,
} from './sansocket-opening.ts';
import type {
  MakeSubject,
  Neighbours,
  NeighboursWanted,
  Subject,
  SubjectLimits,
  SubjectRequest,
} from './subject.ts';

/** Options for the connections under test. */
export interface SansocketOptions {
  /** Options of the connection besides limits; extensions are agreed on without parameters. */
  readonly connection?: (ClientOptions & ServerOptions) | undefined;
  /** The bytes that the peer sends to open the connection. Default: the sample of RFC 6455 §1.3. */
  readonly opening?: Uint8Array | undefined;
  /** Whether the opening handshake has ended before the law begins. Default: false. */
  readonly isOpen?: boolean | undefined;
  /**
   * Begins open, as an `OpenConnection` over this transport does, without extensions and subprotocols. Default: it makes
   * the opening handshake.
   */
  readonly beginsOpen?: OpenOptions['transport'];
  /** Whether an extension inflates messages (RFC 7692). Default: false. */
  readonly inflates?: boolean | undefined;
  /** Whether all inputs and outputs are recorded for a replay. Default: false. */
  readonly isRecorded?: boolean | undefined;
}

export const subjectChecks: Checks<SansocketOptions> = {
  connection: anObject,
  opening: aUint8Array,
  isOpen: aBoolean,
  beginsOpen: "'tcp' or 'stream'",
  inflates: aBoolean,
  isRecorded: aBoolean,
};

/**
 * Makes subjects of connections.
 *
 * @param role - The end under test.
 * @throws TypeError for an invalid role or option.
 *
 * @example
 * ```ts
 * import { checkLaws, sansocketSubject } from '@sansocket/testkit/laws';
 *
 * const report = checkLaws(sansocketSubject('server'), { laws: ['chunking', 'total'], runs: 10 });
 * console.log(report.isAsExpected);
 * ```
 */
export function sansocketSubject(role: Role, options: SansocketOptions = {}): MakeSubject {
  checkKind('role', role, aRole);
  checkOptions(options, subjectChecks);
  const { connection: given = {}, inflates = false, isRecorded = false, beginsOpen } = options;
  const isOpen = options.isOpen === true || beginsOpen !== undefined;
  const { opening = sampleOpening(role, given) } = options;
  const subjectOf = (all: AllOptions, limits: SubjectLimits, recorder?: Recorder): Subject => {
    const connection =
      beginsOpen === undefined
        ? connect(role, all, recorder)
        : new OpenConnection(role, { ...all, extensions: [], transport: beginsOpen }, 0);
    const driven = drivenBy(role, all, connection);
    if (beginsOpen !== undefined) driven.takeEvents(() => undefined);
    else if (isOpen) driven.open(opening);
    return {
      role,
      limits,
      timeouts: all.timeouts ?? {},
      inflates,
      subprotocols: role === 'server' ? (given.subprotocols ?? []) : undefined,
      answers: true,
      chunks: all.copy ? 'copied' : all.inPlace ? 'given' : 'kept',
      ...(isOpen ? {} : { opening }),
      ...transportOf(driven),
      ...applicationOf(driven),
      ...(role === 'client' ? { asking: (request) => askingOf(request, all, limits) } : {}),
      ...(recorder === undefined
        ? { moved: (change) => driven.moved(change) }
        : { replay: () => replayed(recorder, given) }),
    };
  };
  return (limits = {}, timeouts = {}) => {
    const all = {
      fillRandom: sampleRandom(),
      ...given,
      limits: { ...given.limits, ...limits },
      timeouts: { ...given.timeouts, ...timeouts },
    };
    return {
      ...subjectOf(all, limits, isRecorded ? new Recorder() : undefined),
      neighbours: (wanted) =>
        neighboursOf((shared, others) => subjectOf(shared, { ...limits, ...others }), all, wanted),
    };
  };
}

/** @param make - Makes one of them. */
function neighboursOf(
  make: (options: AllOptions, others?: SubjectLimits) => Subject,
  all: AllOptions,
  { count = 2, limitsOfThird, fillRandom }: NeighboursWanted = {},
): Neighbours {
  const faults = new Faults();
  // Most ends share one object of options: those with options of their own share only memory.
  const shared = { ...all, ...faultyOptions(faults, fillRandom) };
  const others = { ...shared, limits: { ...shared.limits, ...limitsOfThird } };
  const more = Array.from({ length: count - 2 }, (_, i) =>
    i === 0 ? make(others, limitsOfThird) : make(shared),
  );
  return {
    ends: [make(shared), make(shared), ...more],
    plant: (nth) => faults.plant(nth),
    isHit: () => faults.isHit,
    inUse: () => shared.memory.inUse,
  };
}

type AllOptions = ClientOptions & ServerOptions;

function connect(role: Role, options: AllOptions, recorder: Recorder | undefined): Connection {
  if (role === 'server') return recorder?.server(options, 0) ?? new ServerConnection(options, 0);
  return recorder?.client(SAMPLE_URL, options, 0) ?? new ClientConnection(SAMPLE_URL, options, 0);
}

function drivenBy(role: Role, options: AllOptions, connection: Connection): DrivenConnection {
  return new DrivenConnection(connection, (snapshot, now) =>
    role === 'server'
      ? ServerConnection.restore(snapshot, options, now)
      : ClientConnection.restore(snapshot, options, now),
  );
}

/** A client with extensions of its own offers those and ignores the others. */
function askingOf(request: SubjectRequest, options: AllOptions, limits: SubjectLimits): Subject {
  const { extensions = offering(request.extensions) } = options;
  const { subprotocols } = request;
  const fillRandom = randomWithNonce(nonceOf(request.key));
  const all = { ...options, subprotocols, extensions, fillRandom };
  const driven = drivenBy('client', all, connect('client', all, undefined));
  return { role: 'client', limits, ...transportOf(driven), ...applicationOf(driven) };
}

function transportOf(driven: DrivenConnection): Omit<Subject, 'role'> {
  return {
    receive: (chunk) => driven.at((connection, now) => connection.receive(chunk, now)),
    receiveEnd: () => driven.at((connection, now) => connection.receiveEnd(now)),
    receiveError: () =>
      driven.at((connection, now) => connection.receiveError(new Error('reset'), now)),
    credit: () => driven.credit(),
    sent: (bytes) => driven.sent(bytes),
    setClock: (now) => {
      driven.now = now;
    },
    timeOut: () => driven.at((connection, now) => connection.handleTimeout(now)),
    wait: (ms) => driven.wait(ms),
    nextTimeout: () => driven.nextTimeout(),
    takeEvents: (take) => driven.takeEvents(take),
    takeOutput: () => driven.takeOutput(),
    poll: (what) => driven.poll(what),
    unsent: () => driven.connection.bufferedAmount,
    wantsInput: () => driven.connection.wantsInput,
    state: () => driven.state(),
  };
}

function applicationOf(driven: DrivenConnection): Partial<Subject> {
  return {
    accept: () => driven.accept(),
    reject: () => driven.reject(),
    send: (data) => driven.connection.send(data),
    sendPart: (data, fin) => void driven.connection.send(data, { fin }),
    sendTextPart: (utf8, fin) => void driven.connection.send(utf8, { fin, kind: 'text' }),
    takesHalves: true,
    ping: (payload) => driven.at((connection, now) => connection.ping(payload, now)),
    pong: () => driven.connection.pong(),
    close: (code, reason) => driven.at((connection, now) => connection.close(code, reason, now)),
    fail: (code, reason) => driven.at((connection, now) => connection.fail(code, reason, now)),
    pause: () => driven.connection.pauseReceiving(),
    resume: () => driven.connection.resumeReceiving(),
    isRefusal: (error) =>
      error instanceof StateError || error instanceof TypeError || error instanceof RangeError,
  };
}

function replayed({ log }: Recorder, { extensions = [] }: ServerOptions): string | undefined {
  const difference = replay(log, { extensions });
  return difference === undefined ? undefined : describeDifference(difference);
}
