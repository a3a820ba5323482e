import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type LegacyViolationId, legacyViolations } from '@sansocket/legacy';
import { violations } from 'sansocket/violations';

const folder = new URL('./', import.meta.url);
const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('');

describe('violations of the older versions', () => {
  it.each(Object.entries(legacyViolations))(
    'say of %s one sentence and where it is written',
    (_, row) => {
      expect(row.sentence).toMatch(/^[A-Z].*[^.]$/);
      expect(row.section).toMatch(/^(hybi-00|hixie-75) §\d+(\.\d+)*$/);
      expect(row.closeCode).toBe(1006);
    },
  );

  it.each(Object.keys(legacyViolations))('have a test that breaks %s', (id) => {
    expect(tests.includes(`'${id}'`)).toBe(true);
  });

  it('have no id of RFC 6455', () => {
    const ids = Object.keys(legacyViolations) as LegacyViolationId[];
    expect(ids.filter((id) => id in violations)).toEqual([]);
  });
});
