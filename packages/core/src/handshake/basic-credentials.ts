/**
 * Basic authentication (RFC 7617): a user name and a password as the value of the Authorization
 * field.
 *
 * @module
 */

import { encodeUtf8 } from '../bytes/index.ts';
import { encodeBase64 } from './base64.ts';

/** A user name and a password without control characters; the user name has no colon (RFC 7617 §2). */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Makes the value of the Authorization field.
 *
 * @throws RangeError if the credentials cannot be sent; the message does not contain them.
 */
export function authorizationOf({ username, password }: BasicCredentials): string {
  if (/[:\p{Cc}\p{Cs}]/u.test(username) || /[\p{Cc}\p{Cs}]/u.test(password)) {
    throw new RangeError(
      'Credentials have a control character, or a colon in the user name (RFC 7617 §2)',
    );
  }
  return `Basic ${encodeBase64(encodeUtf8(`${username}:${password}`))}`;
}

/**
 * Reads the credentials in the user information of a URL (RFC 3986 §3.2.1).
 *
 * @throws RangeError if they are not UTF-8 after percent-decoding.
 */
export function credentialsOf(userinfo: string): BasicCredentials {
  const colon = userinfo.indexOf(':');
  const end = colon < 0 ? userinfo.length : colon;
  try {
    return {
      username: decodeURIComponent(userinfo.slice(0, end)),
      password: decodeURIComponent(userinfo.slice(end + 1)),
    };
  } catch {
    throw new RangeError('User information of the URL is not UTF-8 (RFC 7617 §2.1)');
  }
}
