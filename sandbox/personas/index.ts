import type { Persona } from '../kit/persona';
import { nordea } from './nordea';
import { seb } from './seb';

/** Every bank of the sandbox. */
export const personas: readonly Persona[] = [nordea, seb];
