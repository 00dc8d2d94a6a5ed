import * as z from 'zod/mini';
import type { Parameters } from '../../core/ports.ts';
import type { JsonCaller } from './json-caller.ts';

/** So many pages are asked for one answer: Systems Manager gives empty ones while it still searches. */
const MOST_PAGES = 10;

const Described = z.object({
  Parameters: z._default(z.array(z.object({ Name: z.string() })), []),
  NextToken: z.optional(z.string()),
});

/** The Parameter Store of Systems Manager: whether a parameter is there. No value is ever read. */
export function ssmParameters(call: JsonCaller): Parameters {
  return {
    async isThere(name) {
      const Values = spellings(name);
      let NextToken: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const input = {
          ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values }],
          ...(NextToken && { NextToken }),
        };
        const described = Described.parse(await call('DescribeParameters', input));
        if (described.Parameters.length > 0) return true;
        NextToken = described.NextToken;
        if (NextToken === undefined) return false;
      }
      throw new Error(`Systems Manager did not come to an end in ${MOST_PAGES} pages`);
    },
  };
}

/** An ARN does not tell `/name` from `name`; with more slashes than one, only the first is a name. */
function spellings(name: string): readonly string[] {
  return name.lastIndexOf('/') === 0 ? [name, name.slice(1)] : [name];
}
