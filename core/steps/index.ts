import type { Ports } from '../ports.ts';
import { bake } from './bake.ts';
import { captureRollbackPoint } from './capture-rollback-point.ts';
import { close } from './close.ts';
import { continueDeployment } from './continue-deployment.ts';
import { endOldWork } from './end-old-work.ts';
import { judge } from './judge.ts';
import { look } from './look.ts';
import { lookAtCommand } from './look-at-command.ts';
import { plan } from './plan.ts';
import { readOutcome } from './read-outcome.ts';
import { restoreOldVersion } from './restore-old-version.ts';
import { runChecks } from './run-checks.ts';
import { runCommand } from './run-command.ts';
import { startDeployment } from './start-deployment.ts';
import { stopDeployment } from './stop-deployment.ts';
import { verify } from './verify.ts';
import { waitForApproval } from './wait-for-approval.ts';
import { waitForPerson } from './wait-for-person.ts';

/** A step: what one state of a machine does. Its input is what the state sends; what it throws is the state's error. */
export type Step = (ports: Ports, input: unknown) => Promise<unknown>;

/** Every step, under the name that stands as `${placeholder}` in state-machines/. */
export const steps = {
  Plan: plan,
  CaptureRollbackPoint: captureRollbackPoint,
  StartDeployment: startDeployment,
  RunChecks: runChecks,
  Judge: judge,
  ContinueDeployment: continueDeployment,
  Bake: bake,
  WaitForPerson: waitForPerson,
  WaitForApproval: waitForApproval,
  EndOldWork: endOldWork,
  Look: look,
  StopDeployment: stopDeployment,
  RestoreOldVersion: restoreOldVersion,
  ReadOutcome: readOutcome,
  RunCommand: runCommand,
  LookAtCommand: lookAtCommand,
  Verify: verify,
  Close: close,
} as const satisfies Readonly<Record<string, Step>>;

export type StepName = keyof typeof steps;
