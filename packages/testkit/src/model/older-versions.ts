/**
 * The versions before RFC 6455 that the model knows, and which of them a request asks for.
 *
 *     hixie-75   February 2010: no challenge, and no field that names it
 *     hixie-76   May 2010, which is hybi-00: two keys in fields, a third one behind the head
 *     7, 8       drafts 07 and 08 to 12: nearly RFC 6455
 *
 * @module
 */

import type { ModelHead } from './head.ts';
import { listHas, valuesOf } from './head.ts';

/** Those without a number have frames of their own. */
export type HixieName = 'hixie-75' | 'hixie-76';

/** A version before RFC 6455. */
export type OlderName = HixieName | 7 | 8;

/** @returns The version among these that a request asks for; `undefined` for none, or RFC 6455. */
export function versionAsked(
  head: ModelHead,
  versions: readonly OlderName[],
): OlderName | undefined {
  return versions.find((version) => {
    if (version === 'hixie-76') return asksForHixie76(head);
    return version === 'hixie-75' ? asksForHixie75(head) : names(head, `${version}`);
  });
}

function names(head: ModelHead, version: string): boolean {
  return valuesOf(head, 'sec-websocket-version').join() === version;
}

/** Drafts 01 to 03 look the same but for their Sec-WebSocket-Draft. */
function asksForHixie76(head: ModelHead): boolean {
  const has = (name: string): boolean => valuesOf(head, name).length > 0;
  const isLater = has('sec-websocket-key') || has('sec-websocket-version');
  const isOtherDraft = valuesOf(head, 'sec-websocket-draft').some((draft) => draft !== '0');
  const hasKey = has('sec-websocket-key1') || has('sec-websocket-key2');
  return hasKey && !isLater && !isOtherDraft;
}

function asksForHixie75(head: ModelHead): boolean {
  const later = ['key', 'key1', 'key2', 'version', 'draft'].map((its) => `sec-websocket-${its}`);
  const upgrades = valuesOf(head, 'upgrade');
  return (
    upgrades.length === 1 &&
    listHas(upgrades, 'websocket') &&
    upgrades[0]!.toLowerCase() === 'websocket' &&
    valuesOf(head, 'origin').length > 0 &&
    later.every((name) => valuesOf(head, name).length === 0)
  );
}
