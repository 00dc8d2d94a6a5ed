import type { DescribeParametersRequest, DescribeParametersResult } from '@aws-sdk/client-ssm';
import { AwsError } from '../kernel/aws-error.ts';
import type { Parameter } from './create-ssm.ts';

const PAGE = 50;

/** Names and types, without values. Filters by name alone are known here. */
export function describeParameters(
  parameters: readonly Parameter[],
  { ParameterFilters = [], Filters, NextToken, MaxResults = PAGE }: DescribeParametersRequest,
): DescribeParametersResult {
  const strange = ParameterFilters.find(({ Key, Option }) => Key !== 'Name' || (Option ?? 'Equals') !== 'Equals');
  if (Filters !== undefined || strange !== undefined)
    throw new AwsError('InvalidFilterKey', 'The local Parameter Store filters by Name with the option Equals alone.');
  const from = Number(NextToken ?? 0);
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
  const wanted = parameters.filter(({ name }) => ParameterFilters.every(({ Values = [] }) => Values.includes(name)));
  const to = from + MaxResults;
  const page = wanted.slice(from, to).map(({ name, type, version, changedAt }) => ({
    Name: name,
    Type: type,
    Version: version,
    LastModifiedDate: new Date(changedAt),
  }));
  return { Parameters: page, ...(to < wanted.length && { NextToken: String(to) }) };
}
