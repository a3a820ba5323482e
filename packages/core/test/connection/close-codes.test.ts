/** Close codes on a connection, sent and received (RFC 6455 §7.4). @module */
import { describe, expect, it } from '@jest/globals';
import { toHex } from '../support/bytes.ts';
import { roles } from '../support/roles.ts';

const both = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
];
const never = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535];

const digits = (code: number) => toHex(Uint8Array.of(code >>> 8, code));

describe.each(roles)('close codes of a $role', ({ role, open, sent, received }) => {
  it.each(both)('%d is sent, received and echoed (§7.4)', (code) => {
    const end = open();
    end.connection.close(code, undefined, 0);
    expect(end.output()).toEqual([sent(`88 02 ${digits(code)}`)]);

    const peer = open().receive(received(`88 02 ${digits(code)}`));
    expect(peer.events()).toEqual([{ type: 'close-received', code, reason: '' }]);
    expect(peer.output()[0]).toBe(sent(`88 02 ${digits(code)}`));
    expect(peer.credit().receiveEnd().events()).toMatchObject([
      { type: 'close', code, wasClean: true },
    ]);
  });

  it.each(never)('%d is neither sent nor accepted (§7.4.1, §7.4.2)', (code) => {
    const end = open();
    expect(() => end.connection.close(code, undefined, 0)).toThrow(RangeError);
    expect(() => end.connection.fail(code, '', 0)).toThrow(RangeError);
    expect(end.outputs()).toEqual([]);
    end.receive(received(`88 02 ${digits(code)}`));
    expect(end.events()).toMatchObject([
      { type: 'violation', rule: 'close-code-invalid', closeCode: 1002, section: 'RFC 6455 §7.4' },
    ]);
    expect(end.output()).toEqual([sent('88 02 03 ea'), 'end']);
  });

  it('1010 is sent by clients only, with the extensions that are missing (§7.4.1)', () => {
    const end = open();
    if (role === 'server') {
      expect(() => end.connection.close(1010, 'x', 0)).toThrow(RangeError);
    } else {
      end.connection.close(1010, 'x', 0);
      expect(end.output()).toEqual([sent('88 03 03 f2 78')]);
    }
    end.receive(received('88 02 03 f2'));
    expect(end.events()).toEqual([{ type: 'close-received', code: 1010, reason: '' }]);
  });

  it('1010 is echoed like any other, by a server too (§5.5.1)', () => {
    const end = open().receive(received('88 02 03 f2'));
    end.events();
    expect(end.output()[0]).toBe(sent('88 02 03 f2'));
  });
});
