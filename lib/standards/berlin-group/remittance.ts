import { isAbsent, leftOut, recordOf, type Remarks, textOf, textsOf } from '../kit/fields';
import { readRemittance, type Remittance } from '../kit/remittance';

const fields = {
	unstructured: 'remittanceInformationUnstructured',
	unstructuredArray: 'remittanceInformationUnstructuredArray',
	structured: 'remittanceInformationStructured',
	structuredArray: 'remittanceInformationStructuredArray',
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** openFinance 2 nests the fields in one. */
export function remittanceOf(booking: Fields, remarks: Remarks): Remittance {
	const { remittanceInformation, additionalInformation, transactionDetails } = booking;
	const nested = recordOf(remittanceInformation);
	return readRemittance(
		{
			unstructured:
				booking[fields.unstructured] ??
				nested?.['unstructured'] ??
				(isAbsent(remittanceInformation) ? undefined : textsOf(remittanceInformation)),
			unstructuredArray: booking[fields.unstructuredArray],
			structured: booking[fields.structured] ?? nested?.['structured'],
			structuredArray: booking[fields.structuredArray],
			additional: isText(additionalInformation) ? additionalInformation : transactionDetails,
		},
		(part) => leftOut(fields[part], remarks),
	);
}

const isText = (value: unknown): boolean =>
	Array.isArray(value) ? textsOf(value).length > 0 : textOf(value) !== undefined;
