import type { FastifyInstance } from 'fastify';

/** RFC 8414: where `scaOAuth` points. */
export function metadataRoute(app: FastifyInstance, base: () => string): void {
	app.get(
		'/.well-known/oauth-authorization-server',
		{ config: { endpoint: 'metadata' } },
		async () => ({
			issuer: base(),
			authorization_endpoint: `${base()}/oauth2/authorize`,
			token_endpoint: `${base()}/oauth2/token`,
			scopes_supported: ['AIS'],
			response_types_supported: ['code'],
			grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
			token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
			code_challenge_methods_supported: ['S256'],
		}),
	);
}
