import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry, type Registry } from '../../../local/ecr/registry.ts';
import type { AwsEvent } from '../../../local/kernel/aws-event.ts';
import type { Call } from '../../../local/kernel/aws-service.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';

const OWNER: Call = { caller: { arn: 'arn:aws:iam::000000000000:root', role: undefined } };

export interface RegistryFixture {
  readonly registry: Registry;
  readonly clock: VirtualClock;
  readonly events: AwsEvent[];
  readonly folder: string;
  end(): Promise<void>;
}

/** A registry in a folder of its own, on a free port. */
export async function aRegistry(folder = mkdtempSync(join(tmpdir(), 'belay-ecr-'))): Promise<RegistryFixture> {
  const clock = new VirtualClock();
  const events: AwsEvent[] = [];
  const registry = await createRegistry({ folder, port: 0, clock, emit: (event) => events.push(event) });
  return {
    registry,
    clock,
    events,
    folder,
    async end() {
      await registry.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Calls an operation of the ECR API as the account's owner. */
export async function ask<Output = unknown>(registry: Registry, name: string, input: object): Promise<Output> {
  const operation = registry.service.operations[name];
  if (operation === undefined) throw new Error(`there is no operation ${name}`);
  return (await operation.run(asInput(input), OWNER)) as Output;
}

/** What IAM is asked before an operation runs: action and resource. */
export function permissionsOf(registry: Registry, name: string, input: object): string[][] | undefined {
  const permissions = registry.service.operations[name]?.permissions(asInput(input));
  return permissions?.map(({ action, resource }) => [action, resource]);
}

/** The table of operations has forgotten the types of their inputs. */
function asInput(input: object): never {
  return input as never;
}

/** The first code in an error answer of the registry. */
export async function codeOf(response: Response): Promise<string | undefined> {
  const { errors } = (await response.json()) as { errors: { code: string }[] };
  return errors[0]?.code;
}
