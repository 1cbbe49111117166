import { setTimeout as pause } from 'node:timers/promises';

/**
 * After work that held this process up: n8n closes a connection that was idle for five seconds, and who has not heard of
 * it yet would send the next request on it.
 */
export const seeWhatHasClosed = (): Promise<void> => pause(100);
