export { redactHeaders } from './redact/headers';
export { quote } from './redact/quote';
export { createRedactor } from './redact/secrets';
export { redact } from './redact/text';
export { redactUrl } from './redact/url';
