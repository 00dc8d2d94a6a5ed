/** What each condition operator compares. A negated operator is the plain one turned round. */
import { fitsArn } from './fits-arn.ts';
import { fitsGlob } from './glob.ts';

export interface Operator {
  readonly negated: boolean;
  /** Whether one value of the policy fits one value of the request. */
  readonly fits: (wanted: string, given: string) => boolean;
}

const plain = (fits: Operator['fits']): Operator => ({ negated: false, fits });
const not = (fits: Operator['fits']): Operator => ({ negated: true, fits });

const equals: Operator['fits'] = (wanted, given) => wanted === given;
const equalsIgnoringCase: Operator['fits'] = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const arnFits: Operator['fits'] = (wanted, given) => given.startsWith('arn:') && fitsArn(wanted, given);
const compared = (
  numberOf: (text: string) => number,
  holds: (given: number, wanted: number) => boolean,
): Operator['fits'] => {
  return (wanted, given) => {
    const numbers = [numberOf(given), numberOf(wanted)] as const;
    return !numbers.some(Number.isNaN) && holds(...numbers);
  };
};
const numeric = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
const date = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

export const operators: Readonly<Record<string, Operator>> = {
  StringEquals: plain(equals),
  StringNotEquals: not(equals),
  StringEqualsIgnoreCase: plain(equalsIgnoringCase),
  StringNotEqualsIgnoreCase: not(equalsIgnoringCase),
  StringLike: plain(fitsGlob),
  StringNotLike: not(fitsGlob),
  ArnEquals: plain(arnFits),
  ArnLike: plain(arnFits),
  ArnNotEquals: not(arnFits),
  ArnNotLike: not(arnFits),
  Bool: plain(equalsIgnoringCase),
  NumericEquals: plain(compared(numeric, (given, wanted) => given === wanted)),
  NumericNotEquals: not(compared(numeric, (given, wanted) => given === wanted)),
  NumericLessThan: plain(compared(numeric, (given, wanted) => given < wanted)),
  NumericLessThanEquals: plain(compared(numeric, (given, wanted) => given <= wanted)),
  NumericGreaterThan: plain(compared(numeric, (given, wanted) => given > wanted)),
  NumericGreaterThanEquals: plain(compared(numeric, (given, wanted) => given >= wanted)),
  DateEquals: plain(compared(date, (given, wanted) => given === wanted)),
  DateNotEquals: not(compared(date, (given, wanted) => given === wanted)),
  DateLessThan: plain(compared(date, (given, wanted) => given < wanted)),
  DateLessThanEquals: plain(compared(date, (given, wanted) => given <= wanted)),
  DateGreaterThan: plain(compared(date, (given, wanted) => given > wanted)),
  DateGreaterThanEquals: plain(compared(date, (given, wanted) => given >= wanted)),
};
