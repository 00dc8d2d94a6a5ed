/**
 * Switches of the CDK. They stand here and not in cdk.json because the local mode runs the app without the CDK's command
 * line, and both must give the same template.
 */
export const CONTEXT = {
  // The local mode finds the code of a function by the asset's path in the template.
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:enable-path-metadata': true,
  // Without it any EventBridge rule of the account could fill the queue for Slack.
  '@aws-cdk/aws-events:eventsTargetQueueSameAccount': true,
};
