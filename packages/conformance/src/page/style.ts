/**
 * The style of the page: light and dark, from 360 pixels on, and on paper.
 *
 * @module
 */

/** CSS. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f4f1ea;
  --card: #fffefb;
  --ink: #1b2330;
  --muted: #5a6472;
  --rule: #ddd6c9;
  --accent: #0a6b67;
  --good: #1a5a29;
  --good-ground: #d5eeda;
  --mild: #7a4700;
  --mild-ground: #fde6bf;
  --bad: #a32015;
  --bad-ground: #fbe3df;
  --still: #333d4b;
  --still-ground: #ece9e2;
  --flags: #7a4700;
  --flags-ground: #fde6bf;
  --length: #0f4788;
  --length-ground: #d6e6fb;
  --key: #66288d;
  --key-ground: #ecdcf8;
  --payload: #1a5a29;
  --payload-ground: #d5eeda;
  --code: #8a2a10;
  --code-ground: #fbd9ce;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151b;
    --card: #181f28;
    --ink: #e7eaef;
    --muted: #9ba6b5;
    --rule: #2b3542;
    --accent: #57d3c4;
    --good: #a9e7b6;
    --good-ground: #173d22;
    --mild: #ffd48a;
    --mild-ground: #48340f;
    --bad: #ffb9b0;
    --bad-ground: #5c1f19;
    --still: #cbd3de;
    --still-ground: #2a3441;
    --flags: #ffd48a;
    --flags-ground: #48340f;
    --length: #aacdff;
    --length-ground: #17355c;
    --key: #e2bcff;
    --key-ground: #402457;
    --payload: #a9e7b6;
    --payload-ground: #173d22;
    --code: #ffb9a5;
    --code-ground: #552419;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0 auto;
  max-width: 1160px;
  padding: 0 16px 40px;
  background: var(--ground);
  color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
code, pre, .case > summary > code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 13px; }
h1 { font-size: 22px; margin: 22px 0 10px; }
h2 { font-size: 18px; margin: 26px 0 8px; }
h3, h4, h5 { font-size: 15px; margin: 10px 0 4px; }
h3 span { font-weight: 400; }
p { margin: 4px 0; }
a { color: var(--accent); }
small, .muted, footer, .level { color: var(--muted); font-weight: 400; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: 12px; top: -60px; background: var(--accent); color: var(--ground); padding: 8px 14px; border-radius: 8px; }
.skip:focus { top: 10px; }
.summary, .area, .case, .group, #sections details { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 10px 14px; margin: 8px 0; }
.testee { font-size: 17px; }
.testee code { font-size: 15px; }
.result { font-size: 17px; font-weight: 700; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.counts span, .counts button { display: inline-block; margin-right: 12px; white-space: nowrap; }
.v { display: inline-grid; place-items: center; width: 20px; height: 20px; border-radius: 4px; font: 700 13px/1 ui-monospace, "DejaVu Sans Mono", monospace; }
.badge { display: inline-block; border-radius: 6px; padding: 0 8px; font-size: 13px; white-space: nowrap; }
.v, .badge { background: var(--still-ground); color: var(--still); }
.pass { background: var(--good-ground); color: var(--good); }
.non-strict, .slow { background: var(--mild-ground); color: var(--mild); }
.fail, .hang, .crash, .flaky, .harness { background: var(--bad-ground); color: var(--bad); }
.fail.v, .hang.v, .crash.v, .flaky.v, .harness.v { outline: 2px solid var(--bad); outline-offset: -2px; }
.areas { columns: 330px; column-gap: 8px; }
.area { break-inside: avoid; margin: 0 0 8px; }
.area h3 { margin: 0 0 6px; }
.squares { display: flex; flex-wrap: wrap; gap: 3px; }
.squares a { display: inline-flex; flex-direction: column; gap: 1px; text-decoration: none; border-radius: 4px; }
.squares a:hover { outline: 2px solid var(--accent); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 3px 8px 3px 0; border-top: 1px solid var(--rule); vertical-align: top; }
caption { text-align: left; padding: 8px 0 4px; }
.agreement { width: auto; }
.agreement td, .agreement th { padding-right: 18px; }
.group a { white-space: nowrap; }
summary { cursor: pointer; }
summary h2 { display: inline; }
#sections details { margin-top: 20px; }
button { font: inherit; color: var(--accent); background: none; border: 0; padding: 0; text-decoration: underline; cursor: pointer; text-align: left; }
.counts button { color: inherit; text-decoration: none; }
.counts button:hover { text-decoration: underline; }
.filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: end; background: var(--ground); padding: 8px 0; border-bottom: 1px solid var(--rule); }
.filters label { display: grid; font-size: 13px; color: var(--muted); }
.filters input, .filters select { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--muted); border-radius: 6px; padding: 4px 8px; max-width: 220px; }
.legend { margin: 10px 0; }
.case { scroll-margin-top: 80px; padding: 0; }
.case > summary { padding: 8px 14px; }
.case[open] > summary { border-bottom: 1px solid var(--rule); }
.case > :not(summary) { margin-left: 14px; margin-right: 14px; }
.case:last-child { margin-bottom: 10px; }
.case .level { font-size: 12px; }
blockquote { margin: 10px 14px; padding-left: 12px; border-left: 3px solid var(--accent); }
cite { white-space: nowrap; }
.variant { border-top: 1px dashed var(--rule); padding: 4px 0 10px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 4px 0; }
dt { color: var(--muted); }
dd { margin: 0; font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 13px; }
.ladder { list-style: none; margin: 8px 0; padding: 0 6px; border: solid var(--muted); border-width: 0 2px; }
.ladder li { margin: 4px 0; padding: 4px 8px; border-radius: 8px; background: var(--ground); max-width: 86%; width: fit-content; font-size: 13px; }
.ladder .received { margin-left: auto; }
.ladder .ends { display: flex; justify-content: space-between; width: auto; max-width: none; background: none; padding: 0; }
.way, .ends { color: var(--muted); }
.ladder pre { white-space: pre-wrap; margin: 4px 0; }
.ladder details { display: inline-block; }
.hex span { border-radius: 3px; padding: 0 3px; }
.hex .flags { background: var(--flags-ground); color: var(--flags); }
.hex .length { background: var(--length-ground); color: var(--length); }
.hex .key { background: var(--key-ground); color: var(--key); }
.hex .payload { background: var(--payload-ground); color: var(--payload); }
.hex .code { background: var(--code-ground); color: var(--code); }
.hex .rest { background: var(--still-ground); color: var(--still); }
footer { margin-top: 30px; font-size: 13px; }
@media (max-width: 560px) {
  body { padding: 0 10px 30px; }
  .filters { position: static; }
  .filters label, .filters input, .filters select { flex: 1 1 130px; width: 100%; max-width: none; }
  .case { scroll-margin-top: 8px; }
  dl { grid-template-columns: 1fr; }
  .ladder li { max-width: 94%; }
}
@media print {
  body { background: none; max-width: none; font-size: 11px; }
  .filters, .skip { display: none; }
  .case, .area, .summary { break-inside: avoid; }
  * { print-color-adjust: exact; }
}
`;
