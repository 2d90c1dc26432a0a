const keptMs = 60_000

/** Hands bytes to the browser, which saves them under a name as it saves downloads. */
export function saveBlob(bytes: Blob, name: string): void {
  const href = URL.createObjectURL(bytes)
  saveFrom(href, name)
  setTimeout(() => URL.revokeObjectURL(href), keptMs)
}

/** Has the browser download what an address answers. */
export function saveFrom(href: string, name: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
}
