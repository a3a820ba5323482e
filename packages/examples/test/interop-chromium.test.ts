import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { type Browser, chromium as playwright } from 'playwright-core';
import { converse, expected } from './helpers/converse.ts';
import { type InteropServer, interopServer } from './helpers/interop-server.ts';
import { chromium, itNeeds } from './helpers/runtime.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe('our server and the WebSocket of', () => {
  let server: InteropServer;
  let pages: Server;
  let browser: Browser | undefined;

  beforeEach(async () => {
    server = await interopServer();
    pages = createServer((_, response) => response.end('<!doctype html><title>Page</title>'));
    pages.listen(0, '127.0.0.1');
    await once(pages, 'listening');
  });
  afterEach(async () => {
    await browser?.close();
    pages.close();
    await server.server.close();
  });

  itNeeds(chromium)(
    'Chromium',
    async () => {
      browser = await playwright.launch({ executablePath: chromium, args: flags });
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
      const seen: unknown = await page.evaluate(`(${converse.toString()})('${server.url}')`);
      expect(seen).toEqual(expected);
      expect(server.closes).toMatchObject([
        { code: 3001, reason: 'done', wasClean: true, endedBy: 'peer' },
        { code: 4001, wasClean: true, endedBy: 'local' },
      ]);
    },
    60_000,
  );
});
