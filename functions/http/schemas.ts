/**
 * What the HTTPS API takes. Each schema is loaded with its file when something is first parsed by it: to make them all takes longer than
 * most requests that send nothing.
 */

const fields = () => import('./field-schemas.ts');
export const IdempotencyKey = async () => (await fields()).IdempotencyKey;
export const Limit = async () => (await fields()).Limit;
export const Reason = async () => (await fields()).Reason;
export const ReasonOrNone = async () => (await fields()).ReasonOrNone;
export const Repository = async () => (await fields()).Repository;
export const Switch = async () => (await fields()).Switch;

export const AdoptionBody = async () => (await import('./adoption-schema.ts')).AdoptionBody;

const deployments = () => import('./deployment-schemas.ts');
export const ApprovalBody = async () => (await deployments()).ApprovalBody;
export const CancelBody = async () => (await deployments()).CancelBody;
export const DeploymentBody = async () => (await deployments()).DeploymentBody;
export const PlanBody = async () => (await deployments()).PlanBody;
export const WordBody = async () => (await deployments()).WordBody;

const logs = () => import('./log-schemas.ts');
export const LogCursor = async () => (await logs()).LogCursor;
export const LogLimit = async () => (await logs()).LogLimit;
export const Since = async () => (await logs()).Since;

const orders = () => import('./order-schemas.ts');
export const EnvironmentOrAll = async () => (await orders()).EnvironmentOrAll;
export const Force = async () => (await orders()).Force;
export const LockBody = async () => (await orders()).LockBody;
export const ReasonBody = async () => (await orders()).ReasonBody;
export const RecurrenceBody = async () => (await orders()).RecurrenceBody;

const rollbacks = () => import('./rollback-schemas.ts');
export const EmergencyBody = async () => (await rollbacks()).EmergencyBody;
export const Environment = async () => (await rollbacks()).Environment;
export const PointBody = async () => (await rollbacks()).PointBody;
export const PointId = async () => (await rollbacks()).PointId;
export const RollbackBody = async () => (await rollbacks()).RollbackBody;

const services = () => import('./service-schema.ts');
export const ServiceBody = async () => (await services()).ServiceBody;
export const VerifyBody = async () => (await services()).VerifyBody;
