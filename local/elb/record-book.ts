import type { StateFiles } from '../kernel/state-files.ts';
import type { Kind, Records } from './records.ts';

const FILE = 'elb';

type Document = { readonly [K in Kind]: readonly Records[K][] };
type Tables = { readonly [K in Kind]: Map<string, Records[K]> };

/**
 * The records, by ARN, saved after every change. After a restart all of them are there again at once; what the templates
 * have not made anew when the stacks are up to date was taken out of them, and goes.
 */
export class RecordBook {
  readonly #files: StateFiles;
  readonly #tables: Tables = emptyTables();
  readonly #unmade = new Map<string, Kind>();
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
    return this.#tables[kind].get(arn);
  }

  /** All of a kind, in the order in which they were made. */
  all<K extends Kind>(kind: K): readonly Records[K][] {
    return [...this.#tables[kind].values()];
  }

  /** What the template made before, by owner. */
  former<K extends Kind>(kind: K, owner: string): Records[K] | undefined {
    return this.all(kind).find((record) => record.owner === owner);
  }

  put<K extends Kind>(kind: K, record: Records[K]): void {
    this.#unmade.delete(record.arn);
    this.#tables[kind].set(record.arn, record);
    this.#save();
  }

  remove(kind: Kind, arn: string): void {
    this.#tables[kind].delete(arn);
    this.#save();
  }

  /** Takes out what the owner had under another ARN, as CloudFormation does after a replacement. */
  removeFormer(kind: Kind, owner: string, arn: string): void {
    const former = this.all(kind).filter((record) => record.owner === owner && record.arn !== arn);
    if (former.length === 0) return;
    for (const record of former) this.#tables[kind].delete(record.arn);
    this.#save();
  }

  /** Takes out what templates made before the restart and have not made again. */
  removeUnmade(): void {
    if (this.#unmade.size === 0) return;
    for (const [arn, kind] of this.#unmade) this.#tables[kind].delete(arn);
    this.#unmade.clear();
    this.#save();
  }

  #load<K extends Kind>(kind: K, records: readonly Records[K][]): void {
    for (const record of records) {
      this.#tables[kind].set(record.arn, record);
      if (record.owner !== undefined) this.#unmade.set(record.arn, kind);
    }
  }

  #save(): void {
    const document: Document = {
      loadBalancer: this.all('loadBalancer'),
      targetGroup: this.all('targetGroup'),
      listener: this.all('listener'),
      rule: this.all('rule'),
    };
    this.#files.save(FILE, document);
    this.#changed();
  }
}

const KINDS = ['loadBalancer', 'targetGroup', 'listener', 'rule'] as const;

function emptyTables(): Tables {
  return { loadBalancer: new Map(), targetGroup: new Map(), listener: new Map(), rule: new Map() };
}
