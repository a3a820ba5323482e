/**
 * A page in one HTML file, which asks the network for nothing.
 *
 * @module
 */

import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';

/** The parts of a page. */
export interface Document {
  readonly title: string;
  /** Of the element that the link for keyboards leads to. */
  readonly mainId: string;
  /** What the link says. */
  readonly skipText: string;
  readonly style: string;
  /** JavaScript for browsers. */
  readonly script: string;
  readonly body: Html;
}

/** The file. */
export function documentText({ title, mainId, skipText, style, script, body }: Document): string {
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, script)}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#${mainId}">${skipText}</a>
${body}
<script>${new Html(script)}</script>
</body>
</html>
`;
  return whole.text;
}

/** Only what stands in the page may run or be shown. */
function policyOf(style: string, script: string): string {
  const hash = (text: string): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; img-src data:; style-src ${hash(style)}; script-src ${hash(script)}`;
}
