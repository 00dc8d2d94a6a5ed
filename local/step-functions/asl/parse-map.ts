import type { Fields } from './fields.ts';
import { invalidDefinition } from './invalid-definition.ts';
import type { ItemReader, MapState, Workflow } from './machine.ts';
import { parseWorkflow, type Surroundings } from './parse-machine.ts';

type MapFields = Omit<MapState, 'type' | 'name' | 'next' | 'output' | 'assign' | 'retry' | 'catch'>;

const TOLERATED = ['ToleratedFailureCount', 'ToleratedFailurePercentage'] as const;

export function parseMap(fields: Fields, surroundings: Surroundings): MapFields {
  const { itemProcessor, distributed } = parseProcessor(fields.object('ItemProcessor'), surroundings);
  fields.value('Label');
  const tolerated = TOLERATED.flatMap((field) => {
    const template = fields.template(field);
    return template === undefined ? [] : [{ field, template }];
  });
  if (distributed && tolerated.length > 0) {
    throw invalidDefinition(`${TOLERATED.join(' and ')} are not supported locally in DISTRIBUTED mode`, fields.path);
  }
  return {
    items: fields.template('Items'),
    itemReader: fields.has('ItemReader')
      ? parseReader(fields.object('ItemReader'), distributed, surroundings)
      : undefined,
    itemSelector: fields.template('ItemSelector'),
    itemProcessor,
    distributed,
    maxConcurrency: fields.template('MaxConcurrency'),
    tolerated,
  };
}

function parseProcessor(fields: Fields, surroundings: Surroundings): { itemProcessor: Workflow; distributed: boolean } {
  const itemProcessor = parseWorkflow(fields, surroundings);
  const config = fields.has('ProcessorConfig') ? fields.object('ProcessorConfig') : undefined;
  const mode = config?.choice('Mode', ['INLINE', 'DISTRIBUTED'], 'INLINE');
  if (mode === 'DISTRIBUTED') config?.choice('ExecutionType', ['STANDARD', 'EXPRESS']);
  config?.done();
  fields.done();
  return { itemProcessor, distributed: mode === 'DISTRIBUTED' };
}

function parseReader(fields: Fields, distributed: boolean, surroundings: Surroundings): ItemReader {
  if (!distributed) throw invalidDefinition("'ItemReader' needs a Map in DISTRIBUTED mode", fields.path);
  if (!surroundings.reach.itemReaders) throw invalidDefinition("'ItemReader' is not supported locally", fields.path);
  const config = fields.has('ReaderConfig') ? fields.object('ReaderConfig') : undefined;
  config?.choice('InputType', ['JSON']);
  const reader = {
    resource: fields.text('Resource'),
    arguments: fields.template('Arguments', 'ItemReader/Arguments'),
    maxItems: config?.template('MaxItems', 'ItemReader/ReaderConfig/MaxItems'),
  };
  config?.done();
  fields.done();
  return reader;
}
