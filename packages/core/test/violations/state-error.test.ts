import { describe, expect, it } from '@jest/globals';
import { StateError } from 'sansocket/violations';

describe('StateError', () => {
  it('is an Error with a name of its own', () => {
    const error = new StateError('Cannot do it now');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('StateError');
    expect(error.message).toBe('Cannot do it now');
  });
});
