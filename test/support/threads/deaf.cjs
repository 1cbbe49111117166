/** A thread that goes on for ever, whatever it is told. */
setInterval(() => undefined, 1000);
