import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { type RefusalCode, Refused } from '../../core/domain/refused.ts';
import { log } from '../log.ts';

/** Every refusal has its status: the compiler asks for a new one's. */
const STATUS: Readonly<Record<RefusalCode, 400 | 403 | 404 | 409 | 422>> = {
  BadRequest: 400,
  NotAllowed: 403,
  UnknownService: 404,
  UnknownVersion: 404,
  UnknownDeployment: 404,
  UnknownEnvironment: 404,
  UnknownRule: 404,
  Blocked: 409,
  LockedByAnother: 409,
  NoWayBack: 409,
  NothingToRollBackTo: 409,
  UnknownPoint: 404,
  PointNotReady: 409,
  PointInUse: 409,
  PointNameTaken: 409,
  TooManyPoints: 409,
  WrongService: 422,
  RehearsalUnderWay: 409,
  DeploymentInProgress: 409,
  IdempotencyKeyReused: 422,
  Denied: 409,
  ImageGone: 409,
  AlarmAlreadyFiring: 409,
  NotWired: 422,
  NeedsForce: 409,
  NeedsDowngrade: 409,
  PlanChanged: 409,
  UnknownPlan: 404,
  NotWaiting: 409,
  NotAnApprover: 403,
  Cancelled: 409,
  NotRunning: 409,
  OutOfReach: 422,
  ChecksUnreachable: 422,
  LogsUnreadable: 422,
  Unsupported: 422,
  UnknownField: 422,
  StrategyNeedsSwap: 409,
  WrongVersionServes: 409,
  FenceLost: 409,
};

/** Turns what was thrown into the one error shape: `{code, message, details}`. What is no refusal shows a number and nothing of the inside. */
export function answerError(error: Error, context: Context): Response {
  if (error instanceof Refused)
    return context.json({ code: error.code, message: error.message, details: error.details }, STATUS[error.code]);
  const number = randomUUID();
  log.error('a request crashed', { event: 'version:api:crash', number, error });
  return context.json(
    {
      code: 'Crash',
      message: `Something broke that should not. Look for ${number} in the log of the API.`,
      details: { number },
    },
    500,
  );
}
