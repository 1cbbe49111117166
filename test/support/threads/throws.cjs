/** A thread that fails outside its job. */
throw new Error('broken');
