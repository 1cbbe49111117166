export { redactHeaders } from './headers';
export { quote } from './quote';
export { createRedactor } from './secrets';
export { redact } from './text';
export { redactUrl } from './url';
