/**
 * All vectors, by area. The JSON files of the package hold the same vectors; here no file has to be read.
 *
 * @module
 */

import { closeVectors } from './close.ts';
import { extensionsVectors } from './extensions.ts';
import { fragmentationVectors } from './fragmentation.ts';
import { framesVectors } from './frames.ts';
import { lengthsVectors } from './lengths.ts';
import { limitsVectors } from './limits.ts';
import { maskingVectors } from './masking.ts';
import { requestHeadsVectors } from './request-heads.ts';
import { requestsVectors } from './requests.ts';
import { requestsRefusedVectors } from './requests-refused.ts';
import { responsesVectors } from './responses.ts';
import { responsesRefusedVectors } from './responses-refused.ts';
import { utf8Vectors } from './utf8.ts';
import type { VectorFile } from './vector.ts';

/**
 * Makes the vectors, one file for each area.
 *
 * @example
 * ```ts
 * import { bytesOf, vectorFiles } from '@sansocket/testkit/vectors';
 *
 * for (const { area, vectors } of vectorFiles()) {
 *   const bytes = vectors.reduce((sum, vector) => sum + bytesOf(vector.bytes).length, 0);
 *   console.log(`${area}: ${vectors.length} vectors, ${bytes} bytes`);
 * }
 * ```
 */
export function vectorFiles(): VectorFile[] {
  return [
    { area: 'frames', title: 'Frame headers and control frames', vectors: framesVectors() },
    { area: 'masking', title: 'Masking', vectors: maskingVectors() },
    { area: 'lengths', title: 'Payload lengths', vectors: lengthsVectors() },
    { area: 'fragmentation', title: 'Fragments', vectors: fragmentationVectors() },
    { area: 'utf-8', title: 'Text', vectors: utf8Vectors() },
    { area: 'close', title: 'Close frames', vectors: closeVectors() },
    { area: 'limits', title: 'Limits of the receiver', vectors: limitsVectors() },
    { area: 'extensions', title: 'permessage-deflate in use', vectors: extensionsVectors() },
    { area: 'requests', title: 'Requests that may be accepted', vectors: requestsVectors() },
    {
      area: 'request-heads',
      title: 'Requests that are not HTTP/1.1',
      vectors: requestHeadsVectors(),
    },
    {
      area: 'requests-refused',
      title: 'Requests that are not an opening handshake',
      vectors: requestsRefusedVectors(),
    },
    { area: 'responses', title: 'Responses that break no rule', vectors: responsesVectors() },
    {
      area: 'responses-refused',
      title: 'Responses that fail the opening handshake',
      vectors: responsesRefusedVectors(),
    },
  ];
}
