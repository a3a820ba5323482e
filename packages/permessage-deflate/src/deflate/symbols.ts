/**
 * The symbols of lengths and distances (RFC 1951 §3.2.5), as tables to look up.
 *
 * @module
 */

/** The symbols with their least values and how many extra bits say the rest. */
export interface SymbolTable {
  readonly bases: Uint16Array;
  readonly extraBits: Uint8Array;
}

/** Of the symbols from 257 on, indexed by symbol - 257. */
export const LENGTHS: SymbolTable = /* @__PURE__ */ lengthTable();

/** Of distances. */
export const DISTANCES: SymbolTable = /* @__PURE__ */ symbolTable(30, 1, 2);

/** For each length from 0 to 258 its symbol, less 257. */
export const LENGTH_SYMBOLS: Uint8Array = /* @__PURE__ */ lengthSymbols();

/** For each distance, less 1, up to 255, and then for each 128th of the others: its symbol. */
const DISTANCE_SYMBOLS: Uint8Array = /* @__PURE__ */ distanceSymbols();

/** The symbol of a distance of 1 to 32,768. */
export function distanceSymbol(distance: number): number {
  const less = distance - 1;
  return DISTANCE_SYMBOLS[less < 256 ? less : 256 + (less >>> 7)]!;
}

function symbolTable(count: number, least: number, perGroup: number): SymbolTable {
  const bases = new Uint16Array(count);
  const extraBits = new Uint8Array(count);
  let base = least;
  for (let i = 0; i < count; i++) {
    bases[i] = base;
    extraBits[i] = Math.max(0, Math.floor(i / perGroup) - 1);
    base += 2 ** extraBits[i]!;
  }
  return { bases, extraBits };
}

/** The last symbol stands for one length. */
function lengthTable(): SymbolTable {
  const table = symbolTable(29, 3, 4);
  table.bases[28] = 258;
  table.extraBits[28] = 0;
  return table;
}

function lengthSymbols(): Uint8Array {
  const symbols = new Uint8Array(259);
  for (let symbol = 0; symbol < 29; symbol++) symbols.fill(symbol, LENGTHS.bases[symbol]);
  return symbols;
}

function distanceSymbols(): Uint8Array {
  const symbols = new Uint8Array(256 + 256);
  for (let symbol = 0; symbol < 30; symbol++) {
    const least = DISTANCES.bases[symbol]! - 1;
    if (least < 256) symbols.fill(symbol, least, 256);
    symbols.fill(symbol, 256 + (least >>> 7));
  }
  return symbols;
}
