import { AwsError } from '../kernel/aws-error.ts';

/** A function as a caller names it. `qualifier` is a version or an alias. */
export interface FunctionName {
  readonly name: string;
  readonly qualifier: string | undefined;
}

const NAME =
  /^(?:arn:aws:lambda:[a-z0-9-]+:\d{12}:function:|\d{12}:function:|function:)?([A-Za-z0-9_-]{1,140})(?::(\$LATEST|[A-Za-z0-9_-]{1,128}))?$/;

/** Reads a name, a partial ARN or an ARN, with or without a qualifier. */
export function parseFunctionName(text: string, qualifier?: string): FunctionName {
  const match = NAME.exec(text);
  const name = match?.[1];
  if (name === undefined) {
    throw new AwsError('ValidationException', `'${text}' is neither the name nor the ARN of a function.`, 400);
  }
  const inside = match?.[2];
  if (inside !== undefined && qualifier !== undefined && inside !== qualifier) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
      400,
    );
  }
  return { name, qualifier: inside ?? qualifier };
}
