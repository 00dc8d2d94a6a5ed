import { createVitest, type TestCase, type Vitest } from 'vitest/node';
import { ROOT } from './conditions.ts';
import { type Mutation, mutate } from './mutations-of.ts';

/** What runs the conditions: the contracts of the stores, and what comes between two writes. */
const SUITES = [
  'test/contracts/stores.test.ts',
  'test/functions/aws/interrupted-begin.test.ts',
  'test/functions/aws/overtaken-writes.test.ts',
];

/** `killed`: a test failed because something was not as it should be. `invalid`: DynamoDB did not take the mutation, which proves nothing. */
export interface Fate {
  readonly fate: 'killed' | 'survived' | 'invalid';
  /** The first test that failed. */
  readonly by?: string;
}

/** Runs the contracts with one mutation after the other in what they load. No file is changed. */
export class MutantRunner {
  readonly #vitest: Vitest;
  readonly #present: { mutation: Mutation | undefined };

  private constructor(vitest: Vitest, present: { mutation: Mutation | undefined }) {
    this.#vitest = vitest;
    this.#present = present;
  }

  static async start(): Promise<MutantRunner> {
    const present: { mutation: Mutation | undefined } = { mutation: undefined };
    const vitest = await createVitest(
      {
        root: ROOT,
        config: false,
        watch: false,
        include: SUITES,
        testTimeout: 60_000,
        hookTimeout: 60_000,
        bail: 1,
        // One worker keeps what it has loaded, but for the file that is broken.
        isolate: false,
        pool: 'threads',
        maxWorkers: 1,
        // It knows a file by its content on disk, and would bring back the text without the mutation.
        fsModuleCache: false,
        reporters: [{}],
      },
      {
        plugins: [
          {
            name: 'mutation',
            enforce: 'pre',
            transform(text, id) {
              const { mutation } = present;
              return mutation !== undefined && id === `${ROOT}${mutation.path}` ? mutate(text, mutation) : undefined;
            },
          },
        ],
      },
    );
    return new MutantRunner(vitest, present);
  }

  /** What becomes of a mutation; of none at all: the contracts as they are. */
  async fateOf(mutation: Mutation | undefined): Promise<Fate> {
    const touched = [mutation, this.#present.mutation].flatMap((one) => one ?? []);
    this.#present.mutation = mutation;
    for (const { path } of touched) this.#vitest.invalidateFile(`${ROOT}${path}`);
    const { testModules, unhandledErrors } = await this.#vitest.runTestSpecifications(
      await this.#vitest.globTestSpecifications(),
    );
    const failed = testModules
      .flatMap((module) => [...module.children.allTests('failed')])
      .map((test) => ({ by: test.fullName, isInvalid: isInvalid(test) }));
    const killer = failed.find((one) => !one.isInvalid);
    if (killer !== undefined) return { fate: 'killed', by: killer.by };
    if (failed.length > 0 || unhandledErrors.length > 0 || testModules.some((module) => !module.ok()))
      return { fate: 'invalid', ...(failed[0] && { by: failed[0].by }) };
    return { fate: 'survived' };
  }

  end(): Promise<void> {
    return this.#vitest.close();
  }
}

/** An expression that cannot be read is refused whatever the item is; a path that an item does not have is what a condition was there for. */
function isInvalid(test: TestCase): boolean {
  const { errors = [] } = test.result();
  return errors.some(({ name, message }) => name === 'ValidationException' && !message.includes('document path'));
}
