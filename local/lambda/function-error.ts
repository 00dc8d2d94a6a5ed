import type { FunctionError } from './worker-messages.ts';

/** What a thrown thing looks like in a function's error answer, as the Node.js runtime of Lambda writes it. */
export function functionError(thrown: unknown): FunctionError {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

/** Why the code of a function cannot be loaded. Missing modules and syntax errors have names of their own on Lambda. */
export function importError(thrown: unknown): FunctionError {
  const error = functionError(thrown);
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return { ...error, errorType: 'Runtime.ImportModuleError', errorMessage: `Error: ${error.errorMessage}` };
  }
  if (thrown instanceof SyntaxError) {
    return { ...error, errorType: 'Runtime.UserCodeSyntaxError', errorMessage: `SyntaxError: ${error.errorMessage}` };
  }
  return error;
}
