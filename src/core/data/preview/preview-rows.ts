/** So many rows a preview shows. */
export const previewRows = 200
