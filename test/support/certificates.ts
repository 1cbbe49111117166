/** One maker of certificates: the sandbox's. */
export * from '../../sandbox/tls/certificates';
