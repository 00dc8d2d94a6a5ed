import type { StateFiles } from '../kernel/state-files.ts';
import type { Kind, Records } from './records.ts';

const FILE = 'elb';

type Document = { readonly [K in Kind]: readonly Records[K][] };
type Tables = { readonly [K in Kind]: Map<string, Records[K]> };

/**
 * The records, by ARN, saved after every change. After a restart, what a template made is asleep until the template
 * makes it again, so that what was taken out of the template is gone; what the API made is back at once.
 */
export class RecordBook {
  readonly #files: StateFiles;
  readonly #awake: Tables = emptyTables();
  readonly #asleep: Tables = emptyTables();
  readonly #changed: () => void;

  /** `changed` is called after each change. */
  constructor(files: StateFiles, changed: () => void) {
    this.#files = files;
    this.#changed = changed;
    const document = files.load<Document>(FILE);
    if (document === undefined) return;
    for (const kind of KINDS) this.#load(kind, document[kind]);
  }

  get<K extends Kind>(kind: K, arn: string): Records[K] | undefined {
    return this.#awake[kind].get(arn);
  }

  /** All of a kind, in the order in which they were made. */
  all<K extends Kind>(kind: K): readonly Records[K][] {
    return [...this.#awake[kind].values()];
  }

  /** What the template made before, awake or asleep, by owner. */
  former<K extends Kind>(kind: K, owner: string): Records[K] | undefined {
    return this.everything(kind).find((record) => record.owner === owner);
  }

  /** All of a kind, with those that are asleep. */
  everything<K extends Kind>(kind: K): readonly Records[K][] {
    return [...this.#awake[kind].values(), ...this.#asleep[kind].values()];
  }

  put<K extends Kind>(kind: K, record: Records[K]): void {
    this.#asleep[kind].delete(record.arn);
    this.#awake[kind].set(record.arn, record);
    this.#save();
  }

  remove(kind: Kind, arn: string): void {
    this.#awake[kind].delete(arn);
    this.#save();
  }

  /** Takes out what the owner had under another ARN, as CloudFormation does after a replacement. */
  removeFormer(kind: Kind, owner: string, arn: string): void {
    const former = this.everything(kind).filter((record) => record.owner === owner && record.arn !== arn);
    if (former.length === 0) return;
    for (const tables of [this.#awake, this.#asleep]) for (const record of former) tables[kind].delete(record.arn);
    this.#save();
  }

  #load<K extends Kind>(kind: K, records: readonly Records[K][]): void {
    for (const record of records)
      (record.owner === undefined ? this.#awake : this.#asleep)[kind].set(record.arn, record);
  }

  #save(): void {
    const document: Document = {
      loadBalancer: this.everything('loadBalancer'),
      targetGroup: this.everything('targetGroup'),
      listener: this.everything('listener'),
      rule: this.everything('rule'),
    };
    this.#files.save(FILE, document);
    this.#changed();
  }
}

const KINDS = ['loadBalancer', 'targetGroup', 'listener', 'rule'] as const;

function emptyTables(): Tables {
  return { loadBalancer: new Map(), targetGroup: new Map(), listener: new Map(), rule: new Map() };
}
