import { EvaluationFault, fill, readsContext, type Template } from '../asl/template.ts';
import { type Json, typeName } from '../json.ts';
import { bindings, contextObject, type StatesExtras } from './bindings.ts';
import { StateFailure } from './failures.ts';
import type { MapItem, Track } from './track.ts';

/** Fills a template of the current state. What fails is in the history, and a `States.QueryEvaluationError`. */
export async function evaluate(
  track: Track,
  template: Template,
  extras: StatesExtras = {},
  item?: MapItem,
): Promise<Json> {
  if (template.kind === 'literal') return template.value;
  try {
    return await fill(
      template,
      bindings(track, extras, readsContext(template) ? contextObject(track, item) : undefined),
    );
  } catch (thrown) {
    if (!(thrown instanceof EvaluationFault)) throw thrown;
    throw evaluationFailure(track, thrown.field, thrown.message);
  }
}

/** Writes EvaluationFailed and gives the failure to throw. */
export function evaluationFailure(track: Track, location: string, problem: string): StateFailure {
  const { state, entered } = track.position;
  const error = 'States.QueryEvaluationError';
  const cause = `An error occurred while executing the state '${state}' (entered at the event id #${entered?.event ?? 0}). ${problem}`;
  track.add('EvaluationFailed', { evaluationFailedEventDetails: { state, location, error, cause } });
  return new StateFailure(error, cause);
}

/** The same for a value of the wrong type, in the words of AWS. */
export function wrongType(
  track: Track,
  template: Template,
  field: string,
  expected: string,
  value: Json,
): StateFailure {
  const subject =
    template.kind === 'expression' ? `The JSONata expression '${template.expression.source}'` : 'The value';
  const found = `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`;
  return evaluationFailure(
    track,
    field,
    `${subject} specified for the field '${field}' returned an unexpected result type. ${found}`,
  );
}

const LONGEST_WAIT = 99_999_999;

/** A whole number of seconds (or of whatever `field` counts) from `least` to 99,999,999. */
export async function evaluateWhole(track: Track, template: Template, field: string, least: number): Promise<number> {
  const value = await evaluate(track, template);
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(track, template, field, 'integer', value);
  if (value >= least && value <= LONGEST_WAIT) return value;
  throw evaluationFailure(
    track,
    field,
    `The value ${value} of the field '${field}' is not between ${least} and ${LONGEST_WAIT}.`,
  );
}

export async function evaluateText(track: Track, template: Template, field: string): Promise<string> {
  const value = await evaluate(track, template);
  if (typeof value !== 'string') throw wrongType(track, template, field, 'string', value);
  return value;
}
