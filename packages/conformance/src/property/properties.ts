/**
 * All properties, in the order in which they are tried.
 *
 * @module
 */

import { compression } from './compression.ts';
import { close, length, oneDefect, text } from './judged.ts';
import { chunks, control, echo, fragmentation, masking } from './metamorphic.ts';
import { pairs } from './pairs.ts';
import type { Property } from './property.ts';

/** The covering array comes first, then the echo: where it is not exact, the others compare no messages. */
export const properties: readonly Property[] = [
  pairs,
  echo,
  length,
  masking,
  fragmentation,
  control,
  chunks,
  compression,
  text,
  close,
  oneDefect,
];
