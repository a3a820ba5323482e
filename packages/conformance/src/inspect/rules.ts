/**
 * The section of RFC 6455 or 7692 that each rule of frames is from.
 *
 * @module
 */

import type { Breach } from './items.ts';

const sections: Readonly<Partial<Record<Breach['rule'], readonly [rfc: number, section: string]>>> =
  {
    'reserved-bit-set': [6455, '5.2'],
    'opcode-reserved': [6455, '5.2'],
    'control-frame-fragmented': [6455, '5.5'],
    'continuation-without-message': [6455, '5.4'],
    'message-interleaved': [6455, '5.4'],
    'frame-not-masked': [6455, '5.1'],
    'frame-masked': [6455, '5.1'],
    'control-frame-too-long': [6455, '5.5'],
    'length-not-minimal': [6455, '5.2'],
    'length-over-63-bits': [6455, '5.2'],
    'text-not-utf8': [6455, '8.1'],
    'extension-data-invalid': [7692, '7.2.2'],
    'close-payload-too-short': [6455, '5.5.1'],
    'close-code-invalid': [6455, '7.4.1'],
    'close-reason-not-utf8': [6455, '5.5.1'],
    'data-after-close': [6455, '5.5.1'],
  };

/** The section of a rule; those of the opening handshake are all from RFC 6455 §4. */
export function sectionOf(rule: Breach['rule']): {
  readonly text: string;
  readonly url: string;
} {
  const [rfc, section] = sections[rule] ?? [6455, '4'];
  return {
    text: `RFC ${rfc} §${section}`,
    url: `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}`,
  };
}
