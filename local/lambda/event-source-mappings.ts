import { createHash } from 'node:crypto';
import { arn } from '../kernel/account.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { QueueSource, type QueueWorld } from './queue-source.ts';
import { sourceSettings } from './source-settings.ts';
import { StreamSource, type StreamWorld } from './stream-source.ts';

/** The event source mappings. They begin to read when `start` is called, those that come later at once. */
export class EventSourceMappings {
  readonly #world: StreamWorld & QueueWorld;
  readonly #sources = new Map<string, StreamSource | QueueSource>();
  #started = false;

  constructor(world: StreamWorld & QueueWorld) {
    this.#world = world;
  }

  provisioner(): Provisioner {
    return {
      provision: async (properties, context) => {
        const settings = sourceSettings(properties);
        this.#world.functions.find(settings.functionName);
        const id = idOf(`${context.stack}/${context.logicalId}/${settings.source}`);
        this.#sources.get(id)?.stop();
        this.#sources.delete(id);
        if (settings.enabled) {
          const source =
            settings.kind === 'stream'
              ? new StreamSource(id, settings, this.#world)
              : new QueueSource(settings, this.#world);
          this.#sources.set(id, source);
          if (this.#started) await source.start();
        }
        const attributes = { Id: id, EventSourceMappingArn: arn('lambda', `event-source-mapping:${id}`) };
        return { ref: id, attributes };
      },
    };
  }

  async start(): Promise<void> {
    this.#started = true;
    for (const source of this.#sources.values()) await source.start();
  }

  stop(): void {
    for (const source of this.#sources.values()) source.stop();
  }
}

/** The same mapping of the same source has the same UUID at every start: its place in the stream is kept under it. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
