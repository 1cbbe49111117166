/** A row of `../shared/facts/banks.md` §2.1, by how its first cell begins. */
export const row = (cell: string): string => `banks §2.1 ${cell}`;

/** The same, where the row itself is marked so: easy to find and to change. */
export const recalled = (cell: string): string => `${row(cell)} (recalled, unverified)`;
