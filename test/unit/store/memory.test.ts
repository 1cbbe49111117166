import { createMemoryStore } from '../../../lib/store/memory';
import { TestClock } from '../../support/test-clock';
import { storeContract } from './store-contract';

describe('memory store', () => {
	storeContract(async () => {
		const clock = new TestClock();
		return { store: createMemoryStore(clock), pass: async (ms) => clock.pass(ms) };
	});
});
