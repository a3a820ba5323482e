import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { proxies } from '@sansocket/interop';

const page = readFileSync(
  new URL('../../../docs/how-to/run-behind-a-proxy.md', import.meta.url),
  'utf8',
);

const place = {
  listen: '*:443',
  target: 9001,
  certificate: '/etc/ssl/certs/example.com.pem',
  key: '/etc/ssl/private/example.com.pem',
  both: '/etc/ssl/private/example.com-both.pem',
};

const sites = proxies.flatMap(({ id, passages, site }) =>
  [...new Set([passages[0]!, passages.at(-1)!])].map((passage) => ({
    id,
    ...passage,
    lines: site({ ...place, ...passage }),
  })),
);

describe('docs/how-to/run-behind-a-proxy.md', () => {
  it.each(sites)('shows what is run: $id, $front to $back', ({ id, lines }) => {
    expect(page).toContain(`\`\`\`${id}\n${lines}\n\`\`\`\n`);
  });
});
