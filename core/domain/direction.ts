import eq from 'semver/functions/eq.js';
import gt from 'semver/functions/gt.js';
import parse from 'semver/functions/parse.js';
import { Refused } from './refused.ts';

export type Direction = 'upgrade' | 'downgrade';

/** Which way a deployment leads. `undefined`: one of the two is no semantic version, or they are equal. */
export function directionOf(from: string | undefined, to: string): Direction | undefined {
  const [before, after] = [parse(from), parse(to)];
  if (before === null || after === null || eq(before, after)) return undefined;
  return gt(after, before) ? 'upgrade' : 'downgrade';
}

/** Going down is nothing that happens by the way: it is asked for. What was asked for must be what it is. */
export function refuseDirection(
  from: string | undefined,
  to: string,
  asked: Direction | undefined,
): Refused | undefined {
  const is = directionOf(from, to);
  if (is === 'downgrade' && asked === undefined)
    return new Refused(
      'NeedsDowngrade',
      `${to} is older than ${from}, which runs. Say --downgrade if that is meant, or go back with \`belay rollback\`.`,
    );
  if (is === undefined || asked === undefined || is === asked) return undefined;
  return new Refused(
    'BadRequest',
    `direction: from ${from} to ${to} is ${is === 'upgrade' ? 'an upgrade' : 'a downgrade'}, not the ${asked} that was asked for. \`belay ${is}\` goes there.`,
  );
}
