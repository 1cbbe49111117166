import type { StoreSettings } from '../config/settings';
import { systemClock } from '../http/clock';
import { createFileStore } from './file';
import { createMemoryStore } from './memory';
import { createRedisStore } from './redis';
import type { Store } from './store';

const opened = new Map<string, Store>();

/** The store that the settings name: one in this process, however often it is opened. */
export function openStore(settings: StoreSettings): Store {
	const name = JSON.stringify(settings);
	const store = opened.get(name) ?? create(settings);
	opened.set(name, store);
	return store;
}

function create(settings: StoreSettings): Store {
	switch (settings.kind) {
		case 'memory':
			return createMemoryStore(systemClock);
		case 'file':
			return createFileStore({ path: settings.path, clock: systemClock });
		case 'redis':
			return createRedisStore(settings.url);
	}
}
