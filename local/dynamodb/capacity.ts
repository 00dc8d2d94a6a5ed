/** What an operation consumed of one table, all its indexes included. */
export interface Consumed {
  readonly operation: string;
  readonly table: string;
  readonly readUnits: number;
  readonly writeUnits: number;
}

type Json = Readonly<Record<string, unknown>>;

/** The request with ConsumedCapacity asked for in full, and the answer as the caller wanted it. */
export function askForCapacity(input: Json): Json {
  return { ...input, ReturnConsumedCapacity: 'INDEXES' };
}

/** Reads the consumed capacity from an answer. */
export function consumedOf(operation: string, kind: 'read' | 'write', answer: Json): readonly Consumed[] {
  return entries(answer).map((entry) => {
    const units = typeof entry.CapacityUnits === 'number' ? entry.CapacityUnits : 0;
    const table = typeof entry.TableName === 'string' ? entry.TableName : '';
    const [readUnits, writeUnits] = kind === 'read' ? [units, 0] : [0, units];
    return { operation, table, readUnits, writeUnits };
  });
}

/** Takes out of an answer what the caller did not ask for. */
export function answerAsAsked(asked: unknown, answer: Json): Json {
  if (asked === 'INDEXES') return answer;
  const { ConsumedCapacity: all, ...rest } = answer;
  if (asked !== 'TOTAL' || all === undefined) return rest;
  const totals = entries(answer).map(({ Table, GlobalSecondaryIndexes, LocalSecondaryIndexes, ...total }) => total);
  return { ...rest, ConsumedCapacity: Array.isArray(all) ? totals : totals[0] };
}

function entries(answer: Json): readonly Json[] {
  const all = answer.ConsumedCapacity;
  return (Array.isArray(all) ? all : [all]).filter(isJson);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
