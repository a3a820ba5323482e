import { describe, expect, it } from '@jest/globals';
import { type Vector, vectorFiles } from '@sansocket/testkit/vectors';
import { renderVectorFile } from '../src/vector-file.ts';

const vector: Vector = {
  id: 'frames/text/client',
  title: 'Text',
  section: 'RFC 6455 §5.7',
  receiver: 'client',
  state: 'open',
  bytes: ['8101', { hex: '61', times: 1 }],
  events: [{ type: 'message', kind: 'text', text: '\ufeff\x7fé€' }],
};

describe('renderVectorFile()', () => {
  it('gives each member a line, and each of several pieces', () => {
    expect(renderVectorFile({ area: 'frames', title: 'Frames', vectors: [vector] })).toBe(`{
  "$schema": "./vectors.schema.json",
  "area": "frames",
  "title": "Frames",
  "vectors": [
    {
      "id": "frames/text/client",
      "title": "Text",
      "section": "RFC 6455 §5.7",
      "receiver": "client",
      "state": "open",
      "bytes": [
        "8101",
        { "hex": "61", "times": 1 }
      ],
      "events": [{ "type": "message", "kind": "text", "text": "\\ufeff\\u007fé€" }]
    }
  ]
}
`);
  });

  it('loses nothing', () => {
    for (const file of vectorFiles()) {
      const { $schema, ...read } = JSON.parse(renderVectorFile(file)) as {
        readonly $schema: string;
      };
      expect([$schema, read]).toEqual(['./vectors.schema.json', file]);
    }
  });
});
