import * as z from 'zod/mini';
import { wordsOf } from '../../core/domain/command-line.ts';
import { isPointId } from '../../core/domain/rollback-point.ts';
import { duration, Name, Reason, ReasonOrNone, Repository, Service, text } from './field-schemas.ts';

const onlyOne = (fields: readonly string[]) => ({
  of: (body: object) => fields.filter((field) => field in body).length === 1,
  says: `exactly one of ${fields.join(', ')}`,
});

const WHICH = ['service', 'repository', 'environment'] as const;

export const RollbackBody = z
  .strictObject({
    service: z.optional(Service),
    repository: z.optional(Repository),
    environment: z.optional(Name),
    to: z._default(
      z.union([
        z.literal('previous'),
        z.strictObject({ version: text(200) }),
        z.strictObject({ rollbackPoint: text(100) }),
        z.strictObject({ deployment: text(100) }),
      ]),
      'previous',
    ),
    reason: ReasonOrNone,
    force: z._default(z.boolean(), false),
    now: z._default(z.boolean(), false),
    dryRun: z._default(z.boolean(), false),
  })
  .check(
    z.superRefine((body, context) => {
      const named = WHICH.filter((field) => body[field] !== undefined).length;
      const own = typeof body.to === 'object' && !('version' in body.to);
      if (named === 1 || (named === 0 && own)) return;
      const message = `exactly one of ${WHICH.join(', ')}, or none where "to" is a deployment or a rollback point`;
      context.addIssue({ code: 'custom', path: ['service'], message });
    }),
  );

export const EmergencyBody = z.strictObject({
  reason: Reason,
  since: z._default(duration(30), 86_400),
  dryRun: z._default(z.boolean(), false),
});

export const Environment = Name;

const oneOrAll = onlyOne(['service', 'environment']);
const command = z.string().check(
  z.maxLength(1000),
  z.refine((line) => wordsOf(line) !== undefined, 'a command such as "node undo.mjs", its quotes closed'),
);

export const PointBody = z
  .strictObject({
    service: z.optional(Service),
    environment: z.optional(Name),
    name: z.string().check(
      z.regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/, 'letters, digits, dot, - and _, at most 64'),
      z.refine((text) => !text.startsWith('rp-'), 'no name that begins with rp-, as ids do'),
    ),
    description: z.optional(text(500)),
    reason: z.optional(Reason),
    commands: z._default(z.array(command).check(z.maxLength(20)), []),
  })
  .check(z.refine(oneOrAll.of, { error: oneOrAll.says, path: ['service'] }));

export const PointId = z.string().check(z.refine(isPointId, 'an id such as rp-20261120T101500Z-k3f9'));
