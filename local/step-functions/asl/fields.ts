import { isList, isObject, type Json, type JsonObject } from '../json.ts';
import { invalidDefinition } from './invalid-definition.ts';
import { compileTemplate, EvaluationFault, type Template } from './template.ts';

const JSONPATH_ONLY = new Set(
  `InputPath OutputPath ResultPath Parameters ResultSelector Result ItemsPath SecondsPath TimestampPath TimeoutSecondsPath
  HeartbeatSecondsPath ErrorPath CausePath MaxConcurrencyPath ToleratedFailureCountPath ToleratedFailurePercentagePath`.split(
    /\s+/,
  ),
);

/** The fields of one object of a definition. Each is read once; `done` refuses those that nothing read. */
export class Fields {
  readonly path: string;
  readonly #object: JsonObject;
  readonly #read = new Set(['Comment', 'QueryLanguage']);

  constructor(object: JsonObject, path: string) {
    this.#object = object;
    this.path = path;
  }

  has(name: string): boolean {
    return name in this.#object;
  }

  value(name: string): Json | undefined {
    this.#read.add(name);
    return this.#object[name];
  }

  required(name: string): Json {
    const value = this.value(name);
    if (value === undefined) throw invalidDefinition(`These fields are required: [${name}]`, this.path || '/');
    return value;
  }

  text(name: string): string {
    const value = this.required(name);
    if (typeof value !== 'string' || value === '') throw this.#wrong(name, 'a string');
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  /** A plain number, not an expression. */
  number(name: string, fallback: number, least: number): number {
    const value = this.value(name) ?? fallback;
    if (typeof value !== 'number' || value < least) throw this.#wrong(name, `a number of at least ${least}`);
    return value;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback?: Choice): Choice {
    const value = this.value(name) ?? fallback;
    const chosen = choices.find((choice) => choice === value);
    if (chosen !== undefined) return chosen;
    const problem = `The field '${name}' should have one of these values: [${choices.join(', ')}]`;
    throw invalidDefinition(problem, `${this.path}/${name}`);
  }

  flag(name: string): boolean {
    const value = this.value(name) ?? false;
    if (typeof value !== 'boolean') throw this.#wrong(name, 'a boolean');
    return value;
  }

  texts(name: string): readonly string[] {
    const value = this.required(name);
    if (!isList(value) || value.length === 0) throw this.#wrong(name, 'a list that is not empty');
    return value.map((item) => {
      if (typeof item !== 'string') throw this.#wrong(name, 'a list of strings');
      return item;
    });
  }

  object(name: string): Fields {
    const value = this.required(name);
    if (!isObject(value)) throw this.#wrong(name, 'an object');
    return new Fields(value, `${this.path}/${name}`);
  }

  /** No field is an empty list. */
  objects(name: string): readonly Fields[] {
    const value = this.value(name) ?? [];
    if (!isList(value)) throw this.#wrong(name, 'a list');
    return value.map((item, place) => {
      if (!isObject(item)) throw this.#wrong(name, 'a list of objects');
      return new Fields(item, `${this.path}/${name}[${place}]`);
    });
  }

  names(): readonly string[] {
    return Object.keys(this.#object);
  }

  /** `field` is what messages call it where that is not its own name. */
  template(name: string, field = name): Template | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    try {
      return compileTemplate(value, field);
    } catch (thrown) {
      if (!(thrown instanceof EvaluationFault)) throw thrown;
      throw invalidDefinition(
        `The JSONata expression of '${thrown.field}' has a syntax error: ${thrown.message}`,
        this.path,
      );
    }
  }

  done(): void {
    for (const name of this.names()) {
      if (this.#read.has(name)) continue;
      const why = JSONPATH_ONLY.has(name) || name.endsWith('.$') ? ' when using JSONata' : '';
      throw invalidDefinition(`Field '${name}' is not supported${why}`, `${this.path}/${name}`);
    }
  }

  #wrong(name: string, wanted: string): Error {
    return invalidDefinition(`The field '${name}' must be ${wanted}`, `${this.path}/${name}`);
  }
}
