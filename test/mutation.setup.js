const fc = require('fast-check');

// Hundreds of runs of every property: a few examples each find what a mutation breaks, or no number does.
fc.configureGlobal({ numRuns: 20 });
