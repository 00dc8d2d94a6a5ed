import { AwsError } from '../../kernel/aws-error.ts';

/** The refusal of a definition, worded as on AWS. `path` names the place: `/States/Judge/Next`. */
export function invalidDefinition(problem: string, path: string, kind = 'SCHEMA_VALIDATION_FAILED'): AwsError {
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${kind}: ${problem} at ${path}'`);
}
