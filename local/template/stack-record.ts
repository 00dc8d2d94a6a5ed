/** What was deployed, kept so that a restart knows what each resource was. */
import type { StateFiles } from '../kernel/state-files.ts';
import type { Provisioned } from './provisioner.ts';

export interface StackRecord {
  readonly resources: Readonly<Record<string, { readonly type: string; readonly provisioned: Provisioned }>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** By export name. */
export type Exports = Readonly<Record<string, { readonly stack: string; readonly value: string }>>;

const EXPORTS = 'template/exports';
const documentOf = (stack: string): string => `template/stack-${stack}`;

export function loadStack(files: StateFiles, stack: string): StackRecord {
  return files.load<StackRecord>(documentOf(stack)) ?? { resources: {}, outputs: {} };
}

export function saveStack(files: StateFiles, stack: string, record: StackRecord): void {
  files.save(documentOf(stack), record);
}

export function loadExports(files: StateFiles): Exports {
  return files.load<Exports>(EXPORTS) ?? {};
}

/** Puts the exports of one stack in place of those that it had; a name that another stack exports is an error. */
export function saveExports(files: StateFiles, stack: string, own: Readonly<Record<string, string>>): void {
  const others = Object.entries(loadExports(files)).filter(([, entry]) => entry.stack !== stack);
  for (const [name, entry] of others) {
    if (Object.hasOwn(own, name))
      throw new Error(`Export with name ${name} is already exported by stack ${entry.stack}`);
  }
  const mine = Object.entries(own).map(([name, value]) => [name, { stack, value }] as const);
  files.save(EXPORTS, Object.fromEntries([...others, ...mine]));
}
