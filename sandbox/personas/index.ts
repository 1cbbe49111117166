import type { Persona } from '../kit/persona';

/** Every bank of the sandbox. */
export const personas: readonly Persona[] = [];
