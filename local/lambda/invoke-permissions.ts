import { z } from 'zod';
import type { Provisioner } from '../template/provisioner.ts';
import type { Functions } from './functions.ts';
import { parseProperties } from './parse-properties.ts';

interface Statement {
  /** The ARN that the statement is for: with the qualifier where it has one. */
  readonly functionArn: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
}

const schema = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.literal('000000000000').optional(),
});

/** The resource policies of the functions: which service may invoke what, on behalf of which resource. */
export class InvokePermissions {
  readonly #statements = new Map<string, Statement>();

  /** `functionArn` is compared as it is: a statement for the bare function does not cover its aliases, as on AWS. */
  mayInvoke(functionArn: string, principal: string, sourceArn: string): boolean {
    return [...this.#statements.values()].some(
      (statement) =>
        statement.functionArn === functionArn &&
        statement.principal === principal &&
        (statement.sourceArn === undefined || matchesArn(statement.sourceArn, sourceArn)),
    );
  }

  provisioner(functions: Functions): Provisioner {
    return {
      provision: (properties, context) => {
        const parsed = parseProperties(schema, properties);
        const id = `${context.stack}-${context.logicalId}`;
        this.#statements.set(id, {
          functionArn: functions.find(parsed.FunctionName).arn,
          principal: parsed.Principal,
          sourceArn: parsed.SourceArn,
        });
        return { ref: id, attributes: { Id: id } };
      },
    };
  }
}

/** ArnLike: `*` and `?` are wildcards. */
function matchesArn(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
