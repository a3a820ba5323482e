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

describe('docs/how-to/run-behind-a-proxy.md', () => {
  it.each(proxies)('shows what is run: $name', ({ id, site }) => {
    expect(page).toContain(`\`\`\`${id}\n${site(place)}\n\`\`\`\n`);
  });
});
