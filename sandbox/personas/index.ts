import type { Persona } from '../kit/persona';
import { berlinGroup } from './berlin-group';
import { enableBanking } from './enable-banking';
import { nordea } from './nordea';
import { seb } from './seb';

/** Every bank of the sandbox. Admin calls without `?bank=` are about the first. */
export const personas: readonly Persona[] = [berlinGroup, enableBanking, nordea, seb];
