import {
  checkLaws,
  describeLabels,
  laws,
  type MakeSubject,
  movedSubject,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import fc from 'fast-check';

const names = (process.env['LAWS'] ?? 'sharing,snapshot,masking,atomic').split(',');
const options = JSON.parse(process.env['OPTIONS'] ?? '{}');
const wrap = process.env['MOVED'] ? movedSubject : (m: MakeSubject) => m;
for (const name of names)
  for (const role of (process.env['ROLES'] ?? 'server,client').split(',') as (
    | 'server'
    | 'client'
  )[]) {
    const make = wrap(sansocketSubject(role, options));
    const peer = sansocketSubject(role === 'server' ? 'client' : 'server');
    for (const c of laws.find((l) => l.name === name)!.cases(make, { peer })) {
      if (c.missing.length) continue;
      const t = process.cpuUsage().user;
      const d = fc.check(c.property, {
        numRuns: Math.ceil(c.runs * Number(process.env['FACTOR'] ?? 1)),
        endOnFailure: !process.env['SHRINK'],
      });
      if (d.failed || !process.env['Q'])
        console.log(
          d.failed ? 'FOUND' : 'ok',
          name,
          role,
          c.label,
          d.numRuns,
          Math.round((process.cpuUsage().user - t) / 1000),
          d.failed
            ? String(d.errorInstance).slice(0, 700) +
                ' ' +
                (process.env['SHRINK'] ? fc.stringify(d.counterexample).slice(0, 2500) : '')
            : '',
        );
    }
  }
