/** Where a server listens, or a client connects. @module */
import { describe, expect, it } from '@jest/globals';
import { checkPlace, type Place, placeChecks } from 'sansocket/driving';
import { checkOptions } from 'sansocket/options';

describe('placeChecks', () => {
  it.each<Place>([{ port: 0 }, { port: 65_535, host: 'a' }, { socketPath: '/a' }])(
    'take %j',
    (place) => expect(() => checkOptions(place, placeChecks)).not.toThrow(),
  );

  it.each([
    [{ port: 65_536 }, 'port must be a whole number from 0 to 65535, got 65536'],
    [{ host: '' }, 'host must be a string that is not empty, got a string'],
    [{ socketPath: 3 }, 'socketPath must be a string that is not empty, got 3'],
  ])('refuse %j', (place, message) => {
    expect(() => checkOptions(place as Place, placeChecks)).toThrow(message);
  });
});

describe('checkPlace()', () => {
  it.each<Place>([{}, { port: 1, host: 'a' }, { socketPath: 'a' }])('takes %j', (place) =>
    expect(() => checkPlace(place)).not.toThrow(),
  );

  it.each(['port', 'host'])('refuses a path and a %s', (name) => {
    const message = `${name} and socketPath exclude each other: a Unix socket has no ${name}`;
    expect(() => checkPlace({ socketPath: 'a', [name]: 1 })).toThrow(new TypeError(message));
  });
});
