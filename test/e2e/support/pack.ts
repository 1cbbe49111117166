import { packPackage } from '../../../scripts/n8n/package';

/** Once for all files: what is tested is the tarball that would be published. */
export default async function pack() {
	process.env['PSD2_E2E_TARBALL'] = await packPackage();
}
