/**
 * Answers to offers of extensions with one defect (RFC 6455 §4.1, §9.1, RFC 7692 §7.1).
 *
 * @module
 */

import fc from 'fast-check';
import type { ExtensionOffer, ExtensionParameter, ExtensionParameters } from 'sansocket/extensions';
import type { ViolationId } from 'sansocket/violations';
import { deflateAnswer } from './extension-answer.ts';

/** An answer that fails the opening handshake. */
export interface IllegalExtensionAnswer {
  /** The defect. */
  readonly label: string;
  readonly rule: ViolationId;
  readonly answer: readonly ExtensionOffer[];
}

type Offered = ReadonlyMap<string, string | true>;

/** A change that makes a legal answer of permessage-deflate illegal. */
interface Row {
  readonly label: string;
  readonly edit: (parameters: ExtensionParameters, offered: Offered) => ExtensionParameters;
  /** The offers that it is illegal for. Default: all. */
  readonly applies?: (offered: Offered) => boolean;
}

const TAKEOVER = 'server_no_context_takeover';
const SERVER_BITS = 'server_max_window_bits';
const CLIENT_BITS = 'client_max_window_bits';

const rows: readonly Row[] = [
  { label: 'parameter-unknown', edit: (parameters) => [...parameters, ['x-unknown', true]] },
  { label: 'takeover-with-a-value', edit: (parameters) => set(parameters, TAKEOVER, '1') },
  {
    label: 'parameter-twice',
    edit: (parameters) => [...set(parameters, TAKEOVER, true), [TAKEOVER, true]],
  },
  { label: 'bits-without-a-value', edit: (parameters) => set(parameters, SERVER_BITS, true) },
  ...['7', '16', '08', '0', '-8', '9.0', '+9', '1e1', '0xa'].map((bits) => ({
    label: `bits-of-${bits}`,
    edit: (parameters: ExtensionParameters) => set(parameters, SERVER_BITS, bits),
  })),
  {
    label: 'client-bits-not-offered',
    edit: (parameters) => set(parameters, CLIENT_BITS, '15'),
    applies: (offered) => !offered.has(CLIENT_BITS),
  },
  {
    label: 'server-takeover-not-answered',
    edit: (parameters) => without(parameters, TAKEOVER),
    applies: (offered) => offered.has(TAKEOVER),
  },
  {
    label: 'server-bits-not-answered',
    edit: (parameters) => without(parameters, SERVER_BITS),
    applies: (offered) => offered.has(SERVER_BITS),
  },
  {
    label: 'server-bits-beyond-the-offer',
    edit: (parameters, offered) => {
      return set(parameters, SERVER_BITS, String(Number(offered.get(SERVER_BITS)) + 1));
    },
    applies: (offered) => offered.has(SERVER_BITS) && offered.get(SERVER_BITS) !== '15',
  },
];

/**
 * Yields: an answer with one defect, named. Shrinks to: an answer of no more parameters than the
 * defect needs.
 *
 * @param offers - The offers of the client.
 */
export function illegalExtensionAnswer(
  offers: readonly ExtensionOffer[],
): fc.Arbitrary<IllegalExtensionAnswer> {
  const candidates = offers.filter(({ name }) => name === 'permessage-deflate');
  const [offer] = candidates;
  const name = offer === undefined ? 'permessage-deflate' : 'x-never-offered';
  const unasked = fc.constant({
    label: 'extension-not-offered',
    rule: 'extension-not-offered',
    answer: [{ name, parameters: [] }],
  } as const);
  if (offer === undefined) return unasked;

  const legal = deflateAnswer(offer);
  const twice = legal.map((answer) => ({
    label: 'extension-twice',
    rule: 'extension-repeated' as const,
    answer: [answer, answer],
  }));
  const offered: Offered = new Map(offer.parameters);
  const isSole = candidates.length === 1;
  const edits = rows
    // One offer may allow what another forbids.
    .filter(({ applies }) => applies === undefined || (isSole && applies(offered)))
    .map((row) => legal.map((answer) => editedBy(row, answer, offered)));
  return fc.oneof(
    { weight: 3, arbitrary: unasked },
    { weight: 3, arbitrary: twice },
    { weight: 6, arbitrary: fc.oneof(...edits) },
  );
}

function editedBy(
  { label, edit }: Row,
  { name, parameters }: ExtensionOffer,
  offered: Offered,
): IllegalExtensionAnswer {
  const answer = [{ name, parameters: edit(parameters, offered) }];
  return { label, rule: 'extension-answer-illegal', answer };
}

function set(
  parameters: ExtensionParameters,
  name: string,
  value: string | true,
): ExtensionParameter[] {
  return [...without(parameters, name), [name, value]];
}

function without(parameters: ExtensionParameters, unwanted: string): ExtensionParameter[] {
  return parameters.filter(([name]) => name !== unwanted);
}
