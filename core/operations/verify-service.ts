import type { VersionRef } from '../domain/deployment.ts';
import { type Finding, isRefused } from '../domain/finding.ts';
import { allFindings } from '../domain/findings/all-findings.ts';
import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { readForVerify, type VerifyPorts } from './read-for-verify.ts';

/** What a deployment of a service would meet. `wouldBeRefused`: one of the findings would end it. */
export interface Verification {
  readonly service: ServiceKey;
  /** The version that was asked about; `null` where none was, or there is none such. */
  readonly version: VersionRef | null;
  readonly wouldBeRefused: boolean;
  readonly findings: readonly Finding[];
}

/** Finds all that would make a deployment of a service fail, to a version where one is named. Changes nothing. */
export async function verifyService(
  ports: VerifyPorts,
  service: ServiceKey,
  version: string | undefined,
): Promise<Verification> {
  const state = await ports.services.get(service);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay services put\` adopts it.`);
  const reading = await readForVerify(ports, state, version);
  const findings = allFindings(reading);
  return {
    service,
    version: reading.asked.kind === 'there' ? reading.asked.to : null,
    wouldBeRefused: isRefused(findings),
    findings,
  };
}
