/**
 * What the page of frames has in addition to the style of all pages.
 *
 * @module
 */

/** CSS. */
export const inspectStyle = `
.frame > summary, .http > summary { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; }
.frame > summary::-webkit-details-marker, .http > summary::-webkit-details-marker { display: none; }
.frame.server, .frame.client { border-left-width: 4px; }
.frame.client { border-left-color: var(--length); }
.frame.server { border-left-color: var(--payload); }
.frame .way, .http .way { min-width: 70px; }
.num { font-variant-numeric: tabular-nums; }
.said { flex: 1 1 240px; font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 13px; }
.when { margin-left: auto; font-size: 13px; }
.frame pre, .http pre { white-space: pre-wrap; max-height: 420px; overflow: auto; background: var(--ground); border-radius: 8px; padding: 8px 10px; }
.mild-note { color: var(--mild); }
.bits { table-layout: fixed; max-width: 640px; margin: 10px 14px; width: calc(100% - 28px); }
.bits th { font-weight: 400; font-size: 11px; color: var(--muted); text-align: center; padding: 0; border: 0; }
.bits td { text-align: center; padding: 2px 0; border: 1px solid var(--card); border-radius: 4px; }
.bits small { display: block; color: inherit; font-size: 11px; line-height: 1.2; overflow-wrap: normal; overflow: hidden; }
.bits span { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 13px; }
.bits .flags { background: var(--flags-ground); color: var(--flags); }
.bits .length { background: var(--length-ground); color: var(--length); }
.bits .key { background: var(--key-ground); color: var(--key); }
.fields, .wide { width: calc(100% - 28px); }
.fields td:first-child { white-space: nowrap; color: var(--muted); }
.wide { overflow-x: auto; }
.blocks td, .blocks th { white-space: nowrap; padding-right: 14px; font-variant-numeric: tabular-nums; }
.frame .hex { line-height: 1.7; }
.cut { color: var(--bad); padding: 0 1px; }
.nowrap { white-space: nowrap; }
.rest { padding: 8px 14px; }
@media (max-width: 560px) {
  .said { flex-basis: 100%; order: 2; }
  .frame .badge { white-space: normal; }
  .bits small { font-size: 9px; }
}
`;
