/**
 * The part of istanbul-lib-instrument that is used here; it brings no types.
 *
 * @module
 */
declare module 'istanbul-lib-instrument' {
  export interface InstrumenterOptions {
    readonly esModules?: boolean;
    readonly compact?: boolean;
    readonly produceSourceMap?: boolean;
  }

  export interface Instrumenter {
    instrumentSync(code: string, fileName: string): string;
  }

  export function createInstrumenter(options?: InstrumenterOptions): Instrumenter;
}
