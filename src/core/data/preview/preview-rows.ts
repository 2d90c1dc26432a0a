/** The number of rows in a preview. */
export const previewRows = 200
