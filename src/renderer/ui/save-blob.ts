const keptMs = 60_000

/** Saves bytes as a browser download with a name. */
export function saveBlob(bytes: Blob, name: string): void {
  const href = URL.createObjectURL(bytes)
  saveFrom(href, name)
  setTimeout(() => URL.revokeObjectURL(href), keptMs)
}

/** Makes the browser download the response of an address. */
export function saveFrom(href: string, name: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
}
