/**
 * Punycode, encoding only (RFC 3492): a label of any characters as letters, digits and hyphens.
 *
 * @module
 */

// Parameters for host names (RFC 3492 §5)
const BASE = 36;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;

/**
 * Encodes a label, without the prefix `xn--`. The work is quadratic in its length: limit the length
 * first.
 *
 * @param label - A label in the normalized form of host names.
 */
export function encodePunycode(label: string): string {
  const points = Array.from(label, (character) => character.codePointAt(0)!);
  const basic = points.filter((point) => point < INITIAL_N);
  let output = basic.length > 0 ? `${String.fromCodePoint(...basic)}-` : '';
  let handled = basic.length;
  let bias = INITIAL_BIAS;
  let delta = 0;
  for (let n = INITIAL_N; handled < points.length; n++) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      output += encodeDelta(delta, bias);
      bias = adapt(handled === basic.length ? delta / DAMP : delta / 2, handled + 1);
      delta = 0;
      handled++;
    }
    delta++;
  }
  return output;
}

/** Encodes a number in digits whose weight changes with the bias (§3.3). */
function encodeDelta(delta: number, bias: number): string {
  let digits = '';
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (rest < threshold) return digits + DIGITS[rest]!;
    digits += DIGITS[threshold + ((rest - threshold) % (BASE - threshold))]!;
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
}

/** @returns The bias for the next delta, from the delta just written (§3.4). */
function adapt(dampedDelta: number, count: number): number {
  let delta = Math.floor(dampedDelta);
  delta += Math.floor(delta / count);
  let k = 0;
  for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
    delta = Math.floor(delta / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * delta) / (delta + SKEW));
}
