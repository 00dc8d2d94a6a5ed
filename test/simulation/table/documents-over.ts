import type { Documents } from '../../../functions/aws/documents.ts';
import type { Request, Verb } from './request.ts';
import type { TablesInMemory } from './tables-in-memory.ts';

type Answer = (verb: Verb, request: Request) => Promise<unknown>;

const VERBS = [
  'get',
  'batchGet',
  'query',
  'put',
  'update',
  'delete',
  'transactWrite',
] as const satisfies readonly Verb[];

/** What the stores are given: whatever they ask is answered by `answer`. */
export function documentsOver(answer: Answer): Documents {
  return asDocuments(new DocumentsOver(answer));
}

/** The same, answered by tables at once. */
export function documentsIn(tables: TablesInMemory): Documents {
  return documentsOver(async (verb, request) => tables.run(verb, request));
}

/** Has a method for each verb: one is made for every invocation. */
class DocumentsOver {
  readonly answer: Answer;

  constructor(answer: Answer) {
    this.answer = answer;
  }

  static {
    for (const verb of VERBS)
      Object.defineProperty(DocumentsOver.prototype, verb, {
        value(this: DocumentsOver, request: Request) {
          return this.answer(verb, request);
        },
      });
  }
}

/** TypeScript does not see methods that are defined in a loop, and the SDK's types of answers say far more than any store asks for. */
function asDocuments(documents: DocumentsOver): Documents {
  return documents as unknown as Documents;
}
