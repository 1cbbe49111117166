/**
 * Takes the place of the package `crc-32` in dist/vendor: the checksum of a workbook's parts by zlib, as crc32-stream
 * calls it. In JavaScript it was a tenth of the time of writing a workbook (docs/benchmarks.md).
 */
const { crc32 } = require('node:zlib');

/** The first seed that crc32-stream gives is an empty buffer. */
exports.buf = (bytes, seed) => crc32(bytes, typeof seed === 'number' ? seed : 0);
