/**
 * Challenges of hybi-00 with their answers: those of the draft, some that went over the wire in 2010 and 2011,
 * and the ends of the range.
 *
 * @module
 */

import { bytesOf } from '../../../core/test/handshake/heads.ts';
import { hex } from '../../../core/test/support/bytes.ts';

export interface Challenge {
  readonly name: string;
  readonly key1: string;
  readonly key2: string;
  readonly key3: Uint8Array;
  readonly parts: readonly [number, number];
  readonly answer: Uint8Array;
}

export const challenges: readonly Challenge[] = [
  {
    name: 'draft §1.2',
    key1: '4 @1  46546xW%0l 1 5',
    key2: '12998 5 Y3 1  .P00',
    key3: bytesOf('^n:ds[4U'),
    parts: [829309203, 259970620],
    answer: bytesOf("8jKS'y:G*Co,Wxa-"),
  },
  {
    name: 'draft §1.3',
    key1: '18x 6]8vM;54 *(5:  {   U1]8  z [  8',
    key2: '1_ tx7X d  <  nw  334J702) 7]o}` 0',
    key3: bytesOf('Tm[K T2u'),
    parts: [155712099, 173347027],
    answer: bytesOf('fQJ,fN/4F4!~K~MH'),
  },
  {
    name: 'draft §5.2',
    key1: '3e6b263  4 17 80',
    key2: '17  9 G`ZD9   2 2b 7X 3 /r90',
    key3: bytesOf('WjN}|M(6'),
    parts: [906585445, 179922739],
    answer: bytesOf('n`9eBk9z$R8pOtVb'),
  },
  {
    name: 'a public echo service in 2011',
    key1: '30  ;- 5=5 u 4 1  7336',
    key2: ":2 8 G(  07A 93Ql 3 *20 Ox0G'w",
    key3: hex('5d9fb0670fe4fa75'),
    parts: [381927167, 350991650],
    answer: hex('b6bc2a9ea00c1cb90faddc97906017a8'),
  },
  {
    name: 'parts over 2^28',
    key1: "36 7   74 i  92 2'm 9 0G",
    key2: 'y  R2 48 Q1O4  e|BV3 i5 1  u- 65',
    key3: hex('01d1dd3bd15663ff'),
    parts: [367749229, 225585015],
    answer: hex('0b99fa55bd01237b45a2f1d0878aeeeb'),
  },
  {
    name: 'an answer with zeros',
    key1: '1   38 wZ3f9 23O0 3l 0r',
    key2: '27   0E 6 2  1665:< ;U 1H',
    key3: hex('91253ed3a9e76a88'),
    parts: [197703290, 300690739],
    answer: hex('b49c6e4053040426e51bbf6cb79f1df9'),
  },
  {
    name: 'all 32 bits set',
    key1: '42949!67 295',
    key2: '4294967 29#5',
    key3: hex('ffffffffffffffff'),
    parts: [4294967295, 4294967295],
    answer: hex('8d79cbc9a4ecdde112fc91ba625b13c2'),
  },
  {
    name: 'zero',
    key1: 'a 0',
    key2: '0 x',
    key3: hex('0000000000000000'),
    parts: [0, 0],
    answer: hex('4ae71336e44bf9bf79d2752e234818a5'),
  },
  {
    name: 'leading zeros, line ends in key 3',
    key1: '0000 00000123x',
    key2: '0a00000000 000456',
    key3: hex('0d0a0d0a00ff8000'),
    parts: [123, 456],
    answer: hex('d14e707b0b244d8beccc72e29b1cc3ea'),
  },
];

/** Keys that break a rule, with the rule. */
export const badKeys: readonly (readonly [string, string])[] = [
  ['2 L785 8o% s9Sy9@V. 4<1P5', 'challenge-key-not-multiple'],
  ['4294967296 1', 'challenge-key-without-number'],
  ['4294967 296', 'challenge-key-without-number'],
  ['99999999999 9', 'challenge-key-without-number'],
  ['12345', 'challenge-key-without-spaces'],
  ['12\t345', 'challenge-key-without-spaces'],
  ['a b', 'challenge-key-without-number'],
  ['', 'challenge-key-without-number'],
];
