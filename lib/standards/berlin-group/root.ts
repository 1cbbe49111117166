/** What every path of the standard begins with (Berlin Group 1.3 §4.1). */
export const standardRoot = '/v1';
