/**
 * What the network's codes say, for the end of a sentence. The codes themselves stay out of messages: where n8n finds
 * one, it writes a sentence of its own over the whole message ("the service … is offline").
 */
const reasons: Readonly<Record<string, string>> = {
	ECONNABORTED: 'no answer in time',
	ETIMEDOUT: 'no answer in time',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut',
	EPIPE: 'the connection was cut',
	ENOTFOUND: 'its host name was not found',
	EAI_AGAIN: 'its host name could not be looked up',
	EAI_FAIL: 'its host name could not be looked up',
	EHOSTUNREACH: 'its address can not be reached from here',
	EHOSTDOWN: 'its address can not be reached from here',
	ENETUNREACH: 'its address can not be reached from here',
	ENETDOWN: 'this machine has no network',
	EADDRNOTAVAIL: 'its address can not be reached from here',
	EACCES: 'this machine does not allow the connection',
	EPERM: 'this machine does not allow the connection',
	EMFILE: 'this machine has too many connections open',
	ENFILE: 'this machine has too many connections open',
	ENOENT: 'nothing listens there',
	ERR_BAD_RESPONSE: 'the answer was cut off',
	ERR_STREAM_PREMATURE_CLOSE: 'the answer was cut off',
	Z_BUF_ERROR: 'the answer was cut off',
	HPE_HEADER_OVERFLOW: 'the headers of its answer are too long',
	EPROTO: 'it does not speak TLS as it should',
	ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
};

export function networkReason(code: string | undefined): string {
	if (code === undefined) return 'the network failed';
	const reason = reasons[code];
	if (reason !== undefined) return reason;
	if (code.startsWith('HPE_')) return 'it does not speak HTTP as it should';
	return code.startsWith('ERR_SSL') ? 'it does not speak TLS as it should' : 'the network failed';
}
