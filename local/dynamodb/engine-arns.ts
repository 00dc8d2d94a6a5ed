import { ACCOUNT, REGION } from '../kernel/account.ts';

const ENGINE_ARN = /arn:aws:(dynamodb|kms):([a-z0-9-]*:\d{12}):/g;
const LOCAL = `${REGION}:${ACCOUNT}`;

/** Every engine has a Region of its own in its ARNs; the rest of the local AWS must not see it. Not for JSON with items. */
export class EngineArns {
  #engine = LOCAL;

  /** The engine's ARNs in JSON text, as the local account has them. */
  toLocal(json: string): string {
    return json.replace(ENGINE_ARN, (_, service: string, place: string) => {
      this.#engine = place;
      return `arn:aws:${service}:${LOCAL}:`;
    });
  }

  /** ARNs of the local account in JSON text, as the engine has them. */
  toEngine(json: string): string {
    return json.replaceAll(`arn:aws:dynamodb:${LOCAL}:`, `arn:aws:dynamodb:${this.#engine}:`);
  }
}

/** The table of a table, index or stream ARN; a name is given back as it is. */
export function tableOf(nameOrArn: string): string {
  return /^arn:aws:dynamodb:[^:]*:[^:]*:table\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
