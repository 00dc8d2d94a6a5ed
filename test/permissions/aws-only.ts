/** Actions that only AWS itself uses, as a role of ours, and that no call of the local AWS can show; and why each is granted. At most ten. */
export const AWS_ONLY = {
  'xray:PutTraceSegments': 'Step Functions sends the traces of the machines; the local AWS keeps none',
  'xray:PutTelemetryRecords': 'Step Functions says how many traces it could not send',
  'xray:GetSamplingRules': 'Step Functions asks which executions to trace',
  'xray:GetSamplingTargets': 'Step Functions asks how many executions to trace',
} as const;

export function isForAwsOnly(action: string | undefined): boolean {
  return action !== undefined && Object.hasOwn(AWS_ONLY, action);
}
