/*
 * What the package offers to a program of its own, without n8n: a client for one connection to one bank, and what
 * it is made of. Bank profiles are values: write one, or take one of the files in `lib/banks`.
 */
export { openAudit } from './audit/open';
export type { AuditRecord, AuditSink } from './audit/record';
export type { Access, Session } from './login/session';
export type { BankProfile } from './profile/profile';
export type { AccountReference, BookingStatus, Endpoint, Page } from './profile/reading';
export type { Environment, Hosts } from './profile/hosts';
export {
	BankClient,
	type AccountHandle,
	type BankClientOptions,
	type TransactionQuery,
} from './client';
export { hostsInForce } from './config/hosts';
export { readSettings, type Settings } from './config/settings';
export { BankError, bankErrorCodes, type BankErrorCode, type BankErrorDetails } from './errors';
export { systemClock } from './http/clock';
export { createHttp, type HttpOptions } from './http/http';
export type { Clock, Http, HttpAnswer, HttpRequest, SendOptions, WireAnswer } from './http/port';
export { createRedactor, redact, redactHeaders, redactUrl } from './http/redact';
export type { Account } from './models/account';
export type { Balance, BalanceType } from './models/balance';
export type { Money } from './models/money';
export type { Counterparty, Transaction, TransactionRow } from './models/transaction';
export { withLease, type Lease, type LeaseOptions } from './store/lease';
export { openStore } from './store/open';
export type { Store } from './store/store';
