import { enableBanking } from '../../../lib/banks/enable-banking';
import { testBank } from '../test-bank';

testBank(enableBanking, {
	opened: {
		clientId: 'eb5a4dba-0000-4000-8000-000000000001',
		choices: { aspsp: 'SE/personal/Sandbox%20Savings%20Bank' },
	},
	says: {
		// The token is the application's own signature: whoever refuses it refuses the application or its key.
		'missing-token': 'settings-invalid',
		'unknown-token': 'settings-invalid',
		'expired-token': 'settings-invalid',
		'not-consented': 'settings-invalid',
		// What the API has no word for.
		'ended-token': 'request-rejected',
		'unknown-client': 'request-rejected',
		'missing-certificate': 'request-rejected',
		'bad-certificate': 'request-rejected',
		'bad-signature': 'request-rejected',
		blocked: 'request-rejected',
	},
});
