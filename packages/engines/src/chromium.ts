/**
 * Headless Chromium with an empty page of a server on this machine.
 *
 * @module
 */

import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

/** The path in Debian's package. */
export const chromiumPath = '/usr/bin/chromium';

/** Whether it is installed. */
export function hasChromium(): boolean {
  return existsSync(chromiumPath);
}

/** For root, without a display, and without connections of its own. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts Chromium, opens a page of a server on 127.0.0.1, and stops both after `use`.
 *
 * @param html - The page. Default: an empty one.
 */
export async function withPage<Result>(
  use: (page: Page) => Promise<Result>,
  html = '<!doctype html><title>Page</title>',
): Promise<Result> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // It takes half a second to load: many programs import this module and open no page.
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumFlags],
  });
  try {
    // Servers of tests sign their certificates themselves.
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    // The caller bounds its waits: 30 s is little on a busy machine.
    page.setDefaultTimeout(0);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await use(page);
  } finally {
    await browser.close();
    server.close();
  }
}

/**
 * Runs a script in a worker of a page.
 *
 * @param script - Run first.
 * @param expression - JavaScript whose value in the worker is plain data.
 * @returns The data.
 */
export async function runInWorker(
  page: Page,
  script: string,
  expression: string,
): Promise<unknown> {
  const code = JSON.stringify(`${script}\npostMessage(${expression});`);
  const inPage = `new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([${code}], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  })`;
  return page.evaluate(inPage);
}

/** The same in the page itself. */
export async function runInPage(page: Page, script: string, expression: string): Promise<unknown> {
  await page.addScriptTag({ content: script });
  return page.evaluate(expression);
}
