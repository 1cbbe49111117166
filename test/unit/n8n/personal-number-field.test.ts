import { Psd2Consent } from '../../../nodes/Psd2Consent/Psd2Consent.node';

describe('the personal number of PSD2 Consent', () => {
	const field = new Psd2Consent().description.properties.find(
		({ name }) => name === 'personalNumber',
	);

	it('is not asked for unless somebody wants it, and hidden while it is typed', () => {
		expect(field).toMatchObject({ default: '', typeOptions: { password: true } });
		expect(field?.required).toBeUndefined();
	});

	it('says that what is typed stays readable in the workflow, and what to do instead', () => {
		expect(field?.description).toMatch(/stays readable in the workflow.*use an expression/);
	});
});
