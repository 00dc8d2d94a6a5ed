import * as z from 'zod';
import { wordsOf } from '../../core/domain/command-line.ts';
import { isPointId } from '../../core/domain/rollback-point.ts';
import { duration, Name, Reason, ReasonOrNone, Repository, Service } from './field-schemas.ts';

const onlyOne = (fields: readonly string[]) => ({
  of: (body: object) => fields.filter((field) => field in body).length === 1,
  says: `exactly one of ${fields.join(', ')}`,
});
const oneOrMany = onlyOne(['service', 'repository', 'environment']);

export const RollbackBody = z
  .strictObject({
    service: Service.optional(),
    repository: Repository.optional(),
    environment: Name.optional(),
    to: z
      .union([
        z.literal('previous'),
        z.strictObject({ version: z.string().min(1).max(200) }),
        z.strictObject({ rollbackPoint: z.string().min(1).max(100) }),
        z.strictObject({ deployment: z.string().min(1).max(100) }),
      ])
      .default('previous'),
    reason: ReasonOrNone,
    force: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  })
  .refine(oneOrMany.of, { message: oneOrMany.says, path: ['service'] });

export const EmergencyBody = z.strictObject({
  reason: Reason,
  since: duration(30).default(86_400),
  dryRun: z.boolean().default(false),
});

export const Environment = Name;

const oneOrAll = onlyOne(['service', 'environment']);

export const PointBody = z
  .strictObject({
    service: Service.optional(),
    environment: Name.optional(),
    name: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/, 'letters, digits, dot, - and _, at most 64')
      .refine((text) => !text.startsWith('rp-'), 'no name that begins with rp-, as ids do'),
    description: z.string().min(1).max(500).optional(),
    commands: z
      .array(
        z
          .string()
          .max(1000)
          .refine((line) => wordsOf(line) !== undefined, 'a command such as "node undo.mjs", its quotes closed'),
      )
      .max(20)
      .default([]),
  })
  .refine(oneOrAll.of, { message: oneOrAll.says, path: ['service'] });

export const PointId = z.string().refine(isPointId, 'an id such as rp-20261120T101500Z-k3f9');
