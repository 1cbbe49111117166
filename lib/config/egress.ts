type Environ = Readonly<Record<string, string | undefined>>;

/**
 * What n8n's own request helper does to every call and nothing else can be asked to do: send it through a proxy
 * (the names that `proxy-from-env` reads, npm's among them), give it the installation's user agent or trace headers.
 */
const shaping =
	/^(?:(?:npm_config_)?(?:https?|all)_proxy|npm_config_proxy|n8n_enforce_global_user_agent|n8n_otel_enabled)$/i;

/** Whether the environment leaves calls to n8n's request helper. `NO_PROXY` doesn't count: n8n reads it better. */
export const isEgressShaped = (environ: Environ = process.env): boolean =>
	Object.entries(environ).some(
		([name, value = '']) => shaping.test(name) && !/^(?:|0|false)$/i.test(value.trim()),
	);
