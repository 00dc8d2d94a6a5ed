import type { EmitEvent } from '../kernel/aws-event.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { DefinitionsDocument, ServicesDocument } from './state.ts';

const DEFINITIONS = 'ecs-definitions';
const SERVICES = 'ecs-services';
/** Number of the last outbox that went out whole: a small file, so that the large one is written once a change. */
const SENT = 'ecs-events-sent';

/** The two documents of the local Amazon ECS: what was registered, and what runs. */
export class Store {
  readonly definitions: DefinitionsDocument;
  readonly services: ServicesDocument;
  readonly #files: StateFiles;
  readonly #emit: EmitEvent;
  #saved: string;

  constructor(files: StateFiles, emit: EmitEvent) {
    this.#files = files;
    this.#emit = emit;
    this.definitions = files.load(DEFINITIONS) ?? { clusters: {}, taskDefinitions: {}, families: {}, template: {} };
    this.services = files.load(SERVICES) ?? {
      services: {},
      revisions: {},
      deployments: {},
      tasks: {},
      outbox: { number: 1, events: [] },
    };
    const { number } = this.services.outbox;
    if (number === files.load(SENT)) this.services.outbox = { number: number + 1, events: [] };
    this.#saved = this.#records();
  }

  saveDefinitions(): void {
    this.#files.save(DEFINITIONS, this.definitions);
  }

  /** Saves what changed, and only then lets the events of the change out: after a crash some are sent twice, none is lost. */
  commit(): void {
    const { outbox } = this.services;
    const records = this.#records();
    if (records !== this.#saved || outbox.events.length > 0) this.#files.save(SERVICES, this.services);
    this.#saved = records;
    if (outbox.events.length === 0) return;
    this.services.outbox = { number: outbox.number + 1, events: [] };
    for (const event of outbox.events) this.#emit(event);
    this.#files.save(SENT, outbox.number);
  }

  #records(): string {
    return JSON.stringify({ ...this.services, outbox: undefined });
  }
}
