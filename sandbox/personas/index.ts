import type { Persona } from '../kit/persona';
import { nordea } from './nordea';

/** Every bank of the sandbox. */
export const personas: readonly Persona[] = [nordea];
