import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const style = readFileSync(new URL('../src/page/page.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = style.match(/:root \{[^}]*\}/g) ?? [];

/** What text of normal size needs to be read (WCAG 2.2 §1.4.3). */
const LEAST = 4.5;

const pairs = [
  ['ink', 'ground'],
  ['ink', 'card'],
  ['muted', 'ground'],
  ['muted', 'card'],
  ['accent', 'card'],
  ['on-accent', 'accent'],
  ['bad', 'card'],
  ['card', 'bad'],
  ['bad', 'bad-ground'],
  ['ink', 'bad-ground'],
  ...['flags', 'length', 'key', 'payload', 'code', 'line'].map((kind) => [kind, `${kind}-ground`]),
] as [string, string][];

describe.each([
  ['light', light],
  ['dark', dark],
])('the colours of the %s page', (_, palette) => {
  it.each(pairs)('can be told apart: %s on %s', (text, ground) => {
    expect(contrast(colour(palette, text), colour(palette, ground))).toBeGreaterThanOrEqual(LEAST);
  });
});

function colour(palette: string, name: string): number[] {
  const digits = new RegExp(`--${name}: #([0-9a-f]{3,6});`).exec(palette)?.[1] ?? '';
  const pairsOf = digits.length === 3 ? Array.from(digits, (d) => d + d) : digits.match(/../g)!;
  return pairsOf.map((pair) => Number.parseInt(pair, 16) / 255);
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
