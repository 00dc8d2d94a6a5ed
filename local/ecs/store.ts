import type { EmitEvent } from '../kernel/aws-event.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { DefinitionsDocument, ServicesDocument } from './state.ts';

const DEFINITIONS = 'ecs-definitions';
const SERVICES = 'ecs-services';

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
    this.services = files.load(SERVICES) ?? { services: {}, revisions: {}, deployments: {}, tasks: {}, outbox: [] };
    this.#saved = JSON.stringify(this.services);
  }

  saveDefinitions(): void {
    this.#files.save(DEFINITIONS, this.definitions);
  }

  /** Saves what changed, and only then lets the events of the change out: after a crash they are sent twice, never lost. */
  commit(): void {
    const now = JSON.stringify(this.services);
    if (now !== this.#saved) {
      this.#files.save(SERVICES, this.services);
      this.#saved = now;
    }
    const events = this.services.outbox;
    this.services.outbox = [];
    for (const event of events) this.#emit(event);
  }
}
