/**
 * The seventh law: an implementation equals the independent reference model in its events, its refusals and its
 * answers.
 *
 * @module
 */

import type fc from 'fast-check';
import type { ViolationId } from 'sansocket/violations';
import { handshakeRequest, hostileBytes, requestDefect } from '../arbitraries/index.ts';
import { serializeHead } from '../wire/index.ts';
import { compressedTraffic } from './compressed-traffic.ts';
import { type LawCase, lawCase } from './law.ts';
import { legalCases } from './legal-cases.ts';
import { assertAnswersLikeModel, assertLikeModel } from './like-model.ts';
import { hixieFrameCases, olderOpeningCases } from './older-cases.ts';
import { requestCase } from './request-case.ts';
import { responseCases } from './response-cases.ts';
import type { MakeSubject } from './subject.ts';
import type { Told } from './told.ts';
import { anyHeader, anyTraffic, brokenBy, LAW_LIMITS, rulesFor } from './traffic.ts';

/** Makes the cases of the law for an implementation. */
export function oracleLaw(make: MakeSubject): readonly LawCase[] {
  const { version } = make(LAW_LIMITS);
  if (version === 'hixie-75' || version === 'hixie-76') {
    return [...hixieFrameCases(make, version), ...olderOpeningCases(make, version)];
  }
  return [
    ...framesCases(make),
    ...(version === undefined ? requestCases(make) : olderOpeningCases(make, version)),
    ...responseCases(make),
  ];
}

function framesCases(make: MakeSubject): readonly LawCase[] {
  const subject = make(LAW_LIMITS);
  const { role } = subject;
  const legal = legalCases(role);
  const any = anyTraffic(role).map(({ bytes }) => bytes);
  const header = anyHeader(role).map(({ bytes }) => bytes);
  return [
    ...legal.map(({ runs = 40, ...frames }) => framesCase(make, { runs, ...frames })),
    ...rulesFor(subject).map((rule) => ruleCase(make, rule)),
    framesCase(make, { label: 'any bytes', runs: 80, values: any }),
    framesCase(make, { label: 'any two bytes of a header', runs: 150, values: header }),
    compressedCase(make),
    ...legal.map(({ runs = 40, ...frames }) => answersCase(make, { runs, ...frames })),
    answersCase(make, { label: 'any bytes', runs: 60, values: any }),
  ];
}

function requestCases(make: MakeSubject): readonly LawCase[] {
  const request = handshakeRequest().map(({ head }) => serializeHead(head));
  const defective = requestDefect().map(({ bytes }) => bytes);
  return [
    requestCase(make, 'requests', 80, request),
    requestCase(make, 'requests with a defect', 400, defective),
  ];
}

/** Frames on which to compare both. */
interface Frames {
  readonly label: string;
  readonly runs: number;
  readonly values: fc.Arbitrary<Uint8Array>;
}

function framesCase(make: MakeSubject, frames: Frames): LawCase {
  return lawCase('oracle', make(LAW_LIMITS), {
    ...frames,
    check: (bytes, note) => assertLikeModel(make(LAW_LIMITS), bytes, note),
  });
}

/** Other cases test the input before the defect: of it, only the messages count here. */
function ruleCase(make: MakeSubject, rule: ViolationId): LawCase {
  const subject = make(LAW_LIMITS);
  const counts = ({ type }: Told): boolean => type !== 'ping' && type !== 'pong';
  return lawCase('oracle', subject, {
    label: rule,
    runs: 10,
    values: brokenBy(rule, subject).map(hostileBytes),
    check: (bytes, note) => assertLikeModel(make(LAW_LIMITS), bytes, note, counts),
  });
}

function compressedCase(make: MakeSubject): LawCase {
  const subject = make(LAW_LIMITS);
  return lawCase('oracle', subject, {
    label: 'compressed messages',
    needs: ['inflates'],
    runs: 40,
    values: compressedTraffic(subject.role).map(({ bytes }) => bytes),
    check: (bytes, note) => assertLikeModel(make(LAW_LIMITS), bytes, note),
  });
}

function answersCase(make: MakeSubject, { label, runs, values }: Frames): LawCase {
  return lawCase('oracle', make(LAW_LIMITS), {
    label: `answers to ${label}`,
    needs: ['answers', 'takeOutput'],
    runs,
    values,
    check: (bytes, note) => assertAnswersLikeModel(make(LAW_LIMITS), bytes, note),
  });
}
